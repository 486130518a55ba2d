"""Tables in Word: heads that repeat on every page, merged cells, numbers to the right."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell, _Row

from reports.content import Align
from reports.render.shown import ShownCell, ShownFigures, ShownHead, ShownTable
from reports.render.word_styles import set_flag
from reports.words import Words

WIDTH, WIDE_WIDTH = 156, 225
"""Millimetres of the type area, upright and on its side."""
DENSE_COLUMNS = 7
_ALIGN = {
    Align.START: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.END: WD_ALIGN_PARAGRAPH.RIGHT,
}


def add_table(word: WordDocument, shown: ShownTable) -> None:
    rows = [row for group in shown.groups for row in group]
    is_dense = len(shown.widths) >= DENSE_COLUMNS or not shown.number
    size = 9.0 if is_dense else 10.5
    table = _start(word, shown.widths, WIDE_WIDTH if shown.is_wide else WIDTH)
    for line in _head_grid(shown.heads, len(shown.widths)):
        _add_head(table, line, size)
    _join_heads(table, shown.heads)
    for row in rows:
        _add_row(table, row, size)
    if shown.empty:
        cells = _new_row(table).cells
        _write(cells[0].merge(cells[-1]), shown.empty, Align.CENTER, size)
    if shown.total:
        _add_row(table, shown.total, size, bold=True)
    _join_groups(table, shown)


def add_figures(word: WordDocument, figures: ShownFigures, words: Words) -> None:
    """Figures side by side become rows: name, value, the amount to the cent, what it counts by."""
    table = _start(word, (27, 24, 26, 23), WIDTH)
    line = [ShownHead(text, Align.CENTER) for text in (words.figure, words.value, words.exact, words.notes)]
    _add_head(table, line, 10.5)
    for item in figures.items:
        notes = "；".join(text for text in (item.note, item.source) if text)
        row = (
            ShownCell(item.label, Align.START),
            ShownCell(item.text, Align.END),
            ShownCell(item.exact, Align.END),
            ShownCell(notes, Align.START),
        )
        _add_row(table, row, 9.5, bold_at=1)


def _start(word: WordDocument, widths: Sequence[int], total: int) -> WordTable:
    table: WordTable = word.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _draw_lines(table)
    for column, share in zip(table.columns, widths, strict=True):
        column.width = Mm(total * share / sum(widths))
    return table


def _draw_lines(table: WordTable) -> None:
    """Thin grey lines, heavier above and below; a millimetre between text and line."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        heavy = side in ("top", "bottom")
        line.set(qn("w:val"), "nil" if side in ("left", "right") else "single")
        line.set(qn("w:sz"), "10" if heavy else "4")
        line.set(qn("w:color"), "000000" if heavy else "9AA4B1")
        borders.append(line)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "57")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    # The schema wants them before the layout and the look.
    place = properties.find(qn("w:tblLayout"))
    place.addprevious(borders)
    place.addnext(margins)


def _new_row(table: WordTable) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    return row


def _head_grid(heads: Sequence[Sequence[ShownHead]], columns: int) -> list[list[ShownHead | None]]:
    """Heads laid out by row and column; None where one above or beside reaches over."""
    grid: list[list[ShownHead | None]] = [[None] * columns for _ in heads]
    at = 0
    below = iter(heads[1] if len(heads) > 1 else ())
    for head in heads[0]:
        grid[0][at] = head
        if len(heads) > 1 and head.rows == 1:
            for step in range(head.columns):
                grid[1][at + step] = next(below)
        at += head.columns
    return grid


def _add_head(table: WordTable, line: Sequence[ShownHead | None], size: float) -> None:
    row = _new_row(table)
    properties = row._tr.get_or_add_trPr()
    set_flag(properties, "w:cantSplit")
    set_flag(properties, "w:tblHeader")
    for cell, head in zip(row.cells, line, strict=True):
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "EEF2F6")
        cell._tc.get_or_add_tcPr().append(shade)
        if head is not None:
            _write(cell, head.text, Align.CENTER, size, bold=True)
            # A head never stands alone at the foot of a page.
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _join_heads(table: WordTable, heads: Sequence[Sequence[ShownHead]]) -> None:
    at = 0
    for head in heads[0]:
        first = table.cell(0, at)
        if head.columns > 1 or head.rows > 1:
            _join(first, table.cell(head.rows - 1, at + head.columns - 1))
        at += head.columns


def _add_row(
    table: WordTable, row: Sequence[ShownCell], size: float, *, bold: bool = False, bold_at: int = -1
) -> None:
    line = _new_row(table)
    set_flag(line._tr.get_or_add_trPr(), "w:cantSplit")
    for at, (cell, shown) in enumerate(zip(line.cells, row, strict=True)):
        if shown.span:
            _write(cell, shown.text, shown.align, size, bold=bold or at == bold_at)


def _join_groups(table: WordTable, shown: ShownTable) -> None:
    number = len(shown.heads)
    for group in shown.groups:
        for at, cell in enumerate(group[0]):
            if cell.span > 1:
                _join(table.cell(number, at), table.cell(number + cell.span - 1, at))
        number += len(group)


def _join(first: _Cell, last: _Cell) -> None:
    """Merging appends the empty paragraphs of the cells it takes; they go again."""
    merged = first.merge(last)
    for paragraph in merged.paragraphs[1:]:
        if not paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)


def _write(cell: _Cell, text: str, align: Align, size: float, *, bold: bool = False) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = _ALIGN[align]
    layout = paragraph.paragraph_format
    layout.line_spacing = Pt(size * 1.4)
    layout.space_before = layout.space_after = Pt(1.5)
    run = paragraph.add_run(printable(text))
    run.font.size = Pt(size)
    run.font.bold = bold


def printable(text: str) -> str:
    """XML knows no control characters."""
    return "".join(sign for sign in text if sign in "\t\n" or sign.isprintable() or ord(sign) >= 0xA0)
