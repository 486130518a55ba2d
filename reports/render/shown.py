"""Tables, figures and charts as every printed medium shows them: text, spans, notes, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from kernel.figures import Figure
from reports import formatting
from reports.content import (
    Align,
    Cell,
    Column,
    Document,
    FigureItem,
    FigureList,
    Kind,
    Scale,
    Table,
    lenses_in,
)

#: Paper takes this many rows of a table; the rest is in the attached data.
PRINTED_ROWS = 200
WIDE_COLUMNS = 9
_WEIGHTS = {Kind.TEXT: 20, Kind.DATE: 12, Kind.COUNT: 8, Kind.PERCENT: 10}


@dataclass(frozen=True, slots=True)
class ShownCell:
    """``span`` is the number of rows it covers; 0: covered by the one above."""

    text: str
    align: Align
    value: Cell = None
    plain: str = ""
    span: int = 1

    @property
    def figure(self) -> Figure | None:
        return self.value if isinstance(self.value, Figure) else None


@dataclass(frozen=True, slots=True)
class ShownHead:
    text: str
    align: Align
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class ShownTable:
    """``groups`` are runs of rows that a page break should not part."""

    key: str
    number: str
    title: str
    unit_line: str
    heads: tuple[tuple[ShownHead, ...], ...]
    widths: tuple[int, ...]
    groups: tuple[tuple[tuple[ShownCell, ...], ...], ...]
    total: tuple[ShownCell, ...]
    notes: tuple[str, ...]
    empty: str
    is_wide: bool
    parts: bool = False

    @property
    def length(self) -> int:
        return sum(len(group) for group in self.groups)


@dataclass(frozen=True, slots=True)
class ShownFigures:
    """``source`` says what all figures share; the rest each says itself."""

    items: tuple[ShownFigure, ...]
    columns: int
    leading: bool
    source: str


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """``text`` with its unit; ``source`` names lens and as-of date; ``exact`` is the amount to the cent."""

    label: str
    text: str
    exact: str
    source: str
    note: str
    figure: Figure
    plain: str


def show_table(document: Document, table: Table, number: str = "", *, rows: int | None = None) -> ShownTable:
    """``rows`` limits what is printed; the notes then say how much was left out."""
    printed = table.rows if rows is None else table.rows[:rows]
    groups = _groups(document, table, printed)
    return ShownTable(
        key=table.key,
        number=number,
        title=table.title,
        unit_line=unit_line(document, table),
        heads=show_heads(document, table),
        widths=_widths(table),
        groups=groups,
        total=() if table.total is None else _cells(document, table, table.total),
        notes=_notes(document, table, printed),
        empty="" if table.rows else table.empty or document.words.nothing,
        is_wide=is_wide(table),
        parts=table.parts,
    )


def is_wide(table: Table) -> bool:
    """Whether a table needs a page on its side."""
    return len(table.columns) >= WIDE_COLUMNS


def show_heads(document: Document, table: Table, *, raw: bool = False) -> tuple[tuple[ShownHead, ...], ...]:
    """One line of heads, or two where columns share a head above them.

    Money's unit stands in the heads where columns differ in it or ``raw`` values are written; else
    once above the table.
    """
    heads = [_head_text(document, table, column, raw=raw) for column in table.columns]
    if not any(column.group for column in table.columns):
        return (tuple(ShownHead(text, Align.CENTER) for text in heads),)
    upper: list[ShownHead] = []
    lower: list[ShownHead] = []
    for group, members in groupby(zip(table.columns, heads, strict=True), lambda pair: pair[0].group):
        texts = [text for _, text in members]
        if group:
            upper.append(ShownHead(group, Align.CENTER, columns=len(texts)))
            lower.extend(ShownHead(text, Align.CENTER) for text in texts)
        else:
            upper.extend(ShownHead(text, Align.CENTER, rows=2) for text in texts)
    return tuple(upper), tuple(lower)


def show_figure(document: Document, item: FigureItem) -> ShownFigure:
    shown = formatting.show_item(item, document.locale)
    text = shown.text if shown.is_exact else f"{document.words.approximately}{shown.text}"
    exact = FigureItem(item.label, item.figure, Scale.UNIT, item.unit_word)
    is_scaled = item.figure.is_money and item.scale is not Scale.UNIT and item.figure.value is not None
    return ShownFigure(
        label=item.label,
        text=text,
        exact=formatting.show_item(exact, document.locale).text if is_scaled else "",
        source=_source(document, (item.figure.lens,), item.figure.as_of),
        note=item.note,
        figure=item.figure,
        plain=formatting.plain_value(item.figure),
    )


def show_figures(document: Document, block: FigureList) -> ShownFigures:
    """Lens and as-of date are said once where the figures share them, else beside each."""
    figures = [item.figure for item in block.items]
    lenses = {figure.lens for figure in figures}
    days = {figure.as_of for figure in figures}
    own_lens, own_day = len(lenses) > 1, len(days) > 1
    items = tuple(
        replace(
            show_figure(document, item),
            source=_source(
                document, (item.figure.lens,) if own_lens else (), item.figure.as_of if own_day else None
            ),
        )
        for item in block.items
    )
    shared = _source(document, () if own_lens else tuple(lenses), None if own_day else figures[0].as_of)
    columns = 3 if len(items) % 3 == 0 or len(items) > 4 else 2
    return ShownFigures(items, columns, block.leading, shared)


def source_line(document: Document, lenses: Sequence[str]) -> str:
    """Lens and as-of date, which no figure goes without."""
    return _source(document, lenses, document.as_of)


def _source(document: Document, lenses: Sequence[str], as_of: date | None) -> str:
    words, colon = document.words, colon_of(document)
    comma, stop = ("、", "；") if document.locale.is_chinese else (", ", "; ")
    names = [document.lens_name(lens) for lens in lenses if lens]
    word = words.lens if len(names) == 1 else words.lenses
    parts = [f"{word}{colon}{comma.join(names)}"] if names else []
    if as_of is not None:
        parts.append(f"{words.as_of}{colon}{as_of.isoformat()}")
    return stop.join(parts)


def colon_of(document: Document) -> str:
    return "：" if document.locale.is_chinese else ": "


def _head_text(document: Document, table: Table, column: Column, *, raw: bool) -> str:
    unit = formatting.head_unit(column, document.locale, raw=raw)
    is_money = column.kind in (Kind.USD, Kind.CNY)
    said_above = is_money and not raw and len(_money_units(document, table)) == 1
    if not unit or said_above or unit in column.label:
        return column.label
    return f"{column.label}（{unit}）" if document.locale.is_chinese else f"{column.label} ({unit})"


def _money_units(document: Document, table: Table) -> list[str]:
    """The units that the table's amounts are printed in."""
    by_head = {
        formatting.head_unit(column, document.locale)
        for column in table.columns
        if column.kind in (Kind.USD, Kind.CNY)
    }
    return sorted(by_head | _cell_units(document, table, raw=False))


