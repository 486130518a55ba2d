"""The days of a calendar."""

from __future__ import annotations

from datetime import date

import pytest

from crm.pages.calendar.rules import Month, read_month

pytestmark = pytest.mark.no_database
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2024-02", date(2024, 2, 1)),
        ("", date(2026, 11, 1)),
        ("2024-13", date(2026, 11, 1)),
        ("x", date(2026, 11, 1)),
    ],
)
def test_an_address_names_a_month_or_means_todays(text: str, first: date) -> None:
    assert read_month(text, TODAY) == Month(first)


def test_weeks_begin_on_monday_and_hold_the_whole_month() -> None:
    weeks = list(Month(date(2026, 11, 1)).weeks())

    assert weeks[0][0] == date(2026, 10, 26)
    assert weeks[-1][-1] == date(2026, 12, 6)
    assert all(week[0].weekday() == 0 for week in weeks)


def test_months_follow_each_other_over_the_years_end() -> None:
    assert Month(date(2026, 12, 1)).next == Month(date(2027, 1, 1))
    assert Month(date(2027, 1, 1)).previous == Month(date(2026, 12, 1))
    assert Month(date(2024, 2, 1)).last == date(2024, 2, 29)
