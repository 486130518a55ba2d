"""The plan's indicators: baseline, target, latest verified value."""

from __future__ import annotations

from reports import charts, formatting
from reports.content import Align, Block, Chart, Column, Heading, Kind, Table
from reports.documents.progress.data import ProgressInput
from reports.words import Translate


def blocks(data: ProgressInput, t: Translate) -> tuple[Block, ...]:
    table = _table(data, t)
    return (Heading(1, t("The plan's indicators"), "indicators"), table, *_chart(data, table, t))


def _table(data: ProgressInput, t: Translate) -> Table:
    columns = (
        Column("number", t("No."), Kind.COUNT, align=Align.CENTER, weight=6),
        Column("name", t("Indicator"), weight=30),
        Column("unit", t("Unit"), align=Align.CENTER, weight=8),
        Column("baseline", t("Baseline"), align=Align.END, weight=8),
        Column("target", t("Target"), align=Align.END, weight=18),
        Column("latest", t("Latest verified"), align=Align.END, weight=10),
        Column("period", t("Period"), align=Align.CENTER, weight=9),
        Column("completion", t("Completion"), Kind.PERCENT, weight=10),
    )
    rows = tuple(
        (
            one.number,
            one.name,
            one.unit,
            one.baseline,
            one.target,
            one.latest or None,
            one.period or None,
            one.completion,
        )
        for one in data.indicators
    )
    note = t("Targets are printed as the plan states them; those without a number are not turned into one.")
    return Table("plan-indicators", t("Indicators of the plan"), columns, rows, note=note)


def _chart(data: ProgressInput, table: Table, t: Translate) -> tuple[Chart, ...]:
    measured = [one for one in data.indicators if one.completion is not None]
    if not measured:
        return ()
    series = charts.Series(
        t("Completion"),
        tuple(one.completion for one in measured),
        tuple(f"{formatting.show_percent(one.completion or 0).text}%" for one in measured),
    )
    names = [f"{one.number} {one.name}" for one in measured]
    option = charts.bars(names, [series], unit="%", horizontal=True)
    height = 60 + 34 * len(names)
    title = t("Completion of the indicators that have a number")
    return (Chart("plan-indicators", title, "%", option, table, height=height),)
