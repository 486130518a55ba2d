"""Who may change an engagement, and what one needs: pure decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from models.enums import Role

LONGEST_MINUTES = 31 * 24 * 60


class Fault(StrEnum):
    """What is wrong with an engagement as written."""

    NO_FIRM = "no_firm"
    NO_SUMMARY = "no_summary"
    FUTURE = "future"
    DUE_WITHOUT_STEP = "due_without_step"
    OWNER_WITHOUT_STEP = "owner_without_step"
    NO_TIME = "no_time"


def faults(
    *,
    firms: int,
    summary: str,
    happened_at: datetime,
    next_step: str | None,
    next_due_on: date | None,
    next_owner_id: int | None,
    now: datetime,
    duration_minutes: int | None = None,
) -> list[Fault]:
    """What stands against logging it. The next step may well lie in the past: then it is overdue."""
    has_step = bool((next_step or "").strip())
    against = {
        Fault.NO_FIRM: firms == 0,
        Fault.NO_SUMMARY: not summary.strip(),
        Fault.FUTURE: happened_at > now,
        Fault.DUE_WITHOUT_STEP: next_due_on is not None and not has_step,
        Fault.OWNER_WITHOUT_STEP: next_owner_id is not None and not has_step,
        Fault.NO_TIME: duration_minutes is not None and not 0 < duration_minutes <= LONGEST_MINUTES,
    }
    return [fault for fault, stands in against.items() if stands]


def can_edit(role: Role, *, is_own_park: bool, is_author: bool) -> bool:
    """Its author, the park's lead and the office change an engagement; a fellow officer doesn't."""
    return is_own_park and (is_author or role is not Role.OFFICER)


def mentioned(text: str, names: Mapping[int, str]) -> set[int]:
    """Whom a text names as ``@name``; of two names that begin alike the longer one is meant."""
    found: set[int] = set()
    for name in sorted(set(names.values()), key=len, reverse=True):
        if name and f"@{name}" in text:
            found |= {user_id for user_id, own in names.items() if own == name}
            text = text.replace(f"@{name}", " ")
    return found