def _cell_units(document: Document, table: Table, *, raw: bool) -> set[str]:
    """Units of amounts in columns whose heads can't say them, since their cells differ."""
    return {
        formatting.money_style(cell.unit, Scale.UNIT if raw else column.scale, document.locale).head
        for row in table.all_rows
        for cell, column in zip(row, table.columns, strict=True)
        if column.kind is Kind.FIGURE and isinstance(cell, Figure) and cell.is_money
    }


def unit_line(document: Document, table: Table, *, raw: bool = False) -> str:
    """Units said once for the whole table."""
    units = _money_units(document, table)
    if raw or len(units) > 1:
        units = sorted(_cell_units(document, table, raw=raw))
    return f"{document.words.unit}{colon_of(document)}{' / '.join(units)}" if units else ""


def _notes(document: Document, table: Table, printed: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    words = document.words
    notes = [source_line(document, lenses_in(table))] if any(lenses_in(table)) else []
    if table.note:
        notes.append(table.note)
    if _is_rounded(document, table):
        notes.append(words.rounded)
    if len(printed) < len(table.rows):
        notes.append(words.shortened % {"shown": len(printed), "all": len(table.rows)})
    return tuple(notes)


def _is_rounded(document: Document, table: Table) -> bool:
    """Whether any amount lost cents; rates are rounded by definition and need no saying."""
    return any(
        not formatting.show_cell(cell, column, document.locale).is_exact
        for row in table.all_rows
        for cell, column in zip(row, table.columns, strict=True)
    )


def _widths(table: Table) -> tuple[int, ...]:
    """Shares of the width in percent."""
    weights = [column.weight or _WEIGHTS.get(column.kind, 14) for column in table.columns]
    return tuple(round(weight * 100 / sum(weights)) for weight in weights)


def _cells(
    document: Document, table: Table, row: Sequence[Cell], spans: Sequence[int] = ()
) -> tuple[ShownCell, ...]:
    return tuple(
        ShownCell(
            text=formatting.show_cell(cell, column, document.locale).text,
            align=column.alignment,
            value=cell,
            plain=formatting.plain_value(cell, column),
            span=spans[at] if spans else 1,
        )
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True))
    )


def _groups(
    document: Document, table: Table, rows: Sequence[Sequence[Cell]]
) -> tuple[tuple[tuple[ShownCell, ...], ...], ...]:
    """Rows that share their merged cells stand together; a table without merged columns is one group."""
    merged = [at for at, column in enumerate(table.columns) if column.merges]
    if not merged:
        return (tuple(_cells(document, table, row) for row in rows),) if rows else ()
    shown = []
    for _, members in groupby(rows, lambda row: [row[at] for at in merged]):
        group = list(members)
        first = [len(group) if column.merges else 1 for column in table.columns]
        later = [0 if column.merges else 1 for column in table.columns]
        shown.append(
            tuple(
                _cells(document, table, row, first if number == 0 else later)
                for number, row in enumerate(group)
            )
        )
    return tuple(shown)
