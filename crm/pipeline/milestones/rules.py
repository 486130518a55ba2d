"""A milestone plan against what happened: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from models.enums import MilestoneKind, Stage

K = MilestoneKind


@dataclass(frozen=True, slots=True)
class Planned:
    """A milestone of the default plan: so many days after the signing, and how much it weighs."""

    kind: MilestoneKind
    days: int
    weight: int


DEFAULT_PLAN = (
    Planned(K.LAND, 30, 10),
    Planned(K.APPROVAL, 60, 10),
    Planned(K.FUNDING, 90, 15),
    Planned(K.DESIGN, 120, 10),
    Planned(K.BUILDING, 180, 20),
    Planned(K.EQUIPMENT, 330, 15),
    Planned(K.STAFFING, 390, 5),
    Planned(K.PRODUCTION, 450, 15),
)
"""From the signing to the first production; the weights add up to a hundred."""

BEGINS_WITH: Mapping[Stage, MilestoneKind] = {Stage.REGISTERED: K.APPROVAL, Stage.CONSTRUCTION: K.BUILDING}
"""What a plan made at a later stage begins with."""


def default_plan(stage: Stage, start: date) -> list[tuple[Planned, date]]:
    """The milestones that lie ahead of a project at a stage, counted from ``start``."""
    first = BEGINS_WITH.get(stage, DEFAULT_PLAN[0].kind)
    kinds = [each.kind for each in DEFAULT_PLAN]
    left = DEFAULT_PLAN[kinds.index(first) :]
    passed = DEFAULT_PLAN[kinds.index(first) - 1].days if first is not kinds[0] else 0
    return [(each, start + timedelta(days=each.days - passed)) for each in left]


class Dated(Protocol):
    """What is looked at of a milestone."""

    @property
    def planned_on(self) -> date: ...
    @property
    def forecast_on(self) -> date | None: ...
    @property
    def actual_on(self) -> date | None: ...
    @property
    def weight(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """Percent of the plan's weight, rounded down: due by today, reached, and how far it is behind."""

    planned: int
    reached: int
    behind: int


def progress(milestones: Iterable[Dated], today: date) -> Progress | None:
    """None without a plan."""
    found = list(milestones)
    weight = sum(each.weight for each in found)
    if weight == 0:
        return None
    due = sum(each.weight for each in found if each.planned_on <= today)
    done = sum(each.weight for each in found if each.actual_on is not None and each.actual_on <= today)
    return Progress(due * 100 // weight, done * 100 // weight, max(0, (due - done) * 100 // weight))


def slip_days(milestone: Dated, today: date) -> int:
    """Days past the planned day: of what happened, else of the forecast, or of today where it is overdue."""
    if milestone.actual_on is not None:
        return (milestone.actual_on - milestone.planned_on).days
    expected = max(milestone.forecast_on or milestone.planned_on, today)
    if milestone.forecast_on is None and milestone.planned_on >= today:
        return 0
    return (expected - milestone.planned_on).days


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a picture of the plan covers."""

    first: date
    last: date

    def place(self, day: date, width: int) -> int:
        """Where a day lies on ``width`` points."""
        length = max((self.last - self.first).days, 1)
        return (day - self.first).days * width // length

    def months(self) -> list[date]:
        """The first days of the months inside, at most about twenty of them."""
        first = self.first.replace(day=1)
        count = (self.last.year - first.year) * 12 + self.last.month - first.month + 1
        step = next(each for each in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if count // each <= MOST_MONTHS)
        months = (_month(first, number) for number in range(0, count + step, step))
        return [month for month in months if self.first <= month <= self.last]


MOST_MONTHS = 14


def _month(first: date, number: int) -> date:
    years, months = divmod(first.month - 1 + number, 12)
    return date(first.year + years, months + 1, 1)


def span_of(milestones: Sequence[Dated], today: date) -> Span:
    """From the first day of the plan to the last, with some air; today lies inside."""
    days = [today]
    for each in milestones:
        days += [day for day in (each.planned_on, each.forecast_on, each.actual_on) if day]
    return Span(min(days) - timedelta(days=15), max(days) + timedelta(days=15))
