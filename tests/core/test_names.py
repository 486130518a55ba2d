from __future__ import annotations

import pytest

from crm.core import names

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("鴻海精密工業股份有限公司", "鸿海精密工业"),
        ("臺灣水泥股份有限公司", "台湾水泥"),
        ("ＡＳＵＳ Co., Ltd.", "asus"),
        ("Hon Hai Precision Industry Co., Ltd.", "HON HAI PRECISION INDUSTRY"),
    ],
)
def test_two_writings_of_one_name_meet(one: str, other: str) -> None:
    assert names.fold(one) == names.fold(other)


def test_a_name_that_is_only_a_suffix_is_kept() -> None:
    assert names.fold("集团") == "集团"


@pytest.mark.parametrize(
    ("name", "spoken"),
    [("長榮海運", "changronghaiyun"), ("台灣銀行", "taiwanyinhang"), ("重鵬", "chongpeng")],
)
def test_names_are_spoken_as_they_are_called(name: str, spoken: str) -> None:
    assert names.pinyin(name) == spoken


def test_tokens_hold_pairs_words_pinyin_and_initials_from_every_syllable() -> None:
    found = names.tokens(["鴻海精密", "Hon Hai"], ["2317"]).split()

    assert {"鸿海", "海精", "honghaijingmi", "jingmi", "hhjm", "jm", "hon", "2317"} <= set(found)


def test_a_query_of_two_characters_asks_for_the_pair() -> None:
    assert names.query_tokens("鴻海") == [("鸿海", False)]
    assert names.query_tokens("hh") == [("hh", True)]
    assert names.query_tokens("  ") == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("岳阳高端智能制造基地", "岳陽高端智能製造基地"),
        ("岳陽高端智能製造基地", "岳陽高端智能製造基地"),
        ("台灣計畫", "台灣計畫"),
    ],
)
def test_what_is_traditional_already_stays_as_it_is(written: str, shown: str) -> None:
    assert names.in_traditional(written) == shown
