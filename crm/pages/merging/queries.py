"""The merges there were, limited by the viewer, and records that look like one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from crm.core.database import at_most, session
from crm.core.visibility import visible_merges
from kernel.errors import NotFoundError
from models import Contact, Firm, Merge, User
from models.enums import MergeKind

DUPLICATES_LIMIT = 50

_NAMED = (
    joinedload(Merge.from_firm),
    joinedload(Merge.into_firm),
    joinedload(Merge.from_contact),
    joinedload(Merge.into_contact),
    joinedload(Merge.merged_by),
    joinedload(Merge.undone_by),
)


def merges_query(kind: MergeKind | None, *, is_undone: bool, viewer: User | None) -> Select[Merge]:
    """The merges that fit, without an order."""
    undone = Merge.undone_at
    conditions: list[ColumnElement[bool]] = [undone.is_not(None) if is_undone else undone.is_(None)]
    if kind is not None:
        conditions.append(Merge.kind == kind)
    return select(Merge).where(visible_merges(viewer), *conditions).options(*_NAMED)


def get_merge(merge_id: int, *, viewer: User | None) -> Merge:
    """Raises NotFoundError."""
    found = session.scalars(
        select(Merge).where(Merge.id == merge_id, visible_merges(viewer)).options(*_NAMED)
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such merge, or none that you may see."))
    return found


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that bear one name."""

    one: Firm | Contact
    other: Firm | Contact


def list_alike_firms() -> list[Pair]:
    """The first firms whose names fold to one across scripts; not where each has a number."""
    one, other = aliased(Firm), aliased(Firm)
    both_numbered = and_(one.business_number.is_not(None), other.business_number.is_not(None))
    query = (
        select(one, other)
        .join(other, and_(other.name_key == one.name_key, other.id > one.id))
        .where(one.name_key != "", one.archived_at.is_(None), other.archived_at.is_(None), ~both_numbered)
        .order_by(one.id, other.id)
        .limit(at_most(DUPLICATES_LIMIT))
    )
    return _pairs(session.execute(query).all())


def list_alike_contacts(viewer: User) -> list[Pair]:
    """The first contacts of one name, and of one firm, number or address, that the viewer could merge."""
    one, other = aliased(Contact), aliased(Contact)
    same = or_(one.firm_id == other.firm_id, one.phone == other.phone, one.email == other.email)
    own: list[ColumnElement[bool]] = []
    if viewer.park_id is not None:
        own = [one.owner_id == viewer.id, other.owner_id == viewer.id]
    query = (
        select(one, other)
        .join(other, and_(func.lower(other.name) == func.lower(one.name), other.id > one.id))
        .where(one.archived_at.is_(None), other.archived_at.is_(None), same, *own)
        .order_by(one.id, other.id)
        .limit(at_most(DUPLICATES_LIMIT))
    )
    return _pairs(session.execute(query).all())


def _pairs(rows: Sequence[Any]) -> list[Pair]:
    return [Pair(one, other) for one, other in rows]
