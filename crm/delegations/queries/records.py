"""Delegations and their parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, extract, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.core.names import simplify
from crm.core.streaming import iterate
from crm.core.visibility import visible_contacts, visible_delegations, visible_engagements
from kernel.errors import NotFoundError
from models import (
    Contact,
    Delegation,
    DelegationApproval,
    DelegationCommitment,
    DelegationFile,
    DelegationFollowUp,
    DelegationMember,
    DelegationSession,
    DelegationStop,
    Engagement,
    Firm,
    Park,
    User,
)
from models.enums import DelegationDirection, DelegationState, Role

Part = TypeVar(
    "Part",
    DelegationMember,
    DelegationStop,
    DelegationSession,
    DelegationCommitment,
    DelegationApproval,
)

_LISTED = (joinedload(Delegation.park), joinedload(Delegation.lead))


def get_delegation(delegation_id: int, *, viewer: User | None) -> Delegation:
    """
    Raises:
        NotFoundError: no such delegation, or none that the viewer may know of.
    """
    row = session.scalars(
        select(Delegation)
        .where(Delegation.id == delegation_id, visible_delegations(viewer))
        .options(*_LISTED, joinedload(Delegation.created_by), selectinload(Delegation.parks))
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such delegation, or none that you may see."))
    return row


def find_delegation_by_ref(ref: str) -> Delegation | None:
    return session.scalars(select(Delegation).where(Delegation.ref == ref)).one_or_none()


def is_ref_taken(ref: str) -> bool:
    return find_delegation_by_ref(ref) is not None


@dataclass(frozen=True, slots=True)
class DelegationFilters:
    """What a list of delegations is narrowed by."""

    query: str = ""
    direction: DelegationDirection | None = None
    state: DelegationState | None = None
    park_id: int | None = None
    year: int | None = None
    is_archived: bool = False


def delegations_query(filters: DelegationFilters, *, viewer: User | None) -> Select[Delegation]:
    return select(Delegation).where(visible_delegations(viewer), *_conditions(filters)).options(*_LISTED)


def _conditions(filters: DelegationFilters) -> Iterator[ColumnElement[bool]]:
    archived = Delegation.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    equal: dict[Any, Any] = {
        Delegation.direction: filters.direction,
        Delegation.state: filters.state,
        Delegation.park_id: filters.park_id,
    }
    yield from (column == value for column, value in equal.items() if value is not None)
    if filters.year is not None:
        yield extract("year", Delegation.from_on) == filters.year
    if text := filters.query.strip():
        yield _answers_to(text)


def _answers_to(text: str) -> ColumnElement[bool]:
    """Its number, its name in any script, or where it goes."""
    columns = (
        Delegation.ref,
        Delegation.name_hans,
        Delegation.name_hant,
        Delegation.name_en,
        Delegation.place,
    )
    return or_(
        *(column.icontains(form, autoescape=True) for column in columns for form in {text, simplify(text)})
    )


def iterate_delegations(filters: DelegationFilters, *, viewer: User | None) -> Iterator[Delegation]:
    return iterate(delegations_query(filters, viewer=viewer), Delegation.id)


def list_years(*, viewer: User | None) -> Sequence[int]:
    """The years in which a delegation begins, the newest first."""
    year = extract("year", Delegation.from_on)
    found = session.scalars(select(year).where(visible_delegations(viewer)).distinct())
    return sorted((int(each) for each in found), reverse=True)


def list_within(
    first: date, last: date, filters: DelegationFilters, *, viewer: User | None
) -> Sequence[Delegation]:
    """Those of which a day lies between two days, for a calendar."""
    return session.scalars(
        delegations_query(filters, viewer=viewer)
        .where(Delegation.from_on <= last, Delegation.until_on >= first)
        .order_by(Delegation.from_on, Delegation.id)
    ).all()


# --- Parts ---------------------------------------------------------------------------------------


def get_part(model: type[Part], part_id: int, *, viewer: User | None) -> Part:
    """One part, with its delegation.

    Raises:
        NotFoundError: no such part, or of a delegation that the viewer may not know of.
    """
    found: Part | None = session.scalars(
        select(model)
        .join(model.delegation)
        .where(model.id == part_id, visible_delegations(viewer))
        .options(joinedload(model.delegation).selectinload(Delegation.parks))
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such part of a delegation, or none that you may see."))
    return found


def get_follow_up(follow_up_id: int, *, viewer: User | None) -> DelegationFollowUp:
    found = session.scalars(
        select(DelegationFollowUp)
        .join(DelegationFollowUp.delegation)
        .where(DelegationFollowUp.id == follow_up_id, visible_delegations(viewer))
        .options(joinedload(DelegationFollowUp.delegation))
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such part of a delegation, or none that you may see."))
    return found


def list_members(delegation: Delegation) -> Sequence[DelegationMember]:
    return session.scalars(
        select(DelegationMember)
        .where(DelegationMember.delegation_id == delegation.id, DelegationMember.archived_at.is_(None))
        .options(
            joinedload(DelegationMember.firm),
            joinedload(DelegationMember.user),
            joinedload(DelegationMember.contact),
        )
        .order_by(DelegationMember.side, DelegationMember.position, DelegationMember.id)
    ).all()


def list_stops(delegation: Delegation) -> Sequence[DelegationStop]:
    """By day and time."""
    return session.scalars(
        select(DelegationStop)
        .where(DelegationStop.delegation_id == delegation.id, DelegationStop.archived_at.is_(None))
        .options(
            joinedload(DelegationStop.park),
            joinedload(DelegationStop.leader),
            joinedload(DelegationStop.responsible),
            selectinload(DelegationStop.people),
        )
        .order_by(DelegationStop.day, DelegationStop.starts_at, DelegationStop.position, DelegationStop.id)
    ).all()


def list_sessions(delegation: Delegation) -> Sequence[DelegationSession]:
    return session.scalars(
        select(DelegationSession)
        .where(DelegationSession.delegation_id == delegation.id, DelegationSession.archived_at.is_(None))
        .options(
            joinedload(DelegationSession.firm),
            joinedload(DelegationSession.park),
            joinedload(DelegationSession.officer),
        )
        .order_by(DelegationSession.day, DelegationSession.starts_at, DelegationSession.id)
    ).all()


def list_commitments(delegation: Delegation) -> Sequence[DelegationCommitment]:
    return session.scalars(
        select(DelegationCommitment)
        .where(
            DelegationCommitment.delegation_id == delegation.id, DelegationCommitment.archived_at.is_(None)
        )
        .options(joinedload(DelegationCommitment.owner), joinedload(DelegationCommitment.firm))
        .order_by(DelegationCommitment.due_on.is_(None), DelegationCommitment.due_on, DelegationCommitment.id)
    ).all()


def find_commitment(commitment_id: int | None) -> DelegationCommitment | None:
    """For what the system does of itself: nobody looks."""
    return session.get(DelegationCommitment, commitment_id) if commitment_id is not None else None


def list_approvals(delegation: Delegation) -> Sequence[DelegationApproval]:
    return session.scalars(
        select(DelegationApproval)
        .where(DelegationApproval.delegation_id == delegation.id, DelegationApproval.archived_at.is_(None))
        .options(joinedload(DelegationApproval.attachment))
        .order_by(DelegationApproval.id)
    ).all()


def list_files(delegation: Delegation) -> Sequence[DelegationFile]:
    return session.scalars(
        select(DelegationFile)
        .where(DelegationFile.delegation_id == delegation.id)
        .options(joinedload(DelegationFile.attachment))
        .order_by(DelegationFile.id)
    ).all()


def list_follow_ups(delegation: Delegation) -> Sequence[DelegationFollowUp]:
    return session.scalars(
        select(DelegationFollowUp)
        .where(DelegationFollowUp.delegation_id == delegation.id)
        .order_by(DelegationFollowUp.days)
    ).all()


def list_engagements(delegation: Delegation, *, viewer: User | None) -> Sequence[Engagement]:
    """What was logged on the way, as far as the viewer may see it."""
    return session.scalars(
        select(Engagement)
        .where(
            Engagement.delegation_id == delegation.id,
            Engagement.archived_at.is_(None),
            visible_engagements(viewer),
        )
        .options(selectinload(Engagement.firms), joinedload(Engagement.created_by))
        .order_by(Engagement.happened_at, Engagement.id)
    ).all()


# --- What forms offer ----------------------------------------------------------------------------


def list_firms(ids: Sequence[int]) -> Sequence[Firm]:
    """In the order of ``ids``."""
    rows = {firm.id: firm for firm in session.scalars(select(Firm).where(Firm.id.in_(ids)))} if ids else {}
    return [rows[each] for each in ids if each in rows]


def find_contact(contact_id: int, *, viewer: User | None) -> Contact | None:
    return session.scalars(
        select(Contact).where(Contact.id == contact_id, visible_contacts(viewer))
    ).one_or_none()


def list_parks(ids: Sequence[int]) -> Sequence[Park]:
    return session.scalars(select(Park).where(Park.id.in_(ids)).order_by(Park.position)).all()


def find_user(user_id: int) -> User | None:
    return session.get(User, user_id)


def list_staff() -> Sequence[User]:
    """Our people of every park: a visit takes along whom it needs."""
    return session.scalars(
        select(User)
        .where(
            User.role.in_((Role.OFFICER, Role.PARK_LEAD, Role.COORDINATOR, Role.LEADER)),
            User.is_enabled.is_(True),
            User.archived_at.is_(None),
        )
        .order_by(User.park_id, User.id)
    ).all()


def next_position(delegation: Delegation) -> int:
    last = session.scalar(
        select(func.max(DelegationMember.position)).where(DelegationMember.delegation_id == delegation.id)
    )
    return (last or 0) + 1
