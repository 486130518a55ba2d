"""When a to-do is due, when it comes again, and who may do what with it: pure decisions."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from models.enums import Repeat, Role

MONTHS: Final = {Repeat.MONTHLY: 1, Repeat.QUARTERLY: 3, Repeat.YEARLY: 12}
DAYS: Final = {Repeat.DAILY: 1, Repeat.WEEKLY: 7}
WEEK: Final = timedelta(days=7)
STAFF: Final = frozenset({Role.OFFICER, Role.PARK_LEAD, Role.COORDINATOR})
PARK_ROLES: Final = frozenset({Role.OFFICER, Role.PARK_LEAD})


class Snooze(StrEnum):
    """How long a to-do keeps quiet."""

    TOMORROW = "tomorrow"
    WORKING_DAY = "working_day"
    WEEK = "week"
    DAY = "day"


class Timing(StrEnum):
    """Where an open to-do stands against today."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    SNOOZED = "snoozed"


class Scope(StrEnum):
    """Whose to-dos a list shows, of those that the reader may see at all."""

    MINE = "mine"
    GIVEN = "given"
    STANDING_IN = "standing_in"
    TEAM = "team"


def next_turn(start: date, repeat: Repeat, *, after: date) -> date:
    """The first day past ``after`` of the rhythm that began on ``start``.

    What began on the 31st falls on the last day of a shorter month, and on the 31st again after it.
    """
    if repeat in DAYS:
        step = DAYS[repeat]
        turns = max((after - start).days // step + 1, 1)
        return start + timedelta(days=turns * step)
    step = MONTHS[repeat]
    months = (after.year - start.year) * 12 + after.month - start.month
    turns = max(months // step, 1)
    found = add_months(start, turns * step)
    return found if found > after else add_months(start, (turns + 1) * step)


def add_months(start: date, months: int) -> date:
    """The same day so many months on, or that month's last one."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def timing(due_on: date | None, snoozed_until: date | None, today: date) -> Timing:
    """What is overdue stays overdue, snoozed or not."""
    if due_on is not None and due_on < today:
        return Timing.OVERDUE
    if snoozed_until is not None and snoozed_until > today:
        return Timing.SNOOZED
    if due_on == today:
        return Timing.TODAY
    return Timing.WEEK if due_on is not None and due_on <= today + WEEK else Timing.LATER


def can_act(*, is_owner: bool, is_giver: bool, is_deputy: bool, leads: bool) -> bool:
    """Its owner, who passed it on, who stands in for the owner, and who leads."""
    return is_owner or is_giver or is_deputy or leads


def can_give(role: Role, park_id: int | None, *, to_role: Role, to_park_id: int | None) -> bool:
    """Park staff pass on within their park, the office to all staff, leaders to the office."""
    if role in PARK_ROLES:
        return to_role in PARK_ROLES and park_id is not None and park_id == to_park_id
    if role is Role.COORDINATOR:
        return to_role in STAFF
    return role is Role.LEADER and to_role is Role.COORDINATOR


def can_hold(todo_park_id: int | None, *, role: Role, park_id: int | None) -> bool:
    """What belongs to a park is done by its people or the office."""
    return role not in PARK_ROLES or todo_park_id in (None, park_id)
