"""To-dos, limited by the viewer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.core.permissions import Permission, may
from crm.core.preferences import get_preference
from crm.core.streaming import iterate
from crm.core.visibility import (
    principal_ids,
    visible_engagements,
    visible_firms,
    visible_projects,
    visible_todos,
)
from crm.core.workdays import add_working_days
from crm.firms.queries import ids_of_record
from crm.todos.rules import PARK_ROLES, STAFF, WEEK, Scope, Timing, can_give
from kernel import clock
from kernel.errors import NotFoundError
from models import Engagement, Firm, Issue, Project, Todo, User
from models.enums import Role, TodoSource, TodoState

_LISTED = (
    joinedload(Todo.owner),
    joinedload(Todo.given_by),
    joinedload(Todo.closed_by),
    joinedload(Todo.firm),
    joinedload(Todo.project),
    joinedload(Todo.park),
)


def find_of_source(source: TodoSource, source_id: int) -> Todo | None:
    """The one to-do of a record's duty, whatever has become of it."""
    return session.scalars(
        select(Todo).where(Todo.source == source, Todo.source_id == source_id)
    ).one_or_none()


def find_follower(todo: Todo) -> Todo | None:
    """The next one of its rhythm, where it was done once already."""
    return session.scalars(select(Todo).where(Todo.follows_id == todo.id).order_by(Todo.id)).first()


def get_todo(todo_id: int, *, viewer: User | None) -> Todo:
    """The to-do with all that its page names.

    Raises:
        NotFoundError: no such to-do, or none that the viewer may know of.
    """
    todo = session.scalars(
        select(Todo)
        .where(Todo.id == todo_id, visible_todos(viewer))
        .options(*_LISTED, joinedload(Todo.created_by))
    ).one_or_none()
    if todo is None:
        raise NotFoundError(_("There is no such to-do, or none that you may see."))
    return todo


def shows_source(todo: Todo, viewer: User) -> bool:
    """Whether the viewer may open what it came from: a confidential engagement is not for everybody, and
    parts of projects have a page for who edits them."""
    if todo.source in (TodoSource.MILESTONE, TodoSource.PROCEDURE):
        return may(viewer, Permission.EDIT_PROJECTS)
    if todo.source in (TodoSource.MAJOR_YEAR, TodoSource.MAJOR_PROBLEM, TodoSource.GREEN_STEP):
        return may(viewer, Permission.EDIT_MAJORS)
    if todo.source is not TodoSource.ENGAGEMENT:
        return todo.source_id is not None
    query = select(Engagement.id).where(Engagement.id == todo.source_id, visible_engagements(viewer))
    return session.scalar(query) is not None


def title_outside(todo: Todo) -> str:
    """What a notice, which may leave by mail, calls it: of what is confidential the number only."""
    record: Engagement | Issue | None = None
    if todo.source is TodoSource.ENGAGEMENT:
        record = session.get(Engagement, todo.source_id)
    elif todo.source is TodoSource.ISSUE:
        record = session.get(Issue, todo.source_id)
    return record.ref if record is not None and record.is_confidential else todo.title


def stands_in_for(user: User, owner_id: int) -> bool:
    query = principal_ids(user, clock.today())
    return session.scalar(select(User.id).where(User.id == owner_id, User.id.in_(query))) is not None


def list_receivers(by: User) -> Sequence[User]:
    """Colleagues to whom one may pass a to-do."""
    query = select(User).where(
        User.is_enabled, User.archived_at.is_(None), User.id != by.id, User.role.in_(STAFF)
    )
    if by.role in PARK_ROLES:
        query = query.where(User.park_id == by.park_id, User.role.in_(PARK_ROLES))
    if by.role is Role.LEADER:
        query = query.where(User.role == Role.COORDINATOR)
    found = session.scalars(query.order_by(User.display_name, User.id))
    return [
        user for user in found if can_give(by.role, by.park_id, to_role=user.role, to_park_id=user.park_id)
    ]


@dataclass(frozen=True, slots=True)
class TodoFilters:
    """What a list of to-dos is narrowed by."""

    scope: Scope = Scope.MINE
    state: TodoState | None = TodoState.OPEN
    timing: Timing | None = None
    source: TodoSource | None = None
    query: str = ""
    owner_id: int | None = None
    park_id: int | None = None
    firm_id: int | None = None
    project_id: int | None = None


def todos_query(filters: TodoFilters, *, viewer: User) -> Select[Todo]:
    """The to-dos that fit, without an order, with what a list names."""
    return select(Todo).where(visible_todos(viewer), *_conditions(filters, viewer)).options(*_LISTED)


def iterate_todos(filters: TodoFilters, *, viewer: User) -> Iterator[Todo]:
    """Every to-do that fits, by its number, in flat memory."""
    return iterate(todos_query(filters, viewer=viewer), Todo.id)


