"""How far a target is: pure decisions."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class TargetState(StrEnum):
    """Computed from engagements and projects of the park, never set."""

    UNTOUCHED = "untouched"
    EARLIER = "earlier"
    IN_TOUCH = "in_touch"
    PROJECT = "project"


def target_state(*, assigned_on: date, last_contact_on: date | None, has_project: bool) -> TargetState:
    if has_project:
        return TargetState.PROJECT
    if last_contact_on is None:
        return TargetState.UNTOUCHED
    return TargetState.IN_TOUCH if last_contact_on >= assigned_on else TargetState.EARLIER
