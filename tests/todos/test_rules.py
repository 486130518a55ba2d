from __future__ import annotations

from datetime import date

import pytest

from crm.todos import rules
from crm.todos.rules import Timing
from models.enums import Repeat, Role

pytestmark = pytest.mark.no_database


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "repeat", "after", "expected"),
    [
        ("2024-01-10", Repeat.DAILY, "2024-01-10", "2024-01-11"),
        ("2024-01-10", Repeat.DAILY, "2024-01-20", "2024-01-21"),
        ("2024-01-10", Repeat.WEEKLY, "2024-01-10", "2024-01-17"),
        ("2024-01-10", Repeat.WEEKLY, "2024-01-16", "2024-01-17"),
        ("2024-01-10", Repeat.WEEKLY, "2024-01-17", "2024-01-24"),
        ("2024-01-10", Repeat.WEEKLY, "2024-01-02", "2024-01-17"),
        ("2024-01-31", Repeat.MONTHLY, "2024-01-31", "2024-02-29"),
        ("2024-01-31", Repeat.MONTHLY, "2024-02-29", "2024-03-31"),
        ("2023-01-31", Repeat.MONTHLY, "2023-01-31", "2023-02-28"),
        ("2024-01-31", Repeat.MONTHLY, "2024-06-05", "2024-06-30"),
        ("2024-01-10", Repeat.MONTHLY, "2024-03-10", "2024-04-10"),
        ("2023-11-30", Repeat.QUARTERLY, "2023-11-30", "2024-02-29"),
        ("2023-11-30", Repeat.QUARTERLY, "2024-02-29", "2024-05-30"),
        ("2023-11-30", Repeat.QUARTERLY, "2024-01-05", "2024-02-29"),
        ("2024-02-29", Repeat.YEARLY, "2024-02-29", "2025-02-28"),
        ("2024-02-29", Repeat.YEARLY, "2027-06-01", "2028-02-29"),
    ],
)
def test_a_rhythm_keeps_its_day_through_short_months_and_leap_years(start, repeat, after, expected) -> None:
    assert rules.next_turn(day(start), repeat, after=day(after)) == day(expected)


@pytest.mark.parametrize(
    ("due", "snoozed", "expected"),
    [
        ("2024-06-09", None, Timing.OVERDUE),
        ("2024-06-09", "2024-06-20", Timing.OVERDUE),
        ("2024-06-10", None, Timing.TODAY),
        ("2024-06-10", "2024-06-11", Timing.SNOOZED),
        ("2024-06-10", "2024-06-10", Timing.TODAY),
        ("2024-06-17", None, Timing.WEEK),
        ("2024-06-18", None, Timing.LATER),
        (None, None, Timing.LATER),
        (None, "2024-06-12", Timing.SNOOZED),
    ],
)
def test_what_is_overdue_stays_so_and_the_rest_keeps_quiet_while_snoozed(due, snoozed, expected) -> None:
    due_on = day(due) if due else None
    assert rules.timing(due_on, day(snoozed) if snoozed else None, day("2024-06-10")) is expected


@pytest.mark.parametrize(
    ("role", "park", "to_role", "to_park", "expected"),
    [
        (Role.OFFICER, 1, Role.OFFICER, 1, True),
        (Role.OFFICER, 1, Role.PARK_LEAD, 1, True),
        (Role.OFFICER, 1, Role.OFFICER, 2, False),
        (Role.OFFICER, 1, Role.COORDINATOR, None, False),
        (Role.OFFICER, None, Role.OFFICER, None, False),
        (Role.COORDINATOR, None, Role.OFFICER, 2, True),
        (Role.COORDINATOR, None, Role.COORDINATOR, None, True),
        (Role.COORDINATOR, None, Role.LEADER, None, False),
        (Role.LEADER, None, Role.COORDINATOR, None, True),
        (Role.LEADER, None, Role.OFFICER, 1, False),
    ],
)
def test_park_staff_pass_on_within_their_park_and_the_office_to_all_staff(
    role, park, to_role, to_park, expected
) -> None:
    assert rules.can_give(role, park, to_role=to_role, to_park_id=to_park) is expected
