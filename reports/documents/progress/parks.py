"""By park and by year, with last year's same period beside, under the heads of the bulletin."""

from __future__ import annotations

from kernel.figures import Unit
from reports import charts, formatting
from reports.content import Block, Cell, Chart, Column, Heading, Kind, Scale, Table
from reports.documents.progress.data import ProgressInput, StageRow, YearCell, YearRow
from reports.words import Translate


def blocks(data: ProgressInput, t: Translate) -> tuple[Block, ...]:
    return (
        Heading(1, t("By park and by year"), "parks"),
        Heading(2, t("Indicators"), "park-indicators"),
        _indicator_table(data, t),
        Heading(2, t("Projects by stage"), "park-stages"),
        _stage_table(data, t),
        Heading(2, t("Years of the plan"), "years"),
        _year_chart(data, t),
        year_table(data, t),
    )


def _indicator_table(data: ProgressInput, t: Translate) -> Table:
    size = Scale.TEN_THOUSAND
    columns = (
        Column("park", t("Park or area"), weight=14, merges=True),
        Column("indicator", t("Indicator (lens)"), weight=24),
        Column("year_target", t("Year's target"), Kind.FIGURE, size),
        Column("month", t("This month"), Kind.FIGURE, size),
        Column("year", t("This year to date"), Kind.FIGURE, size),
        Column("last_year", t("Same period last year"), Kind.FIGURE, size),
        Column("change", t("Year on year"), Kind.PERCENT),
        Column("completion", t("Completion"), Kind.PERCENT),
        Column("time_pace", t("Time-proportional pace"), Kind.PERCENT),
        Column(
            "ahead", t("Over or short"), Kind.DECIMAL, unit=formatting.points_word(data.locale), weight=11
        ),
        Column("plan", t("Plan period to date"), Kind.FIGURE, size),
        Column("plan_share", _share_head(data, t), Kind.PERCENT, weight=11),
    )
    rows = tuple(
        (
            row.park,
            row.indicator,
            row.year_target,
            row.month,
            row.year,
            row.last_year,
            row.change,
            row.completion,
            row.time_pace,
            row.ahead,
            row.plan,
            row.plan_share,
        )
        for row in data.indicator_rows
    )
    return Table("indicators", t("Indicators by park"), columns, rows)


def _share_head(data: ProgressInput, t: Translate) -> str:
    return t("Share of %(year)s target") % {"year": data.plan_ends_on.year}


def _stage_table(data: ProgressInput, t: Translate) -> Table:
    signed = t("Signed")
    columns = (
        Column("park", t("Park or area"), weight=14),
        Column("lead", t("Lead"), Kind.COUNT),
        Column("talks", t("In talks"), Kind.COUNT),
        Column("intent", t("Intent"), Kind.COUNT, group=signed),
        Column("framework", t("Framework"), Kind.COUNT, group=signed),
        Column("formal", t("Formal"), Kind.COUNT, group=signed),
        Column("registered", t("Registration"), Kind.COUNT),
        Column("construction", t("Construction"), Kind.COUNT),
        Column("operating", t("Production"), Kind.COUNT),
        Column("registration_rate", t("Registration rate"), Kind.PERCENT),
        Column("start_rate", t("Start rate"), Kind.PERCENT),
        Column("production_rate", t("Production rate"), Kind.PERCENT),
        Column("arrival_rate", t("Arrival"), Kind.PERCENT),
    )
    return Table(
        "stages",
        t("Projects by park and stage"),
        columns,
        tuple(_stage_row(row) for row in data.stage_rows),
        total=_stage_row(data.stage_total),
        note=t("Number of projects; a dash means there is nothing to divide by."),
    )


def _stage_row(row: StageRow) -> tuple[Cell, ...]:
    return (
        row.park,
        row.lead,
        row.talks,
        row.intent,
        row.framework,
        row.formal,
        row.registered,
        row.construction,
        row.operating,
        row.registration_rate,
        row.start_rate,
        row.production_rate,
        row.arrival_rate,
    )


def year_table(data: ProgressInput, t: Translate) -> Table:
    size = Scale.TEN_THOUSAND
    columns = (
        Column("year", t("Year"), Kind.TEXT, weight=17, merges=True),
        Column("park", t("Park or area"), weight=16),
        Column("target", t("Target"), Kind.USD, size),
        Column("contracted", t("Contracted"), Kind.USD, size),
        Column("last_year", t("Same period last year"), Kind.USD, size),
        Column("change", t("Year on year"), Kind.PERCENT),
        Column("arrived", t("Arrived"), Kind.USD, size),
    )
    rows: list[tuple[Cell, ...]] = []
    for row in data.years:
        year = _year_word(row, t)
        rows.extend(
            (year, park, *_year_cells(cell)) for park, cell in zip(data.parks, row.parks, strict=True)
        )
        rows.append((year, t("Together"), *_year_cells(row.total)))
    note = t("The current year runs to the as-of date, and so does last year's same period.")
    return Table("years", t("Investment by year and park"), columns, tuple(rows), note=note)


def _year_word(row: YearRow, t: Translate) -> str:
    """A year under way says up to which day."""
    if (row.until.month, row.until.day) == (12, 31):
        return str(row.year)
    return t("%(year)s (to %(day)s)") % {"year": row.year, "day": f"{row.until:%m-%d}"}


def _year_cells(cell: YearCell) -> tuple[Cell, ...]:
    return (cell.target, cell.contracted, cell.last_year, cell.change, cell.arrived)


def _year_chart(data: ProgressInput, t: Translate) -> Chart:
    amounts = [int(cell.contracted.value or 0) for row in data.years for cell in (*row.parks, row.total)]
    style = formatting.money_style(Unit.USD, formatting.scale_for(*amounts), data.locale)
    series = [
        charts.Series(
            park,
            tuple(formatting.scaled(int(row.parks[at].contracted.value or 0), style) for row in data.years),
        )
        for at, park in enumerate(data.parks)
    ]
    option = charts.stacked_bars([str(row.year) for row in data.years], series, unit=style.head)
    lenses = tuple({row.total.contracted.lens: None for row in data.years})
    return Chart(
        "years",
        t("Contracted investment by year and park"),
        style.head,
        option,
        year_table(data, t),
        lenses,
        height=280,
    )
