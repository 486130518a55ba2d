"""Issues in lists, on the board and one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import at_most, session
from crm.core.names import in_simplified
from crm.core.search_index import matches
from crm.core.streaming import iterate
from crm.core.visibility import visible_engagements, visible_issues, visible_projects
from crm.firms.queries import ids_of_record
from crm.issues.rules import OWED, Show, Whose
from kernel.errors import NotFoundError
from models import Engagement, Firm, Issue, IssueDocument, IssueStep, Project, User
from models.enums import IssueKind, IssueLevel, IssueState, NeedCategory, Role

CARD_LIMIT = 5
TIMELINE_LIMIT = 100

LISTED = (
    joinedload(Issue.park),
    joinedload(Issue.firm),
    joinedload(Issue.project),
    joinedload(Issue.owner),
    joinedload(Issue.raised_by),
)


@dataclass(frozen=True, slots=True)
class IssueFilters:
    """What a list of issues is narrowed by; a state asked for goes before ``show``."""

    query: str = ""
    show: Show = Show.UNSOLVED
    whose: Whose | None = None
    state: IssueState | None = None
    kind: IssueKind | None = None
    level: IssueLevel | None = None
    category: NeedCategory | None = None
    park_id: int | None = None
    owner_id: int | None = None
    firm_id: int | None = None
    project_id: int | None = None
    engagement_id: int | None = None
    is_archived: bool = False


def get_issue(issue_id: int, *, viewer: User | None) -> Issue:
    """The issue with all that its page names.

    Raises:
        NotFoundError: no such issue, or none that the viewer may know of.
    """
    issue = session.scalars(
        select(Issue)
        .where(Issue.id == issue_id, visible_issues(viewer))
        .options(
            *LISTED,
            joinedload(Issue.engagement),
            joinedload(Issue.entered_by),
            joinedload(Issue.answered_by),
            joinedload(Issue.closed_by),
            selectinload(Issue.documents).joinedload(IssueDocument.attachment),
        )
    ).one_or_none()
    if issue is None:
        raise NotFoundError(_("There is no such issue, or none that you may see."))
    return issue


def list_steps(issue_id: int) -> Sequence[IssueStep]:
    """What happened with an issue, the newest first."""
    return session.scalars(
        select(IssueStep)
        .where(IssueStep.issue_id == issue_id)
        .options(
            joinedload(IssueStep.recorded_by),
            joinedload(IssueStep.from_owner),
            joinedload(IssueStep.to_owner),
        )
        .order_by(IssueStep.id.desc())
        .limit(at_most(TIMELINE_LIMIT))
    ).all()


def is_ref_taken(ref: str) -> bool:
    return session.execute(select(Issue.id).where(Issue.ref == ref)).first() is not None


def issues_query(filters: IssueFilters, *, viewer: User | None, today: date) -> Select[Issue]:
    """The issues that fit, without an order, with what a list names."""
    return select(Issue).where(visible_issues(viewer), *_conditions(filters, viewer, today)).options(*LISTED)


def _conditions(filters: IssueFilters, viewer: User | None, today: date) -> Iterator[ColumnElement[bool]]:
    archived = Issue.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    equal: dict[Any, Any] = {
        Issue.state: filters.state,
        Issue.kind: filters.kind,
        Issue.level: filters.level,
        Issue.need_category: filters.category,
        Issue.park_id: filters.park_id,
        Issue.owner_id: filters.owner_id,
    }
    yield from (column == value for column, value in equal.items() if value is not None)
    if filters.firm_id is not None:
        yield Issue.firm_id.in_(ids_of_record(filters.firm_id))
    if filters.state is None and not filters.is_archived:
        yield from _shown(filters.show, today)
    if filters.whose is not None and viewer is not None:
        yield (Issue.owner_id if filters.whose is Whose.OWNED else Issue.raised_by_id) == viewer.id
    if filters.project_id is not None:
        # One that passed to another park is not to be found by trying numbers.
        asked = select(Project.id).where(Project.id == filters.project_id, visible_projects(viewer))
        yield Issue.project_id.in_(asked)
    if filters.engagement_id is not None:
        met = select(Engagement.id).where(Engagement.id == filters.engagement_id, visible_engagements(viewer))
        yield Issue.engagement_id.in_(met)
    if filters.query.strip():
        yield _names(filters.query.strip())


def _shown(show: Show, today: date) -> Iterator[ColumnElement[bool]]:
    if show is Show.UNSOLVED:
        yield Issue.state != IssueState.CLOSED
    elif show is Show.OWED:
        yield Issue.state.in_(OWED)
    elif show is Show.OVERDUE:
        yield is_overdue(today)
    elif show is Show.TO_CHECK:
        yield Issue.state == IssueState.ANSWERED
    elif show is Show.CLOSED:
        yield Issue.state == IssueState.CLOSED


def is_overdue(today: date) -> ColumnElement[bool]:
    """Somebody still owes it, and its day has passed."""
    return and_(Issue.state.in_(OWED), Issue.due_on < today)


def _names(query: str) -> ColumnElement[bool]:
    """A part of the title or the number, in either script as written, or the firm's name."""
    writings = dict.fromkeys((query, in_simplified(query)))
    firms = select(Firm.id).where(matches(Firm, query))
    return or_(
        Issue.ref == query.upper(),
        *(Issue.title.icontains(each, autoescape=True) for each in writings),
        Issue.firm_id.in_(firms),
    )


