"""What a supervision letter lists: issues that were overdue on a day, as known at a moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased, joinedload

from crm.core.database import session
from crm.core.visibility import visible_issues
from crm.issues.rules import OWED
from kernel import clock
from models import Issue, IssueStep, Park, User
from models.enums import IssueAction, IssueState

LETTER_LIMIT = 200


@dataclass(frozen=True, slots=True)
class LetterQuestion:
    """Which overdue issues a letter names. ``only`` are ids chosen by hand."""

    as_of: date
    known_at: datetime
    park_id: int | None = None
    owner_id: int | None = None
    only: frozenset[int] | None = None
    has_confidential: bool = False


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """An issue as it stood then, and the newest word on it."""

    issue: Issue
    state: IssueState
    due_on: date
    owner: User | None
    progress: str


def list_overdue(question: LetterQuestion, *, viewer: User | None) -> Sequence[OverdueRow]:
    """The issues overdue then, the longest first, at most :data:`LETTER_LIMIT`; in two statements."""
    last = (
        select(func.max(IssueStep.id))
        .where(IssueStep.issue_id == Issue.id, IssueStep.recorded_at <= question.known_at)
        .correlate(Issue)
        .scalar_subquery()
    )
    owner = aliased(User)
    query = (
        select(Issue, IssueStep, owner)
        .join(IssueStep, IssueStep.id == last)
        .outerjoin(owner, owner.id == IssueStep.to_owner_id)
        .where(
            visible_issues(viewer),
            Issue.archived_at.is_(None),
            IssueStep.to_state.in_(OWED),
            IssueStep.to_due_on < question.as_of,
        )
        .options(joinedload(Issue.park))
        .order_by(IssueStep.to_due_on, Issue.id)
        .limit(LETTER_LIMIT)
    )
    if question.park_id is not None:
        query = query.where(Issue.park_id == question.park_id)
    if question.owner_id is not None:
        query = query.where(IssueStep.to_owner_id == question.owner_id)
    if question.only is not None:
        query = query.where(Issue.id.in_(question.only))
    if not question.has_confidential:
        query = query.where(Issue.is_confidential.is_(False))
    rows = session.execute(query).unique().all()
    return _with_words(rows, question.known_at)


def _with_words(rows: Sequence[Row[Issue, IssueStep, User]], known_at: datetime) -> list[OverdueRow]:
    words = _newest_words([row[0].id for row in rows], known_at)
    return [
        OverdueRow(issue, step.to_state, step.to_due_on, owner, words.get(issue.id, ""))
        for issue, step, owner in rows
    ]


def _newest_words(issue_ids: Collection[int], known_at: datetime) -> Mapping[int, str]:
    """The newest word on each issue: its progress, an answer, or why one was returned."""
    if not issue_ids:
        return {}
    telling = (IssueAction.REPORT, IssueAction.ANSWER, IssueAction.RETURN)
    newest = (
        select(func.max(IssueStep.id))
        .where(
            IssueStep.issue_id.in_(issue_ids),
            IssueStep.action.in_(telling),
            IssueStep.recorded_at <= known_at,
        )
        .group_by(IssueStep.issue_id)
    )
    rows = session.execute(select(IssueStep.issue_id, IssueStep.note).where(IssueStep.id.in_(newest)))
    return {issue_id: note or "" for issue_id, note in rows}


def days_over(row: OverdueRow, as_of: date) -> int:
    return (as_of - row.due_on).days


def raised_on(row: OverdueRow) -> date:
    return clock.business_date(row.issue.raised_at)


def find_staff(user_id: int | None) -> User | None:
    return session.get(User, user_id) if user_id is not None else None


def find_park_by_id(park_id: int | None) -> Park | None:
    return session.get(Park, park_id) if park_id is not None else None
