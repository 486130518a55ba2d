from __future__ import annotations

from enum import StrEnum


class IssueKind(StrEnum):
    """What an issue is: a problem, a settled firm's need, a leader's directive, a decision of a meeting."""

    PROBLEM = "problem"
    NEED = "need"
    DIRECTIVE = "directive"
    DECISION = "decision"
    OTHER = "other"


class IssueState(StrEnum):
    RAISED = "raised"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    RETURNED = "returned"
    CLOSED = "closed"


class IssueLevel(StrEnum):
    """How far up an issue has been carried."""

    PARK = "park"
    CITY = "city"
    PROVINCE = "province"

    @property
    def order(self) -> int:
        return list(IssueLevel).index(self)


class IssueAction(StrEnum):
    """What can be done with an issue; each step of its history is one of these."""

    RAISE = "raise"
    ASSIGN = "assign"
    REPORT = "report"
    ANSWER = "answer"
    RETURN = "return"
    CLOSE = "close"
    EXTEND = "extend"
    ESCALATE = "escalate"
    REOPEN = "reopen"


class NeedCategory(StrEnum):
    """What a settled firm needs."""

    LABOUR = "labour"
    LAND = "land"
    POWER = "power"
    WATER = "water"
    LOGISTICS = "logistics"
    FINANCE = "finance"
    MARKETS = "markets"
    DECLARATIONS = "declarations"


class ProcedureState(StrEnum):
    """Where an approval done for a firm stands; derived from its days."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    NOT_NEEDED = "not_needed"
