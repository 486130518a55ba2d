"""Projects signed within the plan, their money, and the four rates of the field."""

from __future__ import annotations

from kernel.figures import Figure
from reports import charts, formatting
from reports.content import (
    Align,
    Block,
    Chart,
    Column,
    FigureItem,
    FigureList,
    Heading,
    Kind,
    Paragraph,
    Scale,
    Table,
)
from reports.documents.progress.data import ProgressInput
from reports.documents.progress.headline import money_item
from reports.sentences import sentence
from reports.words import Translate


def blocks(data: ProgressInput, t: Translate) -> tuple[Block, ...]:
    return (
        Heading(1, t("Projects signed"), "projects"),
        Heading(2, t("Rates of the field"), "rates"),
        _cohort(data, t),
        _rates(data, t),
        _funnel(data, t),
        Heading(2, t("Projects"), "project-list"),
        _projects(data, t),
    )


def _cohort(data: ProgressInput, t: Translate) -> Paragraph:
    rates = data.rates
    return sentence(
        t(
            "The rates are of the %(signed)s projects that core parks signed from %(since)s to %(until)s, "
            "whatever became of them: contracted %(contracted)s, arrived %(arrived)s."
        ),
        signed=FigureItem(t("Projects signed"), rates.signed),
        since=formatting.show_date(rates.since, data.locale),
        until=formatting.show_date(rates.until, data.locale),
        contracted=money_item(t("Contracted"), rates.contracted),
        arrived=money_item(t("Arrived"), rates.arrived),
    )


def _rates(data: ProgressInput, t: Translate) -> FigureList:
    rates = data.rates
    return FigureList(
        (
            FigureItem(t("Registration rate"), rates.registration, note=t("registered or further ÷ signed")),
            FigureItem(t("Start rate"), rates.start, note=t("construction or further ÷ signed")),
            FigureItem(t("Production rate"), rates.production, note=t("operating ÷ signed")),
            FigureItem(t("Arrival rate"), rates.arrival, note=t("arrived ÷ contracted, by amount")),
        )
    )


def _funnel(data: ProgressInput, t: Translate) -> Chart:
    rates = data.rates
    steps: tuple[tuple[str, Figure], ...] = (
        (t("Signed"), rates.signed),
        (t("Registered or further"), rates.registered),
        (t("Construction or further"), rates.started),
        (t("Operating"), rates.producing),
    )
    table = Table(
        "funnel",
        t("From signing to operation"),
        (Column("step", t("Stage reached")), Column("projects", t("Projects"), Kind.COUNT)),
        tuple(steps),
    )
    drawn = [
        (name, int(figure.value or 0), f"{name} {formatting.show_figure(figure, data.locale).text}")
        for name, figure in steps
    ]
    lens = (rates.signed.lens,)
    return Chart("funnel", table.title, t("projects"), charts.funnel(drawn), table, lens, height=230)


def _projects(data: ProgressInput, t: Translate) -> Table:
    size = Scale.TEN_THOUSAND
    columns = (
        Column("number", t("No."), Kind.COUNT, align=Align.CENTER, weight=5),
        Column("project", t("Project"), weight=26),
        Column("investor", t("Investor (group, rank)"), weight=24),
        Column("park", t("Park"), weight=11),
        Column("signed_on", t("Signed on"), Kind.DATE),
        Column("stage", t("Stage"), align=Align.CENTER, weight=9),
        Column("status", t("Status"), align=Align.CENTER, weight=9),
        Column("contracted", t("Contracted"), Kind.USD, size),
        Column("arrived", t("Arrived"), Kind.USD, size),
    )
    rows = tuple(
        (
            number,
            project.name,
            project.investor,
            project.park,
            project.signed_on,
            project.stage,
            project.status,
            project.contracted,
            project.arrived,
        )
        for number, project in enumerate(data.projects, 1)
    )
    rates = data.rates
    total = ("", t("Together"), "", "", "", "", "", rates.contracted, rates.arrived)
    is_excerpt = rates.signed.value is not None and len(rows) < rates.signed.value
    shown = t("%(shown)s of %(all)s projects: the largest by contracted capital; the sum is of all of them.")
    note = shown % {"shown": len(rows), "all": rates.signed.value} if is_excerpt else ""
    return Table("projects", t("Projects signed within the plan"), columns, rows, total=total, note=note)
