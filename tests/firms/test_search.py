from __future__ import annotations

import pytest

from crm.core.database import session
from crm.firms import queries, service
from crm.firms.queries import Wanted
from models.enums import Role
from tests.factories.firms import make_firm
from tests.factories.rankings import make_edition
from tests.factories.users import make_user


@pytest.fixture
def hon_hai():
    firm = make_firm(
        "鴻海精密工業股份有限公司",
        name_en="Hon Hai Precision Industry Co., Ltd.",
        aliases=("Foxconn", "富士康"),
        business_number="04541302",
        stock_code="2317",
        ref="TW-2317",
    )
    make_firm("台灣積體電路製造股份有限公司", name_en="TSMC", stock_code="2330", business_number="22099131")
    return firm


@pytest.mark.parametrize(
    "typed",
    [
        "鴻海",
        "鸿海",
        "Hon Hai",
        "hon hai",
        "HONHAI",
        "Foxconn",
        "foxc",
        "富士康",
        "富士",
        "honghai",
        "hongh",
        "hh",
        "2317",
        "04541302",
        "TW-23",
        "精密",
        "jingmi",
        "ＨＯＮ ＨＡＩ",
    ],
)
def test_a_firm_is_found_by_whatever_it_is_called(hon_hai, typed: str) -> None:
    assert queries.search_firms(typed, viewer=None)[:1] == [hon_hai]


@pytest.mark.parametrize("typed", ["", "h", "鴻", " ", "qx", "\U0010ffff", "'", '"*', "%%"])
def test_one_character_or_nonsense_finds_nothing(hon_hai, typed: str) -> None:
    assert queries.search_firms(typed, viewer=None) == []


def test_the_exact_comes_before_the_beginning_and_that_before_the_inside() -> None:
    inside = make_firm("新大華電子股份有限公司")
    beginning = make_firm("大華電子股份有限公司")
    exact = make_firm("大華股份有限公司")

    assert queries.search_firms("大华", viewer=None) == [exact, beginning, inside]


def test_no_more_come_than_were_asked_for() -> None:
    for number in range(7):
        make_firm(f"大華{number}股份有限公司")

    assert len(queries.search_firms("大華", viewer=None, limit=5)) == 5


def test_who_may_not_see_firms_finds_none(hon_hai) -> None:
    assert queries.search_firms("鴻海", viewer=make_user(role=Role.ADVISER)) == []


def test_a_search_is_two_statements_of_bounded_length(hon_hai, statements) -> None:
    with statements() as seen:
        queries.search_firms("hh", viewer=None)

    assert len(seen) <= 4


def test_the_number_decides_whatever_the_name_says(hon_hai) -> None:
    match = queries.match_firm("04541302", "2330", ["台灣積體電路製造股份有限公司"])

    assert match.firm == hon_hai


def test_then_the_stock_code_then_the_folded_name(hon_hai) -> None:
    assert queries.match_firm(code="2317").firm == hon_hai
    assert queries.match_firm(names=["鸿海精密工业有限公司"]).firm == hon_hai
    assert queries.match_firm(names=["HON HAI PRECISION INDUSTRY"]).firm == hon_hai
    assert queries.match_firm(names=["foxconn"]).firm == hon_hai


def test_a_name_is_not_meant_where_the_numbers_differ(hon_hai) -> None:
    match = queries.match_firm("22099131"[:7] + "9", None, ["鴻海精密工業股份有限公司"])

    assert match.firm is None
    assert not match.candidates


def test_of_several_with_one_folded_name_none_is_guessed() -> None:
    group, company = make_firm("大華集團"), make_firm("大華股份有限公司")

    assert set(queries.match_firm(names=["大华"]).candidates) == {group, company}
    assert queries.match_firm(names=["大華集團"]).firm == group


def test_a_firm_put_away_is_meant_only_where_no_other_is() -> None:
    old = make_firm("大華股份有限公司")
    service.archive_firm(old, reason="twice there")
    session.commit()
    assert queries.match_firm(names=["大華"]).firm == old

    new = make_firm("大華股份有限公司")
    assert queries.match_firm(names=["大華"]).firm == new


def test_many_rows_are_matched_in_few_statements(statements) -> None:
    firms = [make_firm(f"第{number}號股份有限公司") for number in range(30)]

    with statements() as seen:
        matches = queries.match_firms([Wanted(names=(f"第{number}号",)) for number in range(40)])

    assert [match.firm and match.firm.id for match in matches] == [*(firm.id for firm in firms), *[None] * 10]
    assert len(seen) == 2


def test_among_namesakes_by_initials_the_firm_of_a_ranking_list_comes_first() -> None:
    for number in range(45):
        make_firm(f"宏華{number:02d}股份有限公司")
    known = make_firm("鴻海精密工業股份有限公司")
    make_edition(ranks={known: 1})

    assert queries.search_firms("hh", viewer=None)[0] == known