def iterate_issues(filters: IssueFilters, *, viewer: User | None, today: date) -> Iterator[Issue]:
    """Every issue that fits, by its number, in flat memory."""
    return iterate(issues_query(filters, viewer=viewer, today=today), Issue.id)


def count_by_state(filters: IssueFilters, *, viewer: User | None, today: date) -> Mapping[IssueState, int]:
    """How many of the issues that fit stand in each state, in one statement."""
    fitting = (
        issues_query(filters, viewer=viewer, today=today)
        .options()
        .with_only_columns(Issue.state, func.count(), maintain_column_froms=True)
    )
    rows = session.execute(fitting.group_by(Issue.state))
    return {row[0]: row[1] for row in rows}


def first_of_state(filters: IssueFilters, *, viewer: User | None, today: date, limit: int) -> Sequence[Issue]:
    """The first cards of a column of the board: the nearest due first."""
    query = issues_query(filters, viewer=viewer, today=today)
    return session.scalars(query.order_by(Issue.due_on, Issue.id).limit(at_most(limit))).all()


@dataclass(frozen=True, slots=True)
class Card:
    """Some unsolved issues of a record and the number of all."""

    rows: Sequence[Issue]
    total: int


def card_of(*, viewer: User | None, firm_id: int | None = None, project_id: int | None = None) -> Card:
    """Unsolved issues of a firm or a project, the most urgent first, in one statement (two where many)."""
    where = Issue.project_id == project_id
    if firm_id is not None:
        where = Issue.firm_id.in_(ids_of_record(firm_id))
    conditions = (
        where,
        Issue.archived_at.is_(None),
        Issue.state != IssueState.CLOSED,
        visible_issues(viewer),
    )
    rows = session.scalars(
        select(Issue)
        .where(*conditions)
        .options(joinedload(Issue.owner))
        .order_by(Issue.due_on, Issue.id)
        .limit(at_most(CARD_LIMIT + 1))
    ).all()
    if len(rows) <= CARD_LIMIT:
        return Card(rows, len(rows))
    total = session.execute(select(func.count()).select_from(Issue).where(*conditions)).scalar_one()
    return Card(rows[:CARD_LIMIT], total)


def list_to_escalate(today: date, limit: int) -> Sequence[Issue]:
    """Issues whose day for going a level up has come."""
    return session.scalars(
        select(Issue)
        .where(Issue.escalates_on <= today, Issue.archived_at.is_(None), Issue.state.in_(OWED))
        .options(*LISTED)
        .order_by(Issue.id)
        .limit(at_most(limit))
    ).all()


# --- People ----------------------------------------------------------------------------------------------


def steward_ids(park_id: int | None, level: IssueLevel) -> list[int]:
    """Who takes charge at a level: the park's leads, or the office where it is the province's."""
    is_office = level is IssueLevel.PROVINCE or park_id is None
    who = User.role == Role.COORDINATOR if is_office else User.role == Role.PARK_LEAD
    query = select(User.id).where(who, User.is_enabled.is_(True), User.archived_at.is_(None))
    if not is_office:
        query = query.where(User.park_id == park_id)
    return list(session.scalars(query))


def find_owner(user_id: int, park_id: int | None) -> User | None:
    """A person who can own an issue of the park: one of its people, or of the office."""
    user = session.get(User, user_id)
    if (
        user is None
        or not user.is_active
        or user.role not in (Role.OFFICER, Role.PARK_LEAD, Role.COORDINATOR)
    ):
        return None
    is_near = user.role is Role.COORDINATOR or park_id is None or user.park_id == park_id
    return user if is_near else None
