"""What calendars of other programs are told, and the addresses under which they ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.core.visibility import visible_delegations, visible_todos
from kernel.errors import NotFoundError
from models import CalendarFeed, Delegation, DelegationMember, DelegationStop, Todo, User, stop_members
from models.enums import DelegationState, TodoState


def find_feed(token_hash: str) -> CalendarFeed | None:
    """The feed of a secret, while it holds, with its owner."""
    return session.scalars(
        select(CalendarFeed)
        .where(CalendarFeed.token_hash == token_hash, CalendarFeed.ended_at.is_(None))
        .options(joinedload(CalendarFeed.user))
    ).one_or_none()


def list_feeds(user: User) -> Sequence[CalendarFeed]:
    """A person's own, those that hold first."""
    return session.scalars(
        select(CalendarFeed)
        .where(CalendarFeed.user_id == user.id)
        .order_by(CalendarFeed.ended_at.is_not(None), CalendarFeed.id.desc())
    ).all()


def get_feed(feed_id: int, *, owner: User) -> CalendarFeed:
    """Raises NotFoundError for what is no feed, or somebody else's."""
    row = session.scalars(
        select(CalendarFeed).where(CalendarFeed.id == feed_id, CalendarFeed.user_id == owner.id)
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such subscription, or it is not yours."))
    return row


def list_own_delegations(user: User, since: date) -> Sequence[Delegation]:
    """Visits that the person leads or goes along on, not over before ``since``."""
    going = select(DelegationMember.delegation_id).where(
        DelegationMember.user_id == user.id, DelegationMember.archived_at.is_(None)
    )
    return session.scalars(
        select(Delegation)
        .where(
            visible_delegations(user),
            _stands(),
            Delegation.until_on >= since,
            or_(Delegation.lead_id == user.id, Delegation.id.in_(going)),
        )
        .order_by(Delegation.from_on, Delegation.id)
    ).all()


def list_own_stops(user: User, since: date) -> Sequence[DelegationStop]:
    """Stops of the person's visits at which they are: named, or where nobody is."""
    mine = select(DelegationMember.id).where(
        DelegationMember.user_id == user.id, DelegationMember.archived_at.is_(None)
    )
    at_stop = select(stop_members.c.stop_id).where(stop_members.c.stop_id == DelegationStop.id)
    mine_there = at_stop.where(stop_members.c.member_id.in_(mine)).exists()
    going = select(DelegationMember.delegation_id).where(DelegationMember.id.in_(mine))
    return session.scalars(
        select(DelegationStop)
        .join(DelegationStop.delegation)
        .where(
            visible_delegations(user),
            _stands(),
            DelegationStop.archived_at.is_(None),
            DelegationStop.day >= since,
            or_(
                DelegationStop.leader_id.in_(mine),
                DelegationStop.responsible_id.in_(mine),
                mine_there,
                and_(
                    ~at_stop.exists(),
                    or_(Delegation.lead_id == user.id, Delegation.id.in_(going)),
                ),
            ),
        )
        .options(joinedload(DelegationStop.park), selectinload(DelegationStop.delegation))
        .order_by(DelegationStop.day, DelegationStop.starts_at, DelegationStop.id)
    ).all()


def list_own_todos(user: User, since: date, limit: int) -> Sequence[Todo]:
    """What the person has to do by a day."""
    return session.scalars(
        select(Todo)
        .where(
            visible_todos(user),
            Todo.owner_id == user.id,
            Todo.state == TodoState.OPEN,
            Todo.due_on >= since,
        )
        .order_by(Todo.due_on, Todo.id)
        .limit(limit)
    ).all()


def _stands() -> ColumnElement[bool]:
    return and_(Delegation.archived_at.is_(None), Delegation.state != DelegationState.CANCELLED)
