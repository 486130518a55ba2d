"""When a to-do is due, when it comes again, and who may do what with it: pure decisions."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from models.enums import Repeat, TodoSource, TodoState

MONTHS = {Repeat.MONTHLY: 1, Repeat.QUARTERLY: 3, Repeat.YEARLY: 12}
DAYS = {Repeat.DAILY: 1, Repeat.WEEKLY: 7}


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


def next_due(due_on: date, repeat: Repeat, *, after: date, anchor: int | None = None) -> date:
    """The first day of the rhythm past ``after`` (the day it was done) and past ``due_on`` itself.

    What comes on the 31st comes on a shorter month's last day, and on the 31st again after it: ``anchor``
    is the day of the month it was first due on.
    """
    latest = max(due_on, after)
    if repeat in DAYS:
        step = DAYS[repeat]
        turns = (latest - due_on).days // step + 1
        return due_on + timedelta(days=turns * step)
    step = MONTHS[repeat]
    day = anchor or due_on.day
    turns = max(_months_between(due_on, latest) // step, 1)
    found = add_months(due_on, turns * step, day)
    return found if found > latest else add_months(due_on, (turns + 1) * step, day)


def add_months(start: date, months: int, day: int) -> date:
    """The ``day`` of the month so many months on, or that month's last one."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def timing(due_on: date | None, snoozed_until: date | None, today: date) -> Timing:
    """What is overdue stays overdue, snoozed or not."""
    if due_on is not None and due_on < today:
        return Timing.OVERDUE
    if snoozed_until is not None and snoozed_until > today:
        return Timing.SNOOZED
    if due_on == today:
        return Timing.TODAY
    if due_on is not None and due_on <= today + timedelta(days=7):
        return Timing.WEEK
    return Timing.LATER


def can_act(*, is_owner: bool, is_deputy: bool, leads: bool) -> bool:
    """Its owner does, snoozes and passes it on; so do who stands in for them and who leads."""
    return is_owner or is_deputy or leads


def can_edit(source: TodoSource, state: TodoState) -> bool:
    """What stands in another record is changed there."""
    return source is TodoSource.OWN and state is TodoState.OPEN
