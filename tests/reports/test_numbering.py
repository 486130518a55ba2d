"""Headings count as official documents do; tables and charts through."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from reports.content import Locale
from reports.documents.receipt import ReceiptInput, build
from reports.render.numbering import chinese_number, numbers_of
from reports.render.titles import title_lines
from tests.reports.conftest import sample_document

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_numbers_are_written_in_characters(number: int, text: str) -> None:
    assert chinese_number(number) == text


def test_a_number_beyond_the_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="1 to 99"):
        chinese_number(100)


def test_chinese_headings_follow_the_standard_and_restart_below_each_other() -> None:
    headings = numbers_of(sample_document()).headings

    assert headings["headline"] == "一、"
    assert headings["triple"] == "（一）"
    assert headings["pace"] == "（二）"
    assert headings["parks"] == "二、"
    assert headings["park-indicators"] == "（一）"


def test_english_headings_count_in_decimals() -> None:
    headings = numbers_of(sample_document(Locale.EN)).headings

    assert (headings["parks"], headings["park-stages"]) == ("2. ", "2.2 ")


def test_a_long_title_breaks_behind_its_bracket() -> None:
    assert title_lines("海峡两岸产业合作区（湖南）规划实施进展报告") == [
        "海峡两岸产业合作区（湖南）",
        "规划实施进展报告",
    ]
    assert title_lines("海峡两岸产业合作区（湖南）人才认定决定书") == [
        "海峡两岸产业合作区（湖南）",
        "人才认定决定书",
    ]
    assert title_lines("进展报告") == ["进展报告"]


def test_english_behind_a_chinese_name_is_not_broken_inside_a_word() -> None:
    assert title_lines("示例智慧機械股份有限公司總部基地: measures for one firm") == [
        "示例智慧機械股份有限公司總部基地:",
        "measures for one firm",
    ]


def test_the_only_table_of_a_receipt_has_no_number_and_its_head_counts_nothing() -> None:
    day = date(2024, 6, 10)
    receipt = build(
        ReceiptInput(
            zone="海峡两岸产业合作区（湖南）",
            number="YJ-7KQ2-M9XA-4TPC",
            adviser="示例顾问",
            firm="示例企业",
            firm_other="",
            business_number="",
            proposal="设厂",
            park="",
            introduced_on=day,
            received_on=day,
            received_at=datetime(2024, 6, 10, 2, tzinfo=UTC),
            received="2024-06-10 10:00:00",
            papers=(),
            locale=Locale.ZH_HANS,
        ),
        str,
    )

    assert dict(numbers_of(receipt).tables) == {"receipt": ""}
    assert (receipt.issuer, receipt.signed_on) == ("海峡两岸产业合作区（湖南）", day)
    assert "示例顾问" in receipt.subtitle
