"""A report as a workbook: a cover, the figures, and a sheet per table with raw values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kernel.clock import format_moment
from kernel.figures import Figure, Unit
from kernel.money import format_minor
from reports import formatting
from reports.content import (
    Cell,
    Column,
    Document,
    FigureItem,
    Kind,
    Scale,
    Table,
    items_of,
    lenses_in,
    tables_of,
)
from reports.render.shown import show_heads, source_line, unit_line

MAX_DIGITS = 15
"""What a spreadsheet keeps of a number; more go in as text, to the cent."""
NAME_LENGTH = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NUMBERS = {
    Unit.USD: "#,##0.00",
    Unit.CNY: "#,##0.00",
    Unit.COUNT: "#,##0",
    Unit.PERCENT: "0.00",
    Unit.PLAIN: "#,##0.##########",
}
_UNIT_OF = {Kind.USD: Unit.USD, Kind.CNY: Unit.CNY, Kind.COUNT: Unit.COUNT, Kind.PERCENT: Unit.PERCENT}


class Sheets:
    """The workbook being written, with its formats and the names already taken."""

    def __init__(self, book: Workbook, document: Document) -> None:
        self.book = book
        self.document = document
        self.taken: set[str] = set()
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format(
            {"bold": True, "bg_color": "#EEF2F6", "border": 1, "align": "center", "text_wrap": True}
        )
        self.quiet = book.add_format({"font_color": "#555555"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "center"})
        self.numbers = {unit: book.add_format({"num_format": form}) for unit, form in _NUMBERS.items()}
        self.right = book.add_format({"align": "right", "num_format": "@"})

    def add(self, name: str) -> Worksheet:
        return self.book.add_worksheet(self.free_name(name))

    def free_name(self, name: str) -> str:
        """A name that a spreadsheet takes: short, without signs of its own, not yet used."""
        clean = _FORBIDDEN.sub(" ", name).strip()[:NAME_LENGTH] or "-"
        free, number = clean, 2
        while free.casefold() in self.taken:
            free = f"{clean[: NAME_LENGTH - len(str(number)) - 1]} {number}"
            number += 1
        self.taken.add(free.casefold())
        return free


def render(document: Document) -> bytes:
    output = BytesIO()
    with xlsxwriter.Workbook(output, _OPTIONS) as book:
        book.set_properties(
            {
                "title": document.title,
                "subject": document.subtitle,
                "author": document.issuer,
                "created": document.known_at.replace(tzinfo=None),
            }
        )
        sheets = Sheets(book, document)
        _write_cover(sheets)
        _write_figures(sheets)
        for table in tables_of(document):
            _write_table(sheets, table)
    return output.getvalue()


def _write_cover(sheets: Sheets) -> None:
    document, words = sheets.document, sheets.document.words
    sheet = sheets.add(words.cover)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 80)
    known = formatting.show_moment(document.known_at, document.locale, words.beijing_time)
    lines: list[tuple[str, str]] = [
        (words.document_number, document.document_number),
        (words.as_of, document.as_of.isoformat()),
        (words.known_at, f"{known} {format_moment(document.known_at)}"),
        *((words.lens, f"{name} ({key})") for key, name in document.lenses.items()),
        (words.notes, words.as_text),
        (words.notes, document.seal.text if document.seal else ""),
        *((words.table, table.title) for table in tables_of(document)),
    ]
    sheet.write_string(0, 0, document.title, sheets.title)
    sheet.write_string(1, 0, document.subtitle)
    sheet.write_string(2, 0, document.notice, sheets.quiet)
    for row, (label, text) in enumerate(((label, text) for label, text in lines if text), start=4):
        sheet.write_string(row, 0, label, sheets.quiet)
        sheet.write_string(row, 1, text, sheets.text)


def _write_figures(sheets: Sheets) -> None:
    document, words = sheets.document, sheets.document.words
    sheet = sheets.add(words.figures)
    heads = (words.figure, words.value, words.unit, words.lens, words.as_of, words.known_at, words.rows)
    _write_heads(sheets, sheet, 0, heads)
    for at, width in enumerate((40, 24, 12, 26, 14, 24, 14)):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(1, 0)
    for row, item in enumerate(items_of(document), start=1):
        figure = item.figure
        sheet.write_string(row, 0, item.label)
        _write_cell(sheets, sheet, (row, 1), figure, None)
        sheet.write_string(row, 2, _unit_word(item, document))
        sheet.write_string(row, 3, document.lens_name(figure.lens))
        _write_cell(sheets, sheet, (row, 4), figure.as_of, None)
        sheet.write_string(row, 5, format_moment(figure.known_at))
        _write_cell(sheets, sheet, (row, 6), figure.row_count, None)


def _unit_word(item: FigureItem, document: Document) -> str:
    if item.figure.is_money:
        return formatting.money_style(item.figure.unit, Scale.UNIT, document.locale).head
    return "%" if item.figure.unit is Unit.PERCENT else item.unit_word


def _write_table(sheets: Sheets, table: Table) -> None:
    """Title, lens and as-of, units, heads, rows, total, notes; in this order, as the memory is constant."""
    document = sheets.document
    sheet = sheets.add(table.title)
    sheet.write_string(0, 0, table.title, sheets.title)
    sheet.write_string(1, 0, source_line(document, lenses_in(table)), sheets.quiet)
    sheet.write_string(2, 0, unit_line(document, table, raw=True), sheets.quiet)
    _write_heads(sheets, sheet, 3, _flat_heads(document, table))
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, _width(column))
    sheet.freeze_panes(4, 0)
    for number, row in enumerate(table.all_rows, start=4):
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _write_cell(sheets, sheet, (number, at), cell, column)
    if table.note:
        sheet.write_string(len(table.all_rows) + 5, 0, table.note, sheets.quiet)


def _write_heads(sheets: Sheets, sheet: Worksheet, row: int, heads: Sequence[str]) -> None:
    for at, head in enumerate(heads):
        sheet.write_string(row, at, head, sheets.head)


def _flat_heads(document: Document, table: Table) -> list[str]:
    """One line, so that rows can be filtered: a shared head goes before its columns' own."""
    lines = show_heads(document, table, raw=True)
    lower = iter(lines[-1] if len(lines) > 1 else ())
    flat: list[str] = []
    for head in lines[0]:
        if head.rows == 1 and len(lines) > 1:
            flat.extend(f"{head.text} · {next(lower).text}" for _ in range(head.columns))
        else:
            flat.append(head.text)
    return flat


