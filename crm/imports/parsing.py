"""From the cells of a sheet to rows of values: every cell that can't be read is named."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from crm.imports import rules
from crm.imports.cells import CellError, restored
from crm.imports.columns import COLUMNS, FREE, KEY, Column, column_named, fold_heading, is_remark
from crm.imports.readers.files import read_sheet
from crm.imports.readers.sheets import Cell, Sheet, Unreadable
from crm.imports.rows import Row
from crm.imports.rules import Kind
from kernel.errors import RuleError

NO_MAPPING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look at a file shows: its headings, those that name no column, how many rows follow."""

    heads: Sequence[str]
    unknown: Sequence[str]
    rows: int


def look_at(kind: Kind, content: bytes, file_name: str) -> Look:
    """Raises RuleError: the file itself can't be taken."""
    sheet = read_sheet(content, file_name)
    heads = _headings(sheet.head)
    unknown = [head for head in heads if column_named(kind, head) is None and not is_remark(head)]
    return Look(heads, unknown, sum(1 for _row in _filled(sheet)))


def read_rows(
    kind: Kind, content: bytes, file_name: str, mapping: Mapping[str, str] = NO_MAPPING
) -> list[Row]:
    """The rows of a file, with their unreadable cells marked; ``mapping`` as in :func:`read_head`.

    Raises:
        RuleError: the file itself can't be taken: its form, its size or its head.
    """
    sheet = read_sheet(content, file_name)
    columns = read_head(kind, sheet.head, mapping)
    return [parse_row(number, cells, columns) for number, cells in _filled(sheet)]


def read_head(
    kind: Kind, head: Sequence[Cell], mapping: Mapping[str, str] = NO_MAPPING
) -> list[Column | None]:
    """The columns of the first line; None for one that is left out.

    ``mapping`` says what a heading that isn't known means: folded heading → name of a column, or ""
    to leave its cells out.

    Raises:
        RuleError: unknown columns, each by its name; one that stands there twice; or the key is missing.
    """
    names = _headings(head)
    by_name = {column.name: column for column in COLUMNS[kind]}
    found: list[Column | None] = []
    unknown: list[str] = []
    for name in names:
        meant = mapping.get(fold_heading(name))
        column = column_named(kind, name) or by_name.get(meant or "")
        found.append(column)
        if column is None and meant != "" and not is_remark(name):
            unknown.append(name or _("(blank)"))
    if unknown:
        raise RuleError(
            _(
                "Unknown columns: %(unknown)s. Known are: %(known)s.",
                unknown=", ".join(name[:60] for name in unknown[:20]),
                known=", ".join(by_name),
            )
        )
    _check_columns(kind, [column for column in found if column is not None])
    return found


def _check_columns(kind: Kind, columns: Sequence[Column]) -> None:
    twice = sorted({column.name for column in columns if columns.count(column) > 1})
    if twice:
        raise RuleError(_("These columns stand there twice: %(names)s.", names=", ".join(twice)))
    missing = [column.name for column in COLUMNS[kind] if column.need is KEY and column not in columns]
    if missing:
        raise RuleError(_("These columns are missing: %(names)s.", names=", ".join(missing)))


def _headings(head: Sequence[Cell]) -> list[str]:
    return [(cell if isinstance(cell, str) else cell.shown).strip() for cell in head]


def parse_row(number: int, cells: Sequence[Cell], columns: Sequence[Column | None]) -> Row:
    row = Row(number)
    for column, cell in zip(columns, cells, strict=False):
        if column is not None:
            _parse_cell(row, column, cell)
    if any(_is_filled(cell) for cell in cells[len(columns) :]):
        row.refuse("", _("The row has more cells than the head has columns."))
    for column in columns:
        if column is None or column.need is not KEY:
            continue
        if not row.gives(column.name) and not row.is_refused(column.name):
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
