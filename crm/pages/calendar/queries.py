"""What stands on the days of a calendar, limited by the viewer: one bounded statement for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from crm.core.database import session
from crm.core.visibility import (
    visible_delegations,
    visible_engagements,
    visible_projects,
    visible_promotions,
    visible_todos,
)
from crm.pages.calendar.rules import CalendarKind
from kernel import clock
from models import (
    Delegation,
    DelegationMember,
    Engagement,
    Milestone,
    Project,
    Promotion,
    Todo,
    User,
    engagement_users,
)
from models.enums import TodoState

MOST = 600
"""Of one kind in one month; where there are more, the page says so and asks for a filter."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The days from ``first`` to ``last``, and whose; ``kind`` None is all."""

    first: date
    last: date
    kind: CalendarKind | None = None
    person_id: int | None = None
    park_id: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on one or several days. ``at`` orders those of a day."""

    kind: CalendarKind
    record_id: int
    first: date
    last: date
    title: str
    at: time | None = None
    is_over: bool = False


def list_items(wanted: Wanted, *, viewer: User) -> tuple[list[Item], bool]:
    """What stands on the days, and whether of some kind there is more than is shown."""
    items: list[Item] = []
    is_cut = False
    for kind, ask in _ASK.items():
        if wanted.kind in (None, kind):
            rows = session.execute(ask(wanted, viewer).limit(MOST + 1)).all()
            is_cut = is_cut or len(rows) > MOST
            items += (_item(kind, row) for row in rows[:MOST])
    return items, is_cut


def _item(kind: CalendarKind, row: Any) -> Item:
    record_id, first, last, title, is_over = row
    if kind is CalendarKind.ENGAGEMENT:
        local = first.astimezone(clock.BUSINESS_ZONE)
        return Item(kind, record_id, local.date(), local.date(), title, local.time(), is_over=True)
    return Item(kind, record_id, first, last, title, is_over=bool(is_over))


Asked = Select[*tuple[Any, ...]]


def _engagements(wanted: Wanted, viewer: User) -> Asked:
    at = Engagement.happened_at
    query = select(Engagement.id, at, at, Engagement.summary, true()).where(
        visible_engagements(viewer),
        Engagement.archived_at.is_(None),
        at.between(clock.start_of_day(wanted.first), clock.end_of_day(wanted.last)),
        *_of_park(wanted, Engagement.park_id),
    )
    if wanted.person_id is not None:
        there = select(engagement_users.c.engagement_id).where(engagement_users.c.user_id == wanted.person_id)
        query = query.where(or_(Engagement.created_by_id == wanted.person_id, Engagement.id.in_(there)))
    return query.order_by(at, Engagement.id)


def _todos(wanted: Wanted, viewer: User) -> Asked:
    query = select(Todo.id, Todo.due_on, Todo.due_on, Todo.title, Todo.state != TodoState.OPEN).where(
        visible_todos(viewer),
        Todo.state != TodoState.DROPPED,
        Todo.due_on.between(wanted.first, wanted.last),
        *_of_park(wanted, Todo.park_id),
        *_of_person(wanted, Todo.owner_id),
    )
    return query.order_by(Todo.due_on, Todo.id)


def _milestones(wanted: Wanted, viewer: User) -> Asked:
    day = func.coalesce(Milestone.actual_on, Milestone.forecast_on, Milestone.planned_on)
    query = (
        select(
            Milestone.project_id,
            day.label("first"),
            day.label("last"),
            Milestone.name + " · " + Project.name,
            Milestone.actual_on.is_not(None),
        )
        .join(Milestone.project)
        .where(
            visible_projects(viewer),
            Milestone.archived_at.is_(None),
            Project.archived_at.is_(None),
            day.between(wanted.first, wanted.last),
            *_of_park(wanted, Project.park_id),
            *_of_person(wanted, Milestone.owner_id),
        )
    )
    return query.order_by(day, Milestone.id)


def _delegations(wanted: Wanted, viewer: User) -> Asked:
    query = select(
        Delegation.id,
        Delegation.from_on,
        Delegation.until_on,
        Delegation.name_hans,
        Delegation.until_on < clock.today(),
    ).where(
        visible_delegations(viewer),
        Delegation.archived_at.is_(None),
        Delegation.from_on <= wanted.last,
        Delegation.until_on >= wanted.first,
        *_of_park(wanted, Delegation.park_id),
    )
    if wanted.person_id is not None:
        going = select(DelegationMember.delegation_id).where(
            DelegationMember.user_id == wanted.person_id, DelegationMember.archived_at.is_(None)
        )
        query = query.where(or_(Delegation.lead_id == wanted.person_id, Delegation.id.in_(going)))
    return query.order_by(Delegation.from_on, Delegation.id)


def _promotions(wanted: Wanted, viewer: User) -> Asked:
    day = Promotion.held_on
    query = select(Promotion.id, day, day, Promotion.name, day < clock.today()).where(
        visible_promotions(viewer),
        Promotion.archived_at.is_(None),
        day.between(wanted.first, wanted.last),
        *_of_park(wanted, Promotion.park_id),
        *_of_person(wanted, Promotion.created_by_id),
    )
    return query.order_by(day, Promotion.id)


def _of_park(wanted: Wanted, column: Any) -> Iterator[ColumnElement[bool]]:
    if wanted.park_id is not None:
        yield column == wanted.park_id


def _of_person(wanted: Wanted, column: Any) -> Iterator[ColumnElement[bool]]:
    if wanted.person_id is not None:
        yield column == wanted.person_id


_ASK: dict[CalendarKind, Callable[[Wanted, User], Asked]] = {
    CalendarKind.DELEGATION: _delegations,
    CalendarKind.PROMOTION: _promotions,
    CalendarKind.MILESTONE: _milestones,
    CalendarKind.TO_DO: _todos,
    CalendarKind.ENGAGEMENT: _engagements,
}
