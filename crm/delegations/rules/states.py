"""What may be written of a delegation and its parts, and which state follows which."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from enum import StrEnum

from models.enums import DelegationDirection, DelegationState, MemberRole, Party

NEXT: Mapping[DelegationState, tuple[DelegationState, ...]] = {
    DelegationState.PLANNED: (DelegationState.APPROVED, DelegationState.CANCELLED),
    DelegationState.APPROVED: (
        DelegationState.UNDER_WAY,
        DelegationState.PLANNED,
        DelegationState.CANCELLED,
    ),
    DelegationState.UNDER_WAY: (DelegationState.OVER, DelegationState.CANCELLED),
    DelegationState.OVER: (DelegationState.UNDER_WAY,),
    DelegationState.CANCELLED: (DelegationState.PLANNED,),
}
"""From a state on: forward first, then back."""

FOLLOW_UP_DAYS = (7, 30, 90)
LONGEST_DAYS = 60


class Fault(StrEnum):
    """What is wrong with what was written."""

    NO_NAME = "no_name"
    ENDS_BEFORE = "ends_before"
    TOO_LONG = "too_long"
    OUTSIDE = "outside"
    NO_TIME = "no_time"
    NO_TEXT = "no_text"
    NO_COUNTERPART = "no_counterpart"
    NEGATIVE = "negative"
    NOT_BEGUN = "not_begun"


def can_become(now: DelegationState, then: DelegationState) -> bool:
    return then in NEXT[now]


def has_begun(from_on: date, today: date) -> bool:
    """Nothing is under way or over before its first day."""
    return from_on <= today


def faults(
    *, name: str, from_on: date, until_on: date, budget_minor: int | None, cost_minor: int | None
) -> list[Fault]:
    against = {
        Fault.NO_NAME: not name.strip(),
        Fault.ENDS_BEFORE: until_on < from_on,
        Fault.TOO_LONG: (until_on - from_on).days >= LONGEST_DAYS,
        Fault.NEGATIVE: min(budget_minor or 0, cost_minor or 0) < 0,
    }
    return [fault for fault, stands in against.items() if stands]


def time_faults(day: date, starts_at: time, ends_at: time, *, from_on: date, until_on: date) -> list[Fault]:
    """Of a stop or a talk: it ends after it begins, on a day of the visit."""
    against = {Fault.OUTSIDE: not from_on <= day <= until_on, Fault.NO_TIME: ends_at <= starts_at}
    return [fault for fault, stands in against.items() if stands]


def role_of(side: Party, direction: DelegationDirection) -> MemberRole:
    """At home we are the hosts; abroad we are the guests."""
    is_host = (side is Party.OURS) == (direction is DelegationDirection.INBOUND)
    return MemberRole.HOST if is_host else MemberRole.GUEST


def follow_up_days(until_on: date) -> dict[int, date]:
    """When it is looked at again after its end."""
    return {days: until_on + timedelta(days=days) for days in FOLLOW_UP_DAYS}
