"""The ledger's legitimate totals side by side, walked from one to another, and what each means."""

from __future__ import annotations

from kernel.figures import Unit
from reports import charts, formatting
from reports.content import (
    Block,
    Cell,
    Chart,
    Column,
    Definition,
    DefinitionList,
    Heading,
    Kind,
    Paragraph,
    Scale,
    Table,
)
from reports.documents.progress.data import Lens, ProgressInput, Walk
from reports.words import Translate


def blocks(data: ProgressInput, t: Translate) -> tuple[Block, ...]:
    explained = t(
        "The same ledger has several legitimate totals. Each figure of this report names the one it counts "
        "by; the walks below lead from the leading one to the others, line by line, and their ends agree to "
        "the cent."
    )
    return (
        Heading(1, t("Lenses and reconciliation"), "lenses"),
        Paragraph((explained,)),
        Heading(2, t("Side by side"), "lenses-beside"),
        _chart(data, t),
        lens_table(data, t),
        Heading(2, t("Reconciliation"), "reconciliation"),
        _walks(data, t),
        Heading(2, t("What each lens means"), "lens-cards"),
        DefinitionList(t("Lens cards"), tuple(_card(lens) for lens in data.lenses)),
    )


def lens_table(data: ProgressInput, t: Translate) -> Table:
    parks = tuple(
        Column(f"park-{number}", park, Kind.USD, Scale.TEN_THOUSAND)
        for number, park in enumerate(data.parks, 1)
    )
    columns = (
        Column("lens", t("Lens"), weight=24),
        Column("total", t("Total"), Kind.USD, Scale.TEN_THOUSAND),
        *parks,
        Column("linked", t("Linked areas"), Kind.USD, Scale.TEN_THOUSAND),
        Column("entries", t("Entries"), Kind.COUNT),
    )
    rows = tuple((lens.name, lens.total, *lens.parks, lens.linked, lens.entries) for lens in data.lenses)
    return Table("lenses", t("Totals under each lens"), columns, rows)


def _chart(data: ProgressInput, t: Translate) -> Chart:
    totals = [int(lens.total.value or 0) for lens in data.lenses]
    style = formatting.money_style(Unit.USD, formatting.scale_for(*totals), data.locale)
    series = charts.Series(
        t("Total"),
        tuple(formatting.scaled(total, style) for total in totals),
        tuple(formatting.show_money(total, style).text for total in totals),
    )
    names = [lens.name for lens in data.lenses]
    option = charts.bars(names, [series], unit=style.head, horizontal=True)
    height = 60 + 34 * len(names)
    title = t("The same ledger under each lens")
    return Chart("lenses", title, style.head, option, lens_table(data, t), height=height)


def _walks(data: ProgressInput, t: Translate) -> Table:
    columns = (
        Column("walk", t("From – to"), weight=26, merges=True),
        Column("line", t("Step"), weight=38),
        Column("amount", t("Amount"), Kind.USD, weight=26),
        Column("entries", t("Entries"), Kind.COUNT, weight=10),
    )
    names = {lens.key: lens.name for lens in data.lenses}
    rows = tuple(row for walk in data.walks for row in _walk_rows(walk, names))
    note = t("The ends agree to the cent.")
    return Table("walks", t("Reconciliation of the lenses"), columns, rows, note=note)


def _walk_rows(walk: Walk, names: dict[str, str]) -> list[tuple[Cell, ...]]:
    start, end = names.get(walk.start.lens, walk.start.lens), names.get(walk.end.lens, walk.end.lens)
    way = f"{start} → {end}"
    return [
        (way, start, walk.start, walk.start.row_count),
        *((way, line.label, line.figure or line.usd, line.entries) for line in walk.lines),
        (way, end, walk.end, walk.end.row_count),
    ]


def _card(lens: Lens) -> Definition:
    return Definition(lens.name, lens.meaning, lens.details)
