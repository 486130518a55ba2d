"""How high a table will stand on an upright page, by estimate: whether a page break may be kept out of it."""

from __future__ import annotations

import math
from unicodedata import east_asian_width

from reports.render.shown import ShownCell, ShownTable

HALF_A_PAGE = 115
"""Millimetres. What is higher would be pushed to the next page whole, and leave its heading behind."""
LINE, PADDING = 5.3, 2.5
LETTERS = 80
"""Narrow letters on a line of the whole width; a Chinese character takes the room of two."""


def stays_together(table: ShownTable, rows: int) -> bool:
    """``rows`` is the most that any table keeps on one page."""
    return not table.parts and table.length <= rows and height_of(table) <= HALF_A_PAGE


def height_of(table: ShownTable) -> float:
    """Millimetres of all its rows."""
    rows = (row for group in table.groups for row in group)
    return sum(PADDING + LINE * _lines(row, table.widths) for row in rows)


def _lines(row: tuple[ShownCell, ...], widths: tuple[int, ...]) -> int:
    """Of the cell that wraps most; a cell that covers several rows is none of this row's own."""
    own = (pair for pair in zip(row, widths, strict=True) if pair[0].span == 1)
    return max((math.ceil(_room(cell.text) * 100 / (LETTERS * width)) for cell, width in own), default=1) or 1


def _room(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
