"""Words for issues: kinds, states, levels, steps, needs, and what stands against a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.issues.rules import Fault, Show, Whose
from crm.web.labels import register_labels
from models.enums import (
    IssueAction,
    IssueKind,
    IssueLevel,
    IssueState,
    NeedCategory,
    ProcedureState,
)

A = IssueAction


@dataclass(frozen=True, slots=True)
class Look:
    """How a step looks on a timeline."""

    icon: str
    tone: str


register_labels(
    IssueKind,
    {
        IssueKind.PROBLEM: _l("Problem"),
        IssueKind.NEED: _l("Need of a firm"),
        IssueKind.DIRECTIVE: _l("Directive"),
        IssueKind.DECISION: _l("Decision of a meeting"),
        IssueKind.OTHER: _l("Other matter"),
    },
)
register_labels(
    IssueState,
    {
        IssueState.RAISED: _l("Raised"),
        IssueState.ASSIGNED: _l("Assigned"),
        IssueState.ANSWERED: _l("Answered"),
        IssueState.RETURNED: _l("Answer returned"),
        IssueState.CLOSED: _l("Closed"),
    },
)
register_labels(
    IssueLevel,
    {
        IssueLevel.PARK: _l("Park level"),
        IssueLevel.CITY: _l("City level"),
        IssueLevel.PROVINCE: _l("Province level"),
    },
)
register_labels(
    NeedCategory,
    {
        NeedCategory.LABOUR: _l("Labour"),
        NeedCategory.LAND: _l("Land"),
        NeedCategory.POWER: _l("Power"),
        NeedCategory.WATER: _l("Water"),
        NeedCategory.LOGISTICS: _l("Logistics"),
        NeedCategory.FINANCE: _l("Finance"),
        NeedCategory.MARKETS: _l("Markets"),
        NeedCategory.DECLARATIONS: _l("Declarations and recognitions"),
    },
)
register_labels(
    ProcedureState,
    {
        ProcedureState.OPEN: _l("Under way"),
        ProcedureState.OVERDUE: _l("Overdue"),
        ProcedureState.DONE: _l("Done"),
        ProcedureState.NOT_NEEDED: _l("Not needed"),
    },
)
register_labels(
    IssueAction,
    {
        A.RAISE: _l("Raised"),
        A.ASSIGN: _l("Assigned"),
        A.REPORT: _l("Progress"),
        A.ANSWER: _l("Answered"),
        A.RETURN: _l("Answer returned"),
        A.CLOSE: _l("Closed"),
        A.EXTEND: _l("Due date put off"),
        A.ESCALATE: _l("Passed up"),
        A.REOPEN: _l("Opened again"),
    },
)

KINDS_TO_RAISE = (IssueKind.PROBLEM, IssueKind.NEED, IssueKind.OTHER)
"""Directives and decisions of meetings have forms of their own."""

SHOWN: Mapping[Show, LazyString] = {
    Show.UNSOLVED: _l("Unsolved"),
    Show.OWED: _l("Not answered yet"),
    Show.OVERDUE: _l("Overdue"),
    Show.TO_CHECK: _l("Waiting to be closed"),
    Show.CLOSED: _l("Closed"),
    Show.ALL: _l("All"),
}

WHOSE: Mapping[Whose, LazyString] = {
    Whose.OWNED: _l("Mine to solve"),
    Whose.RAISED: _l("Raised by me"),
}

VERBS: Mapping[IssueAction, LazyString] = {
    A.ASSIGN: _l("Assign"),
    A.REPORT: _l("Report progress"),
    A.ANSWER: _l("Answer with evidence"),
    A.RETURN: _l("Return the answer"),
    A.CLOSE: _l("Close the issue"),
    A.EXTEND: _l("Put the due date off"),
    A.ESCALATE: _l("Pass it up"),
    A.REOPEN: _l("Open it again"),
}
"""The buttons."""

EXPLAINED: Mapping[IssueAction, LazyString] = {
    A.ASSIGN: _l("The owner gets a to-do and is told. Naming another owner needs a reason."),
    A.REPORT: _l("What has been done so far, and what comes next. The supervision letter prints the newest."),
    A.ANSWER: _l(
        "How it was solved, with the papers that prove it. Somebody else then closes or returns it."
    ),
    A.RETURN: _l("Say what is missing. The owner gets it back."),
    A.CLOSE: _l("It counts as solved. Who owned it, and who answered, can't close it."),
    A.EXTEND: _l("A later day, and why it can't be done by the one that was set."),
    A.ESCALATE: _l(
        "The next level is told and takes charge of it. It also goes up by itself when it is overdue."
    ),
    A.REOPEN: _l("It turned out not to be solved: the owner gets it back with a new due date."),
}

LOOKS: Mapping[IssueAction, Look] = {
    A.RAISE: Look(icon="flag", tone="warn"),
    A.ASSIGN: Look(icon="user-check", tone="info"),
    A.REPORT: Look(icon="notes", tone="neutral"),
    A.ANSWER: Look(icon="message-check", tone="info"),
    A.RETURN: Look(icon="arrow-back-up", tone="bad"),
    A.CLOSE: Look(icon="circle-check", tone="good"),
    A.EXTEND: Look(icon="calendar-plus", tone="warn"),
    A.ESCALATE: Look(icon="arrow-big-up-lines", tone="bad"),
    A.REOPEN: Look(icon="rotate", tone="warn"),
}

FAULTS: Mapping[Fault, tuple[str, LazyString]] = {
    Fault.NOT_NOW: ("", _l("Its state has no such step. Load the page again to see where it stands.")),
    Fault.TOP_LEVEL: ("", _l("It already is at the province: there is no level above.")),
    Fault.NO_NOTE: ("note", _l("Write a line: it stands in the history.")),
    Fault.NO_OWNER: ("owner_id", _l("Name the owner.")),
    Fault.NO_DUE: ("due_on", _l("Name the day by which it is due.")),
    Fault.DUE_PAST: ("due_on", _l("This day has passed.")),
    Fault.NOT_LATER: ("due_on", _l("Name a day after the one that was set.")),
    Fault.NO_EVIDENCE: ("files", _l("Add the papers that prove it.")),
    Fault.NO_REASON: ("note", _l("Say why it passes to somebody else.")),
}
"""Fault → the input at fault, if it is one, and the words."""

DONE: Mapping[IssueAction, LazyString] = {
    A.ASSIGN: _l("Assigned. The owner has a to-do and is told."),
    A.REPORT: _l("Noted."),
    A.ANSWER: _l("Answered. Somebody else closes or returns it."),
    A.RETURN: _l("Returned to the owner."),
    A.CLOSE: _l("Closed."),
    A.EXTEND: _l("The due date is put off."),
    A.ESCALATE: _l("Passed up."),
    A.REOPEN: _l("Open again."),
}
"""What is said once a step is taken."""
