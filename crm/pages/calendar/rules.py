"""The days of a calendar: pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WEEK = 7


class CalendarKind(StrEnum):
    """What stands in a calendar."""

    ENGAGEMENT = "engagement"
    TO_DO = "todo"
    MILESTONE = "milestone"
    DELEGATION = "delegation"
    PROMOTION = "promotion"


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its first day."""

    first: date

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> Month:
        return Month((self.first + timedelta(days=31)).replace(day=1))

    @property
    def previous(self) -> Month:
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def key(self) -> str:
        """``2026-11``, as an address writes it."""
        return f"{self.first:%Y-%m}"

    def weeks(self) -> Iterator[list[date]]:
        """Whole weeks from Monday on that hold the month's days."""
        day = self.first - timedelta(days=self.first.weekday())
        while day <= self.last:
            yield [day + timedelta(days=number) for number in range(WEEK)]
            day += timedelta(days=WEEK)


def read_month(text: str, today: date) -> Month:
    """The month that an address names; today's where it names none that there is."""
    try:
        return Month(date.fromisoformat(f"{text}-01"))
    except ValueError:
        return Month(today.replace(day=1))
