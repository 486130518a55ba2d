"""Days off on both sides: the published calendars, and what the office entered beyond them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import holidays
from sqlalchemy import select

from crm.core.database import session
from models import SpecialDay
from models.enums import Side

SATURDAY = 5


def is_working_day(day: date, side: Side = Side.MAINLAND) -> bool:
    """Whether offices of that side work on the day.

    Weekends decide past the last published year (the State Council publishes a year at a time).
    """
    special = _special(day, side)
    return special.is_working if special is not None else _is_working_as_published(day, side)


def add_working_days(day: date, number: int, side: Side = Side.MAINLAND) -> date:
    """The day ``number`` working days after ``day``; with 0 the day itself, working or not."""
    return due_days(side)(day, number)


def due_days(side: Side = Side.MAINLAND) -> Callable[[date, int], date]:
    """:func:`add_working_days` for many days: what the office entered is read once, and no answer twice."""
    rows = session.execute(select(SpecialDay.day, SpecialDay.is_working).where(SpecialDay.side == side))
    special = {row.day: row.is_working for row in rows}

    @cache
    def is_working(day: date) -> bool:
        return special[day] if day in special else _is_working_as_published(day, side)

    @cache
    def due(day: date, number: int) -> date:
        while number > 0:
            day += timedelta(days=1)
            number -= is_working(day)
        return day

    return due


@dataclass(frozen=True, slots=True)
class DaysOff:
    """What is said of some days one by one, with one look at the database."""

    special: Mapping[tuple[Side, date], SpecialDay]

    def is_working(self, day: date, side: Side) -> bool:
        special = self.special.get((side, day))
        return special.is_working if special is not None else _is_working_as_published(day, side)

    def name(self, day: date, side: Side) -> str:
        """What the office entered or the mainland's calendar says; nothing for a working day.

        Taiwan's published names don't stand on official pages (涉台用语): there that it is off must do.
        """
        special = self.special.get((side, day))
        if special is not None:
            return "" if special.is_working else special.name
        return str(_calendar(side, day.year).get(day, "")) if side is Side.MAINLAND else ""

    def is_holiday(self, day: date, side: Side) -> bool:
        """Off, and not for the weekend alone."""
        special = self.special.get((side, day))
        return not special.is_working if special is not None else day in _calendar(side, day.year)


def list_days_off(first: date, last: date) -> DaysOff:
    """Of both sides, from ``first`` to ``last``."""
    rows = session.scalars(select(SpecialDay).where(SpecialDay.day.between(first, last)))
    return DaysOff({(row.side, row.day): row for row in rows})


def working_days_between(first: date, last: date, side: Side = Side.MAINLAND) -> int:
    """How many working days lie after ``first``, up to and with ``last``; 0 where it is not later."""
    off = list_days_off(first, last)
    days = (first + timedelta(days=number + 1) for number in range(max((last - first).days, 0)))
    return sum(off.is_working(day, side) for day in days)


def _special(day: date, side: Side) -> SpecialDay | None:
    return session.scalars(select(SpecialDay).where(SpecialDay.side == side, SpecialDay.day == day)).first()


def _is_working_as_published(day: date, side: Side) -> bool:
    if side is Side.MAINLAND:
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            return day.weekday() < SATURDAY
    return day.weekday() < SATURDAY and day not in _calendar(side, day.year)


@cache
def _calendar(side: Side, year: int) -> holidays.HolidayBase:
    if side is Side.MAINLAND:
        return holidays.country_holidays("CN", years=year, language="zh_CN")
    return holidays.country_holidays("TW", years=year, language="zh_TW")
