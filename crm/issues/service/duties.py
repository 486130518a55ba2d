"""What follows from where an issue stands: the owner's to-do, its next escalation, who is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm.core.database import session
from crm.core.noticing import notify
from crm.core.preferences import get_preference
from crm.core.workdays import add_working_days
from crm.issues.queries import issues as queries
from crm.issues.rules import OWED
from crm.todos.service import drop_todo, put_todo, settle_todo
from models import Issue, User
from models.enums import IssueAction, IssueKind, IssueLevel, IssueState, NoticeKind, TodoSource

A, K = IssueAction, NoticeKind

GRACE = {IssueLevel.PARK: "issues.park_days", IssueLevel.CITY: "issues.city_days"}
"""The setting that says how long an overdue issue stays at a level."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a step may change, as it was before."""

    state: IssueState
    level: IssueLevel
    owner_id: int | None
    due_on: date


def snapshot(issue: Issue) -> Snapshot:
    return Snapshot(issue.state, issue.level, issue.owner_id, issue.due_on)


def follow(issue: Issue) -> None:
    """Bring the to-do and the day of the next escalation in line with the issue."""
    issue.escalates_on = escalation_day(issue)
    sync_todo(issue)


def escalation_day(issue: Issue) -> date | None:
    """The day on which it goes up by itself: so many working days overdue at its level."""
    grace = GRACE.get(issue.level)
    if grace is None or issue.state not in OWED or issue.is_archived:
        return None
    return add_working_days(max(issue.due_on, issue.level_since), get_preference(grace))


def sync_todo(issue: Issue) -> None:
    """The owner's duty as a to-do; who owes nothing any more has none."""
    if issue.owner_id is None or issue.is_archived:
        drop_todo(TodoSource.ISSUE, issue.id)
    elif issue.state in OWED:
        put_todo(
            TodoSource.ISSUE,
            issue.id,
            title=issue.title,
            owner_id=issue.owner_id,
            due_on=issue.due_on,
            park_id=issue.park_id,
            firm_id=issue.firm_id,
            project_id=issue.project_id,
        )
    else:
        settle_todo(TodoSource.ISSUE, issue.id)


def tell_raised(issue: Issue, by: User | None) -> None:
    """The owner, or who is to name one."""
    kind = K.DIRECTIVE_GIVEN if issue.kind is IssueKind.DIRECTIVE else K.ISSUE_RAISED
    people = [issue.owner_id] if issue.owner_id else queries.steward_ids(issue.park_id, issue.level)
    raiser = session.get(User, issue.raised_by_id) if issue.raised_by_id else by
    _tell(issue, people, kind, raiser)


def tell(issue: Issue, action: IssueAction, by: User | None) -> None:
    """Whom a step concerns, but not who takes it."""
    if action in (A.ASSIGN, A.REOPEN):
        _tell(issue, [issue.owner_id], K.ISSUE_RAISED, by)
    elif action is A.ANSWER:
        checkers = [*queries.steward_ids(issue.park_id, issue.level), issue.raised_by_id]
        _tell(issue, checkers, K.ISSUE_ANSWERED, by)
    elif action is A.RETURN:
        _tell(issue, [issue.owner_id, issue.answered_by_id], K.ISSUE_RETURNED, by)
    elif action is A.ESCALATE:
        above = queries.steward_ids(issue.park_id, issue.level)
        _tell(issue, [*above, issue.owner_id, issue.raised_by_id], K.ISSUE_ESCALATED, by)


def _tell(issue: Issue, people: list[int] | list[int | None], kind: NoticeKind, by: User | None) -> None:
    notify(
        people,
        kind,
        "issues.detail",
        {"issue_id": issue.id},
        park_id=issue.park_id,
        who=by.display_name if by else "",
        # A notice may leave by mail: of what is confidential it says the number only.
        title=issue.ref if issue.is_confidential else issue.title,
        due=issue.due_on.isoformat(),
    )
