from __future__ import annotations

from datetime import date

import pytest

from crm.core.database import session
from crm.core.workdays import add_working_days, is_working_day, list_days_off, working_days_between
from models import SpecialDay
from models.enums import Side


@pytest.mark.parametrize(
    ("day", "side", "expected"),
    [
        ("2024-06-07", Side.MAINLAND, True),
        ("2024-06-10", Side.MAINLAND, False),  # the Dragon Boat festival
        ("2024-05-11", Side.MAINLAND, True),  # a Saturday worked for a long holiday
        ("2024-06-08", Side.MAINLAND, False),
        ("2024-10-10", Side.TAIWAN, False),
        ("2024-10-10", Side.MAINLAND, True),
        ("2090-06-07", Side.MAINLAND, True),  # a Wednesday past all published calendars
        ("2090-06-10", Side.MAINLAND, False),  # a Saturday there
    ],
)
def test_each_side_works_as_its_calendar_says(day, side, expected) -> None:
    assert is_working_day(date.fromisoformat(day), side) is expected


def test_what_the_office_entered_goes_before_the_calendar() -> None:
    closed, worked = date(2024, 6, 12), date(2024, 6, 10)
    session.add(SpecialDay(side=Side.MAINLAND, day=closed, is_working=False, name="停电检修"))
    session.add(SpecialDay(side=Side.MAINLAND, day=worked, is_working=True, name="值班"))
    session.commit()
    assert not is_working_day(closed)
    assert is_working_day(closed, Side.TAIWAN)
    assert is_working_day(worked)
    assert tuple(list_days_off(day, day).name(day, Side.MAINLAND) for day in (closed, worked)) == (
        "停电检修",
        "",
    )


def test_what_the_office_entered_is_read_once_however_many_days_there_are(statements) -> None:
    with statements() as seen:
        later = add_working_days(date(2024, 6, 7), 60)
        assert working_days_between(date(2024, 6, 7), later) == 60
    assert len(seen) == 2


def test_working_days_are_counted_past_days_off() -> None:
    friday, tuesday = date(2024, 6, 7), date(2024, 6, 11)
    assert add_working_days(friday, 1) == tuesday
    assert add_working_days(friday, 0) == friday
    assert working_days_between(friday, tuesday) == 1
    assert working_days_between(tuesday, friday) == 0
