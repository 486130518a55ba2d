import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from crm.firms.rules import (
    Parentage,
    clean_business_number,
    clean_code,
    find_ring_day,
    holding_parentage,
    is_business_number,
    is_credit_code,
    is_stock_code,
)

pytestmark = pytest.mark.no_database

REGISTER = Path(__file__).resolve().parents[2] / "seed" / "data" / "registered_companies.csv"
MORNING = datetime(2024, 1, 1, tzinfo=UTC)


def owned(firm: int, parent: int | None, since: date | None = None, *, recorded: int = 0) -> Parentage:
    return Parentage(firm, parent, since, MORNING + timedelta(minutes=recorded), recorded)


def test_every_number_of_the_public_register_passes_the_check() -> None:
    with REGISTER.open(encoding="utf-8-sig", newline="") as file:
        numbers = [row["business_number"] for row in csv.DictReader(file)]
    real = [number for number in numbers if clean_business_number(number)]

    assert len(real) > 1_900
    assert [number for number in real if not is_business_number(number)] == []


@pytest.mark.parametrize("number", ["04541302", "22099131", "10458575", "10458574"])
def test_a_number_with_a_fitting_check_digit_is_one(number: str) -> None:
    assert is_business_number(number)


@pytest.mark.parametrize(
    "number", ["04541303", "00000000", "4541302", "0454130a", "０4541302", "", "045413021"]
)
def test_a_number_that_does_not_fit_is_none(number: str) -> None:
    assert not is_business_number(number)


def test_a_seven_at_the_seventh_place_may_count_as_nought_or_one() -> None:
    # 28 = 10 = 1: both sums must be tried, and no third one.
    fitting = [last for last in range(10) if is_business_number(f"0000007{last}")]

    assert fitting == [0, 4, 5, 9]


def test_a_changed_digit_is_noticed_nearly_always() -> None:
    number = "04541302"
    others = [
        number[:place] + str(digit) + number[place + 1 :]
        for place in range(8)
        for digit in range(10)
        if str(digit) != number[place]
    ]

    assert sum(is_business_number(other) for other in others) <= len(others) // 4


def test_the_placeholder_of_the_register_is_no_number() -> None:
    assert clean_business_number("0000 0000") is None
    assert clean_business_number("０４５４１３０２") == "04541302"


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000600037341L"])
def test_a_credit_code_with_a_fitting_check_character_is_one(code: str) -> None:
    assert is_credit_code(code)


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y44",
        "91350100M000100Y4",
        "9135010OM000100Y43",
        "91350100m000100y43",
        "9I350100M000100Y43",
    ],
)
def test_a_credit_code_that_does_not_fit_is_none(code: str) -> None:
    assert not is_credit_code(code)


@pytest.mark.parametrize("code", ["2317", "9105", "2887A", "6088.HK", "006208"])
def test_a_stock_code_has_the_form_of_one(code: str) -> None:
    assert is_stock_code(code)


@pytest.mark.parametrize("code", ["", "2", "鴻海", "=2317", "2317 2330", "23172330"])
def test_what_has_another_form_is_no_stock_code(code: str) -> None:
    assert not is_stock_code(code)


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9), st.integers(0, 99_999_999))
def test_the_check_character_agrees_with_an_independent_one(body: str, head: int) -> None:
    seventeen = f"{head:08d}{body}"

    assert is_credit_code(seventeen + uscc.calc_check_digit(seventeen))


def test_codes_are_kept_narrow_and_in_capitals() -> None:
    assert clean_code(" 9135 0100-m000 100y43 ") == "91350100M000100Y43"
    assert clean_code(" \u200b ") is None


def test_the_latest_start_on_or_before_a_day_holds() -> None:
    versions = [
        owned(1, 10),
        owned(1, 11, date(2023, 1, 1), recorded=2),
        owned(1, 12, date(2022, 1, 1), recorded=3),
    ]

    holding = [
        holding_parentage(versions, day) for day in (date(2021, 1, 1), date(2022, 1, 1), date(2024, 1, 1))
    ]

    assert [each.parent_id for each in holding if each] == [10, 12, 11]


def test_of_two_from_one_day_the_later_recorded_holds() -> None:
    versions = [owned(1, 10, date(2022, 1, 1), recorded=5), owned(1, None, date(2022, 1, 1), recorded=9)]

    holding = holding_parentage(versions, date(2022, 6, 1))

    assert holding is not None
    assert holding.parent_id is None


def test_nothing_holds_before_the_first_start() -> None:
    assert holding_parentage([owned(1, 10, date(2022, 1, 1))], date(2021, 12, 31)) is None


def test_a_firm_cannot_own_itself() -> None:
    assert find_ring_day(owned(1, 1), []) == date.min


def test_a_ring_is_found_through_the_ancestors() -> None:
    known = [owned(2, 3), owned(3, 1, date(2024, 1, 1))]

    assert find_ring_day(owned(1, 2), known) == date(2024, 1, 1)
    assert find_ring_day(owned(1, 2, date(2025, 1, 1)), known) == date(2025, 1, 1)


def test_what_was_a_ring_only_before_is_none() -> None:
    known = [owned(2, 1), owned(2, None, date(2024, 1, 1), recorded=1)]

    assert find_ring_day(owned(1, 2, date(2024, 1, 1)), known) is None
