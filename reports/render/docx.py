"""A report as a Word file: real styles, repeating heads, pictures of the charts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports import formatting
from reports.content import DefinitionList, Document, Heading, Notice
from reports.render import charts, codes
from reports.render.pieces import ChartPiece, CodePiece, Piece, pieces, sections
from reports.render.shown import PRINTED_ROWS, ShownFigure, ShownFigures, ShownTable, colon_of
from reports.render.titles import title_lines
from reports.render.word_styles import INDENT, number_pages, set_page, set_styles
from reports.render.word_tables import WIDTH, add_figures, add_table, printable

GENERATOR = "Xiangtai CRM"
CODE_WIDTH = 28
"""Millimetres: what a telephone reads at arm's length."""


def render(document: Document) -> bytes:
    """A .docx file.

    Raises:
        ChartsUnavailableError: the charts can't be drawn.
    """
    drawings = charts.draw(document, pictures=True)
    word = docx.Document()
    set_styles(word, document.locale)
    set_page(word.sections[0], is_wide=False)
    number_pages(word, document.seal.line if document.seal else "")
    _set_properties(word, document)
    writer = _Writer(word, document, drawings)
    writer.write_head()
    writer.write_sections(sections(list(pieces(document, rows=PRINTED_ROWS))))
    writer.write_signature()
    writer.write_seal()
    output = BytesIO()
    word.save(output)
    return output.getvalue()


def _set_properties(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    properties.title = printable(document.title)[:255]
    properties.subject = printable(document.subtitle)[:255]
    properties.author = printable(document.issuer or GENERATOR)[:255]
    properties.keywords = f"{document.name}, {document.as_of.isoformat()}"
    properties.language = document.locale.tag
    properties.comments = ""
    moment = document.known_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.created = properties.modified = moment


class _Writer:
    """Writes one document from top to bottom."""

    def __init__(
        self, word: WordDocument, document: Document, drawings: Mapping[str, charts.Drawing]
    ) -> None:
        self.word = word
        self.document = document
        self.drawings = drawings
        self.writers: dict[str, Any] = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "figures": self._figures,
            "table": self._table,
            "chart": self._chart,
            "definitions": self._definitions,
            "notice": self._notice,
            "code": self._code,
        }

    def write_head(self) -> None:
        document, words, colon = self.document, self.document.words, colon_of(self.document)
        if document.notice:
            self._note(document.notice, WD_ALIGN_PARAGRAPH.CENTER)
        if document.document_number:
            self._add(document.document_number, "Subtitle")
        self._add("\n".join(title_lines(document.title)), "Title")
        if document.subtitle:
            self._add(document.subtitle, "Subtitle")
        if document.signed_on is not None:
            return
        known = formatting.show_moment(document.known_at, document.locale, words.beijing_time)
        as_of = formatting.show_date(document.as_of, document.locale)
        lines = f"{words.as_of}{colon}{as_of}\n{words.known_at}{colon}{known}"
        self._note(lines, WD_ALIGN_PARAGRAPH.CENTER)

    def write_sections(self, parts: list[tuple[bool, list[Piece]]]) -> None:
        for at, (is_wide, members) in enumerate(parts):
            if at:
                set_page(self.word.add_section(WD_SECTION.NEW_PAGE), is_wide=is_wide)
            for piece in members:
                self.writers[piece.kind](piece.content)

    def write_signature(self) -> None:
        document = self.document
        if document.signed_on is None:
            return
        lines = f"{document.issuer}\n{formatting.show_date(document.signed_on, document.locale)}"
        paragraph = self.word.add_paragraph(printable(lines))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.space_before = Pt(24)
        paragraph.paragraph_format.keep_together = True

    def write_seal(self) -> None:
        if self.document.seal is not None:
            self._note(self.document.seal.text)

    def _add(self, text: str, style: str) -> Any:
        return self.word.add_paragraph(printable(text), style=style)

    def _note(self, text: str, alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT) -> Any:
        paragraph = self._add(text, "Quote")
        paragraph.alignment = alignment
        return paragraph

    def _heading(self, content: tuple[Heading, str]) -> None:
        heading, number = content
        self._add(f"{number}{heading.text}", f"Heading {min(heading.level, 3)}")

    def _paragraph(self, runs: list[str | ShownFigure]) -> None:
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.first_line_indent = INDENT if self.document.locale.is_chinese else None
        for run in runs:
            paragraph.add_run(printable(run if isinstance(run, str) else run.text))

    def _figures(self, figures: ShownFigures) -> None:
        add_figures(self.word, figures, self.document.words)
        self._note(figures.source)

    def _table(self, shown: ShownTable) -> None:
        if shown.title:
            self._add(f"{shown.number}　{shown.title}" if shown.number else shown.title, "Caption")
        if shown.unit_line:
            self._note(shown.unit_line, WD_ALIGN_PARAGRAPH.RIGHT).paragraph_format.keep_with_next = True
        add_table(self.word, shown)
        for note in shown.notes:
            self._note(note)

    def _chart(self, piece: ChartPiece) -> None:
        chart, chinese = piece.chart, self.document.locale.is_chinese
        unit = (f"（{chart.unit}）" if chinese else f" ({chart.unit})") if chart.unit else ""
        self._add(f"{piece.number}　{chart.title}{unit}", "Caption")
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(BytesIO(self.drawings[chart.key].png), width=Mm(WIDTH))
        picture._inline.find(qn("wp:docPr")).set("descr", printable(chart.title))
        stop = "；" if chinese else "; "
        self._note(stop.join(text for text in (piece.source, piece.see) if text))
        if not piece.see:
            self._table(piece.table)

    def _definitions(self, block: DefinitionList) -> None:
        self._add(block.title, "Caption")
        colon = colon_of(self.document)
        for item in block.items:
            paragraph = self.word.add_paragraph()
            paragraph.paragraph_format.line_spacing = Pt(18)
            paragraph.paragraph_format.space_before = Pt(4)
            term = paragraph.add_run(printable(item.term + colon))
            term.font.bold = True
            text = paragraph.add_run(printable(item.text))
            term.font.size = text.font.size = Pt(10.5)
            details = "　".join(f"{name}{colon}{value}" for name, value in item.details)
            if details:
                self._note(details)

    def _code(self, piece: CodePiece) -> None:
        code = piece.code
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(BytesIO(codes.png_of(code)), width=Mm(CODE_WIDTH))
        picture._inline.find(qn("wp:docPr")).set("descr", printable(code.label))
        self._note(f"{code.label}\n{code.address}")

    def _notice(self, block: Notice) -> None:
        paragraph = self.word.add_paragraph()
        paragraph.add_run(printable(f"{block.label}{colon_of(self.document)}")).font.bold = True
        paragraph.add_run(printable(block.text))