def _width(column: Column) -> int:
    by_kind = {Kind.TEXT: 20, Kind.USD: 22, Kind.CNY: 22, Kind.FIGURE: 22, Kind.DATE: 12}
    return max(by_kind.get(column.kind, 12), column.weight)


def _write_cell(
    sheets: Sheets, sheet: Worksheet, place: tuple[int, int], cell: Cell, column: Column | None
) -> None:
    row, at = place
    if cell is None:
        return
    if isinstance(cell, Figure):
        _write_number(sheets, sheet, place, cell.value, cell.unit)
    elif isinstance(cell, str):
        sheet.write_string(row, at, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, at, datetime(cell.year, cell.month, cell.day), sheets.day)  # noqa: DTZ001
    else:
        unit = _UNIT_OF.get(column.kind, Unit.PLAIN) if column else Unit.COUNT
        _write_number(sheets, sheet, place, cell, unit)


def _write_number(
    sheets: Sheets, sheet: Worksheet, place: tuple[int, int], value: int | Decimal | None, unit: Unit
) -> None:
    if value is None:
        return
    is_money = unit in (Unit.USD, Unit.CNY)
    exact = Decimal(value).scaleb(-2) if is_money else Decimal(value)
    form: Format = sheets.numbers[unit]
    if len(exact.as_tuple().digits) - _trailing_zeros(exact) <= MAX_DIGITS:
        sheet.write_number(*place, exact, form)
    else:
        text = format_minor(int(value)) if is_money else f"{exact:f}"
        sheet.write_string(*place, text, sheets.right)


def _trailing_zeros(number: Decimal) -> int:
    digits = "".join(map(str, number.as_tuple().digits))
    return len(digits) - len(digits.rstrip("0"))