def _conditions(filters: TodoFilters, viewer: User) -> Iterator[ColumnElement[bool]]:
    yield from _of_scope(filters.scope, viewer)
    equal: dict[Any, Any] = {
        Todo.state: filters.state,
        Todo.source: filters.source,
        Todo.owner_id: filters.owner_id,
        Todo.park_id: filters.park_id,
    }
    yield from (column == value for column, value in equal.items() if value is not None)
    if filters.firm_id is not None:
        yield Todo.firm_id.in_(ids_of_record(filters.firm_id))
    if filters.project_id is not None:
        # One that passed to another park is not to be found by trying numbers.
        asked = select(Project.id).where(Project.id == filters.project_id, visible_projects(viewer))
        yield Todo.project_id.in_(asked)
    if filters.timing is not None:
        yield in_timing(filters.timing, clock.today())
    if filters.query:
        yield Todo.title.icontains(filters.query, autoescape=True)


def _of_scope(scope: Scope, viewer: User) -> Iterator[ColumnElement[bool]]:
    if scope is Scope.MINE:
        yield Todo.owner_id == viewer.id
    elif scope is Scope.GIVEN:
        yield Todo.given_by_id == viewer.id
    elif scope is Scope.STANDING_IN:
        yield Todo.owner_id.in_(principal_ids(viewer, clock.today()))


def in_timing(timing: Timing, today: date) -> ColumnElement[bool]:
    """:func:`crm.todos.rules.timing` as a condition, of open ones."""
    awake = or_(Todo.snoozed_until.is_(None), Todo.snoozed_until <= today)
    ahead = Todo.listed_on >= today
    conditions = {
        Timing.OVERDUE: Todo.listed_on < today,
        Timing.TODAY: and_(Todo.listed_on == today, awake),
        Timing.WEEK: and_(Todo.listed_on > today, Todo.listed_on <= today + WEEK, awake),
        Timing.LATER: and_(Todo.listed_on > today + WEEK, awake),
        Timing.SNOOZED: and_(ahead, Todo.snoozed_until > today),
    }
    return and_(Todo.state == TodoState.OPEN, conditions.get(timing, false()))


def due_query(owner_ids: Select[int] | Sequence[int], viewer: User, today: date) -> Select[Todo]:
    """What is to be done now: overdue or due within a week and awake, the oldest first."""
    due = or_(*(in_timing(timing, today) for timing in (Timing.OVERDUE, Timing.TODAY, Timing.WEEK)))
    return (
        select(Todo)
        .where(visible_todos(viewer), Todo.owner_id.in_(owner_ids), due)
        .options(joinedload(Todo.owner), joinedload(Todo.firm), joinedload(Todo.project))
        .order_by(Todo.listed_on, Todo.id)
    )


def find_firm_name(firm_id: int, *, viewer: User) -> str | None:
    query = select(Firm).where(Firm.id == firm_id, visible_firms(viewer))
    firm = session.scalars(query).one_or_none()
    return firm.name if firm else None


def find_project_name(project_id: int, *, viewer: User) -> str | None:
    query = select(Project.name).where(Project.id == project_id, visible_projects(viewer))
    return session.scalars(query).one_or_none()


def list_to_remind(today: date) -> Sequence[int]:
    """Ids of open to-dos of which their owners are to be reminded: ahead by their own lead time, on the
    day, once it is overdue, and every week from then on. Each stage once, however late it is noticed."""
    awake = or_(Todo.snoozed_until.is_(None), Todo.snoozed_until <= today)
    last = Todo.reminded_on
    stages = or_(
        last.is_(None),
        and_(Todo.due_on <= today, last < Todo.due_on),
        and_(Todo.due_on < today, last <= Todo.due_on),
        and_(Todo.due_on < today, last <= today - WEEK),
        last < Todo.snoozed_until,
    )
    query = (
        select(Todo.id)
        .join(Todo.owner)
        .where(
            Todo.state == TodoState.OPEN,
            User.is_enabled,
            User.archived_at.is_(None),
            awake,
            stages,
            _is_near(today),
        )
    )
    return session.scalars(query.order_by(Todo.id)).all()


def _is_near(today: date) -> ColumnElement[bool]:
    """Due within the owner's lead time, or before offices open again."""
    usual = get_preference("todos.lead_days")
    eve = add_working_days(today, 1) - timedelta(days=1)
    own = User.reminded_days_ahead
    chosen = session.scalars(select(own).where(own.is_not(None)).distinct())

    def is_near(days: int) -> ColumnElement[bool]:
        return Todo.due_on <= max(today + timedelta(days=days), eve)

    mine = (and_(own == days, is_near(days)) for days in chosen if days is not None)
    return or_(and_(own.is_(None), is_near(usual)), *mine)
