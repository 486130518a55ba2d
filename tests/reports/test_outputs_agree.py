"""Page, PDF, Word, Excel and JSON say the same figures: one tree, five layouts."""

from __future__ import annotations

import io

import pypdf
import pytest

from tests.reports.conftest import Outputs
from tests.reports.reading import (
    amounts_in,
    chart_labels,
    exact_values,
    figures_told,
    json_figures,
    page_figures,
    page_text,
    sheet_values,
    word_text,
)

pytestmark = pytest.mark.no_database


def test_page_and_json_carry_exactly_the_figures_of_the_tree(outputs: Outputs) -> None:
    expected = figures_told(outputs.document)

    assert len(expected) > 150
    assert page_figures(outputs.page) == expected
    assert json_figures(outputs.json) == expected


def test_the_pdf_carries_the_same_data_as_an_attachment(outputs: Outputs) -> None:
    attachments = pypdf.PdfReader(io.BytesIO(outputs.pdf)).attachments

    assert list(attachments) == ["figures.json"]
    assert attachments["figures.json"][0].decode() == outputs.json


def test_the_workbook_holds_every_figure_unrounded(outputs: Outputs) -> None:
    assert exact_values(outputs.document) <= sheet_values(outputs.xlsx)


def test_page_pdf_and_word_print_the_same_amounts(outputs: Outputs) -> None:
    on_page = amounts_in(page_text(outputs.page))
    in_charts = amounts_in(chart_labels(outputs.document))

    assert len(on_page) > 150
    assert amounts_in(word_text(outputs.docx)) == on_page
    in_pdf = amounts_in(outputs.pdf_text)
    assert on_page - in_pdf == set()
    assert in_pdf - on_page <= in_charts


def test_every_output_names_lenses_and_dates(outputs: Outputs) -> None:
    for text in (page_text(outputs.page), outputs.pdf_text, word_text(outputs.docx), outputs.json):
        for word in ("规划口径", "协议口径", "2024-12-31"):
            assert word in text
