"""What belongs to a person, and between whom it may pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from crm.core.database import session
from crm.core.permissions import PARK_ROLES, READERS
from crm.core.visibility import own_park_id
from crm.pages.handover.labels import Belonging
from crm.pages.handover.queries.held import HELD, Held
from crm.pages.handover.rules import can_take_over
from models import User
from models.enums import Role


def _conditions(held: Held, owner: User, by: User, to: User | None) -> list[ColumnElement[bool]]:
    """The owner's, of the parks for which both who hands over and who takes over work."""
    conditions = [held.is_of(owner), *held.matters]
    parks = {own_park_id(by), own_park_id(to)} - {None}
    if held.park is not None:
        conditions += [(held.park == park_id) | held.park.is_(None) for park_id in parks]
    return conditions


def count_held(owner: User, *, by: User, to: User | None) -> dict[Belonging, int]:
    """How many records of each kind would pass, in one statement."""
    counts = [
        select(literal(kind.value), func.count())
        .select_from(held.model)
        .where(*_conditions(held, owner, by, to))
        for kind, held in HELD.items()
    ]
    found = {Belonging(kind): number for kind, number in session.execute(union_all(*counts))}
    return {kind: found[kind] for kind in HELD}


def list_held(kind: Belonging, owner: User, *, by: User, to: User) -> Sequence[Any]:
    """The records of a kind that pass."""
    held = HELD[kind]
    query: Select[Any] = select(held.model).where(*_conditions(held, owner, by, to)).order_by(held.model.id)
    return session.scalars(query).unique().all()


def list_leavers(by: User) -> Sequence[User]:
    """Whose records the person may hand over, whether or not they are still here."""
    query = select(User).where(User.role.in_(READERS), User.archived_at.is_(None))
    park_id = own_park_id(by)
    if park_id is not None:
        query = query.where(User.park_id == park_id, User.role.in_(PARK_ROLES))
    return session.scalars(query.order_by(User.is_enabled, User.display_name, User.id)).all()


def list_takers(leaver: User, by: User) -> Sequence[User]:
    """Who may take over from the person."""
    query = select(User).where(
        User.is_enabled,
        User.archived_at.is_(None),
        User.id != leaver.id,
        User.role.in_((*PARK_ROLES, Role.COORDINATOR)),
    )
    of_park = own_park_id(leaver) or own_park_id(by)
    found = session.scalars(query.order_by(User.display_name, User.id))
    return [user for user in found if can_take_over(user.role, user.park_id, of_park=of_park)]
