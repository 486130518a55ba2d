"""An issued report carries its number and hash in every format, and nothing else is another."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from reports.content import Document, Seal
from reports.render import docx, json, page, pdf, xlsx
from tests.reports.conftest import sample_document
from tests.reports.reading import json_figures, page_text, sheet_rows, word_text

pytestmark = pytest.mark.no_database

HASH = "0123456789abcdef" * 4
TEXT = f"No. 2026-0001, SHA-256 {HASH}, issued by Lin"


@pytest.fixture(scope="module")
def sealed() -> Document:
    document = sample_document()
    blocks = tuple(block for block in document.blocks if type(block).__name__ not in ("Chart", "Table"))
    return replace(document, blocks=blocks, seal=Seal("2026-0001", HASH, TEXT))


def test_every_page_of_the_pdf_names_number_and_hash(sealed: Document) -> None:
    pages = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf.render(sealed))).pages]

    assert all("2026-0001" in text and HASH in text.replace("\n", "") for text in pages)
    assert "issued by Lin" in "".join(pages[-1].split("\n"))


def test_word_names_them_in_the_foot_and_at_the_end(sealed: Document) -> None:
    import docx as reader

    content = docx.render(sealed)
    section = reader.Document(io.BytesIO(content)).sections[0]

    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[-1].text == f"2026-0001 · SHA-256 {HASH}"
    assert TEXT in word_text(content)


def test_page_workbook_and_data_name_them(sealed: Document) -> None:
    assert TEXT in page_text(str(page.render(sealed)))
    assert any(TEXT in row for rows in sheet_rows(xlsx.render(sealed)).values() for row in rows)
    assert HASH in json.render(sealed)


def test_a_seal_changes_no_figure(sealed: Document) -> None:
    assert json_figures(json.render(sealed)) == json_figures(json.render(replace(sealed, seal=None)))
    assert "SHA-256" not in json.render(replace(sealed, seal=None))
