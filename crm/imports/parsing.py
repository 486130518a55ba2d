"""From the cells of a sheet to rows of values: every cell that can't be read is named."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from crm.imports import rules
from crm.imports.cells import CellError, restored
from crm.imports.columns import COLUMNS, FREE, KEY, Column, column_named
from crm.imports.readers.files import read_sheet
from crm.imports.readers.sheets import Cell, Sheet, Unreadable
from crm.imports.rows import Row
from crm.imports.rules import Kind
from kernel.errors import RuleError


def read_rows(kind: Kind, content: bytes, file_name: str) -> list[Row]:
    """The rows of a file, with their unreadable cells marked.

    Raises:
        RuleError: the file itself can't be taken: its form, its size or its head.
    """
    sheet = read_sheet(content, file_name)
    columns = read_head(kind, sheet.head)
    return [parse_row(number, cells, columns) for number, cells in _filled(sheet)]


def read_head(kind: Kind, head: Sequence[Cell]) -> list[Column]:
    """The columns of the first line.

    Raises:
        RuleError: unknown columns, each by its name; one that stands there twice; or the key is missing.
    """
    names = [cell if isinstance(cell, str) else cell.shown for cell in head]
    found = [column_named(kind, name) for name in names]
    unknown = [
        name.strip() or _("(blank)") for name, column in zip(names, found, strict=True) if column is None
    ]
    if unknown:
        raise RuleError(
            _(
                "Unknown columns: %(unknown)s. Known are: %(known)s.",
                unknown=", ".join(name[:60] for name in unknown[:20]),
                known=", ".join(column.name for column in COLUMNS[kind]),
            )
        )
    columns = [column for column in found if column is not None]
    twice = sorted({column.name for column in columns if columns.count(column) > 1})
    if twice:
        raise RuleError(_("These columns stand there twice: %(names)s.", names=", ".join(twice)))
    missing = [column.name for column in COLUMNS[kind] if column.need is KEY and column not in columns]
    if missing:
        raise RuleError(_("These columns are missing: %(names)s.", names=", ".join(missing)))
    return columns


def parse_row(number: int, cells: Sequence[Cell], columns: Sequence[Column]) -> Row:
    row = Row(number)
    for column, cell in zip(columns, cells, strict=False):
        _parse_cell(row, column, cell)
    if any(_is_filled(cell) for cell in cells[len(columns) :]):
        row.refuse("", _("The row has more cells than the head has columns."))
    for column in columns:
        if column.need is KEY and not row.gives(column.name) and not row.is_refused(column.name):
            row.refuse(column.name, _("It is needed in every row."))
    return row


def _filled(sheet: Sheet) -> Iterator[tuple[int, Sequence[Cell]]]:
    taken = 0
    for number, cells in sheet.rows:
        if not any(_is_filled(cell) for cell in cells):
            continue
        taken += 1
        if taken > rules.MAX_ROWS:
            raise RuleError(
                _("The file has more than %(limit)s rows; split it.", limit=f"{rules.MAX_ROWS:,}")
            )
        yield number, cells


def _is_filled(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def _parse_cell(row: Row, column: Column, cell: Cell) -> None:
    if isinstance(cell, Unreadable):
        row.refuse(column.name, cell.reason)
        return
    text = cell.strip()
    if not text:
        return
    if len(text) > rules.MAX_CELL:
        row.refuse(column.name, _("It holds more than %(limit)s characters.", limit=f"{rules.MAX_CELL:,}"))
    elif text == rules.MASKED:
        row.masked.add(column.name)
    elif unicodedata.normalize("NFKC", text).casefold() == rules.CLEAR:
        _clear(row, column)
    else:
        _read(row, column, restored(text))


def _clear(row: Row, column: Column) -> None:
    if column.need is not FREE:
        row.refuse(column.name, _("It is needed, and can't be emptied."))
    else:
        row.given[column.name] = None


def _read(row: Row, column: Column, text: str) -> None:
    try:
        row.given[column.name] = column.content.read(text)
    except CellError as error:
        row.refuse(column.name, error.reason)
