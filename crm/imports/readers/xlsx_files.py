"""Excel workbooks: the first sheet, with numbers and dates exactly or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from crm.imports.readers.archives import check_workbook
from crm.imports.readers.sheets import Cell, Sheet, Unreadable
from kernel.errors import RuleError

EXACT_DIGITS = 15
"""Excel keeps no more digits of a number."""


def read_xlsx(content: bytes) -> Sheet:
    """Raises RuleError: unsafe, unreadable or empty."""
    check_workbook(content)
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        rows = _rows(sheet)
        head = next(rows, None)
    except (CalamineError, ValueError, OSError) as error:
        raise RuleError(
            _("The file is not an xlsx file that can be read; save it again in Excel.")
        ) from error
    if head is None or head[0] != 1:
        raise RuleError(_("The first sheet is empty: its first line names the columns."))
    return Sheet(_without_empty_end(head[1]), rows)


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, Sequence[Cell]]]:
    if sheet.start is None:
        return
    values: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    for number, row in enumerate(values, start=1):
        yield number, [_cell(value) for value in row]


def _without_empty_end(head: Sequence[Cell]) -> Sequence[Cell]:
    last = max((at for at, cell in enumerate(head, start=1) if cell != ""), default=0)
    return head[:last]


def _cell(value: Any) -> Cell:
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return number_cell(value)
        case datetime():
            midnight = value.time() == time.min
            return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return ""


def number_cell(value: float) -> Cell:
    """A number as its exact text; more than fifteen digits are no longer those that were typed."""
    number = Decimal(repr(value))
    if not number.is_finite():
        return ""
    digits = len(number.normalize().as_tuple().digits)
    if digits > EXACT_DIGITS or abs(number) >= 10**EXACT_DIGITS:
        return Unreadable(
            format(number, "f"),
            str(_("Excel keeps only fifteen digits of a number: format the cell as text and type it anew.")),
        )
    return format(number.normalize(), "f")
