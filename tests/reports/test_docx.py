"""The Word file: styles, not looks; heads that repeat; Chinese fonts by name."""

from __future__ import annotations

import io

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from PIL import Image

from reports.content import Heading
from tests.reports.conftest import Outputs
from tests.reports.reading import word_text
from tests.reports.sample import HOSTILE

pytestmark = pytest.mark.no_database


@pytest.fixture
def word(outputs: Outputs) -> WordDocument:
    return docx.Document(io.BytesIO(outputs.docx))


def test_headings_are_headings(word: WordDocument, outputs: Outputs) -> None:
    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]

    expected = [block for block in outputs.document.blocks if isinstance(block, Heading)]
    assert [int(name[-1]) for name, _ in headings] == [block.level for block in expected]
    assert all(text.endswith(block.text) for (_, text), block in zip(headings, expected, strict=True))


def test_chinese_text_names_its_fonts(word: WordDocument) -> None:
    def font(name: str) -> str:
        return word.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))

    assert [font(name) for name in ("Normal", "Heading 1", "Heading 2")] == ["仿宋", "黑体", "楷体"]


def test_heads_of_tables_repeat_and_rows_stay_whole(word: WordDocument) -> None:
    assert len(word.tables) > 10
    for table in word.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_cells_that_say_the_same_are_joined(word: WordDocument) -> None:
    years = next(table for table in word.tables if table.cell(0, 0).text == "年度")

    assert years.cell(1, 0)._tc is years.cell(4, 0)._tc
    assert years.cell(4, 0)._tc is not years.cell(5, 0)._tc


def test_a_head_over_several_columns_is_one_cell(word: WordDocument) -> None:
    stages = next(table for table in word.tables if table.cell(0, 3).text == "签约")

    assert stages.cell(0, 3)._tc is stages.cell(0, 5)._tc
    assert [stages.cell(1, at).text for at in (3, 4, 5)] == ["意向", "框架", "正式"]
    assert stages.cell(0, 0)._tc is stages.cell(1, 0)._tc


def test_pages_have_the_official_margins_and_wide_tables_a_page_on_its_side(word: WordDocument) -> None:
    upright, wide = (
        next(one for one in word.sections if (one.page_width > one.page_height) is is_wide)
        for is_wide in (False, True)
    )

    margins = (upright.top_margin, upright.right_margin, upright.bottom_margin, upright.left_margin)
    assert [round(margin.mm) for margin in margins] == [37, 26, 35, 28]
    assert (round(wide.page_width.mm), round(wide.page_height.mm)) == (297, 210)


def test_pages_are_numbered_by_a_field_on_both_sides(word: WordDocument) -> None:
    section = word.sections[0]

    assert word.settings.odd_and_even_pages_header_footer is True
    for footer in (section.footer, section.even_page_footer):
        assert [code.text for code in footer._element.iter(qn("w:instrText"))] == ["PAGE"]


def test_every_chart_is_a_picture_with_a_description(word: WordDocument) -> None:
    assert len(word.inline_shapes) == 6
    for shape in word.inline_shapes:
        assert shape._inline.find(qn("wp:docPr")).get("descr")
        relation = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
        picture = Image.open(io.BytesIO(word.part.related_parts[relation].blob))
        assert picture.width == 1920
        assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 5


def test_the_file_says_what_it_is(word: WordDocument, outputs: Outputs) -> None:
    assert word.core_properties.title == outputs.document.title
    assert word.core_properties.created.isoformat().startswith("2025-01-10T02:00:00")


def test_text_from_people_stays_text(hostile_outputs: Outputs) -> None:
    text = word_text(hostile_outputs.docx)

    assert HOSTILE in text
    assert "+1{b|c}" in text
