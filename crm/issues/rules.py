"""Who may do what with an issue, and when: pure decisions, one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from models.enums import IssueAction, IssueLevel, IssueState, Role

A, S = IssueAction, IssueState


class Part(StrEnum):
    """What somebody is to an issue. One person can be several of these."""

    OWNER = "owner"
    RAISER = "raiser"
    STEWARD = "steward"
    """Who leads at the level that it has reached: the park's lead, and the office at every level."""
    ANSWERER = "answerer"


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody before an issue; standing in for the owner counts as being the owner."""

    role: Role | None
    """None is the system itself."""
    is_own_park: bool = False
    is_owner: bool = False
    is_raiser: bool = False
    is_answerer: bool = False


@dataclass(frozen=True, slots=True)
class Allowed:
    """When an action is open, to whom, and what it leaves behind."""

    states: frozenset[IssueState]
    who: frozenset[Part]
    to: IssueState | None = None
    """None: the state stays."""
    barred: frozenset[Part] = frozenset()
    """Who may not, whatever else they are."""
    needs_note: bool = True


OWED = frozenset({S.RAISED, S.ASSIGNED, S.RETURNED})
"""In these somebody still has to do something by the due date."""
_WORKING = frozenset({S.ASSIGNED, S.RETURNED})
_ANSWERED = frozenset({S.ANSWERED})
_STEWARD = frozenset({Part.STEWARD})
_CHECKS = frozenset({Part.STEWARD, Part.RAISER})
_INVOLVED = frozenset({Part.OWNER, Part.ANSWERER})

ACTIONS: Mapping[IssueAction, Allowed] = {
    A.ASSIGN: Allowed(OWED, _STEWARD, S.ASSIGNED, needs_note=False),
    A.REPORT: Allowed(_WORKING, frozenset({Part.OWNER, Part.STEWARD})),
    A.ANSWER: Allowed(_WORKING, frozenset({Part.OWNER}), S.ANSWERED),
    A.RETURN: Allowed(_ANSWERED, _CHECKS, S.RETURNED, barred=_INVOLVED),
    A.CLOSE: Allowed(_ANSWERED, _CHECKS, S.CLOSED, barred=_INVOLVED, needs_note=False),
    A.EXTEND: Allowed(OWED, _STEWARD, barred=frozenset({Part.OWNER})),
    A.ESCALATE: Allowed(OWED, frozenset({Part.OWNER, Part.RAISER, Part.STEWARD})),
    A.REOPEN: Allowed(frozenset({S.CLOSED}), _STEWARD, S.ASSIGNED),
}
"""Every step after the raising. Closing is somebody else's than the owner's, and than who answered."""


def parts_of(level: IssueLevel, acting: Acting) -> frozenset[Part]:
    """What somebody is to an issue at that level."""
    is_lead = acting.role is Role.PARK_LEAD and acting.is_own_park and level is not IssueLevel.PROVINCE
    stands = {
        Part.OWNER: acting.is_owner,
        Part.RAISER: acting.is_raiser,
        Part.STEWARD: acting.role in (None, Role.COORDINATOR) or is_lead,
        Part.ANSWERER: acting.is_answerer,
    }
    return frozenset(part for part, is_so in stands.items() if is_so)


def may_act(action: IssueAction, parts: frozenset[Part]) -> bool:
    """Whether who has these parts may ever do it, whatever the state."""
    allowed = ACTIONS[action]
    return bool(parts & allowed.who) and not parts & allowed.barred


def open_actions(state: IssueState, level: IssueLevel, parts: frozenset[Part]) -> list[IssueAction]:
    """What somebody can do with an issue now, in the order of the table."""
    return [
        action
        for action, allowed in ACTIONS.items()
        if state in allowed.states
        and may_act(action, parts)
        and not (action is A.ESCALATE and above(level) is None)
    ]


class Show(StrEnum):
    """Which issues a list begins with."""

    UNSOLVED = "unsolved"
    OWED = "owed"
    """Not answered, or answered in a way that was returned."""
    OVERDUE = "overdue"
    TO_CHECK = "to_check"
    CLOSED = "closed"
    ALL = "all"


class Whose(StrEnum):
    OWNED = "owned"
    RAISED = "raised"


class Fault(StrEnum):
    """What is wrong with a step as wanted."""

    NOT_NOW = "not_now"
    TOP_LEVEL = "top_level"
    NO_NOTE = "no_note"
    NO_OWNER = "no_owner"
    NO_DUE = "no_due"
    DUE_PAST = "due_past"
    NOT_LATER = "not_later"
    NO_EVIDENCE = "no_evidence"
    NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A step as somebody asks for it, and what the issue has before it."""

    action: IssueAction
    state: IssueState
    level: IssueLevel
    today: date
    due_before: date
    had_owner: bool = False
    owner_id: int | None = None
    due_on: date | None = None
    note: str = ""
    files: int = 0


def faults(wanted: Wanted) -> list[Fault]:
    """What stands against a step, the right to it aside."""
    action, allowed = wanted.action, ACTIONS[wanted.action]
    takes_due = action in (A.ASSIGN, A.EXTEND, A.REOPEN)
    has_note = bool(wanted.note.strip())
    against = {
        Fault.NOT_NOW: wanted.state not in allowed.states,
        Fault.TOP_LEVEL: action is A.ESCALATE and above(wanted.level) is None,
        Fault.NO_NOTE: allowed.needs_note and not has_note,
        Fault.NO_OWNER: action is A.ASSIGN and wanted.owner_id is None,
        Fault.NO_DUE: takes_due and wanted.due_on is None,
        Fault.DUE_PAST: takes_due and wanted.due_on is not None and wanted.due_on < wanted.today,
        Fault.NOT_LATER: action is A.EXTEND
        and wanted.due_on is not None
        and wanted.due_on <= wanted.due_before,
        Fault.NO_EVIDENCE: action is A.ANSWER and wanted.files == 0,
        Fault.NO_REASON: action is A.ASSIGN and wanted.had_owner and not has_note,
    }
    return [fault for fault, stands in against.items() if stands]


def above(level: IssueLevel) -> IssueLevel | None:
    """The next level up; None at the top."""
    levels = list(IssueLevel)
    return levels[level.order + 1] if level.order + 1 < len(levels) else None


def days_overdue(state: IssueState, due_on: date, today: date) -> int:
    """Calendar days past the due date while somebody still owes it; else 0."""
    return max((today - due_on).days, 0) if state in OWED else 0


def median(counts: Mapping[int, int]) -> Decimal | None:
    """The middle of values that are given with how often each occurs; of two middles their mean."""
    total = sum(counts.values())
    if total == 0:
        return None
    low, high = _nth(counts, (total - 1) // 2), _nth(counts, total // 2)
    return Decimal(low + high) / 2


def _nth(counts: Mapping[int, int], number: int) -> int:
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if seen > number:
            return value
    raise ValueError("fewer values than that")
