from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm.indicators import rules
from models.enums import IndicatorKind

PLAN = {"starts_on": date(2022, 1, 1), "ends_on": date(2025, 12, 31)}


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("as_of", "percent"),
    [
        (date(2021, 12, 31), "0.00"),
        (date(2022, 1, 1), "0.07"),
        (date(2023, 12, 31), "49.97"),
        (date(2025, 12, 31), "100.00"),
        (date(2026, 11, 23), "100.00"),
    ],
)
def test_time_pace_counts_days_of_the_plan(as_of: date, percent: str) -> None:
    assert rules.time_pace(as_of=as_of, **PLAN) == Decimal(percent)


@pytest.mark.no_database
def test_pace_of_a_running_plan_says_what_each_month_must_bring() -> None:
    pace = rules.pace(Decimal(15), Decimal(30), as_of=date(2023, 12, 31), **PLAN)

    assert pace.completion == Decimal("50.00")
    assert pace.ahead == Decimal("0.03")
    assert pace.required_per_month == (Decimal(15) * Decimal("30.4375") / 731).quantize(Decimal("0.01"))
    assert not pace.is_closed


@pytest.mark.no_database
def test_pace_of_a_closed_plan_requires_nothing_more() -> None:
    pace = rules.pace(Decimal(31), Decimal(30), as_of=date(2026, 6, 30), **PLAN)

    assert pace.is_closed
    assert pace.required_per_month is None
    assert pace.remaining == 0
    assert pace.projected == 31


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-H2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
    ],
)
def test_a_period_knows_its_first_and_last_day(text: str, first: date, last: date) -> None:
    assert rules.parse_period(text) == rules.Period(text, first, last)


@pytest.mark.no_database
@pytest.mark.parametrize("text", ["", "24", "2024-13", "2024-Q5", "2024Q1", "2024-1"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="period"):
        rules.parse_period(text)


@pytest.mark.no_database
def test_parts_of_a_target_that_do_not_add_up_say_by_how_much() -> None:
    check = rules.check_sum(Decimal(30), [Decimal(10), Decimal("12.5"), None])

    assert check is not None
    assert check.gap == Decimal("7.5")
    assert not check.is_even


@pytest.mark.no_database
def test_the_29th_of_february_has_a_day_in_the_year_before() -> None:
    assert rules.same_day_last_year(date(2024, 2, 29)) == date(2023, 2, 28)


YEARS = [Decimal("1.5"), None, Decimal(2)]


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("kind", "own", "years", "whole"),
    [
        (IndicatorKind.FLOW, None, YEARS, rules.WholeTarget(Decimal("3.5"), is_sum=True)),
        (IndicatorKind.STOCK, None, YEARS, rules.WholeTarget(Decimal("3.5"), is_sum=True)),
        (IndicatorKind.RATE, None, YEARS, rules.WholeTarget(None)),
        (IndicatorKind.RATE, Decimal(90), YEARS, rules.WholeTarget(Decimal(90))),
        (IndicatorKind.FLOW, Decimal(0), YEARS, rules.WholeTarget(Decimal(0))),
        (IndicatorKind.FLOW, None, [Decimal(0), None], rules.WholeTarget(Decimal(0), is_sum=True)),
        (IndicatorKind.FLOW, None, [None, None], rules.WholeTarget(None)),
    ],
)
def test_a_parks_target_is_its_own_or_the_sum_of_its_years(
    kind: IndicatorKind, own: Decimal | None, years: list[Decimal | None], whole: rules.WholeTarget
) -> None:
    assert rules.whole_target(kind, own, years) == whole
