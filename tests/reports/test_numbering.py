"""Headings count as official documents do; tables and charts through."""

from __future__ import annotations

import pytest

from reports.content import Locale
from reports.render.numbering import chinese_number, numbers_of
from reports.render.titles import title_lines
from tests.reports.conftest import sample_document


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
    assert title_lines("进展报告") == ["进展报告"]
