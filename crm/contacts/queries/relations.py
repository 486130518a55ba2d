"""What hangs on a person: roles, consent, who of ours knows them, who led us to whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select, union
from sqlalchemy.orm import joinedload

from crm.contacts.queries.contacts import ids_of_person
from crm.core.database import at_most, session
from crm.core.permissions import READERS
from crm.core.visibility import (
    visible_acquaintances,
    visible_associations,
    visible_contacts,
    visible_engagements,
    visible_introductions,
)
from crm.firms.queries import ids_of_record
from kernel import clock
from kernel.errors import NotFoundError
from models import (
    Acquaintance,
    AssociationFirm,
    Contact,
    ContactConsent,
    ContactRole,
    Engagement,
    Introduction,
    User,
    engagement_contacts,
    engagement_users,
)
from models.base import Base

LIMIT = 50
Rows = Select[*tuple[Any, ...]]

R = TypeVar("R", bound=Base)


def get_role(role_id: int, *, viewer: User | None) -> ContactRole:
    """Raises NotFoundError."""
    query = select(ContactRole).join(ContactRole.contact).where(visible_contacts(viewer))
    place = (joinedload(ContactRole.firm), joinedload(ContactRole.association))
    return _one(query.where(ContactRole.id == role_id).options(joinedload(ContactRole.contact), *place))


def get_acquaintance(acquaintance_id: int, *, viewer: User | None) -> Acquaintance:
    """Raises NotFoundError, also where it rests on an engagement that the viewer may not see."""
    query = select(Acquaintance).where(Acquaintance.id == acquaintance_id, visible_acquaintances(viewer))
    return _one(query.options(joinedload(Acquaintance.contact), joinedload(Acquaintance.user)))


def get_introduction(introduction_id: int, *, viewer: User | None) -> Introduction:
    """Raises NotFoundError, also where it rests on an engagement that the viewer may not see."""
    query = select(Introduction).where(Introduction.id == introduction_id, visible_introductions(viewer))
    return _one(query.options(*_INTRODUCTION))


def _one(query: Select[R]) -> R:
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such record, or none that you may see."))
    return found


def list_roles(contact_id: int, *, viewer: User | None) -> Sequence[ContactRole]:
    """Further and former roles of a person, those that hold first."""
    today = clock.today()
    is_over = func.coalesce(ContactRole.until_on <= today, False)
    return session.scalars(
        select(ContactRole)
        .join(ContactRole.contact)
        .where(
            ContactRole.contact_id.in_(ids_of_person(contact_id)),
            ContactRole.archived_at.is_(None),
            visible_contacts(viewer),
        )
        .options(joinedload(ContactRole.firm), joinedload(ContactRole.association))
        .order_by(is_over, func.coalesce(ContactRole.until_on, today).desc(), ContactRole.id)
    ).all()


def find_role_ended(contact_id: int, firm_id: int, day: date) -> ContactRole | None:
    """The role at a firm that a person left on a day."""
    return session.scalars(
        select(ContactRole).where(
            ContactRole.contact_id == contact_id,
            ContactRole.firm_id == firm_id,
            ContactRole.until_on == day,
            ContactRole.archived_at.is_(None),
        )
    ).first()


def list_roles_by_id(ids: Collection[int]) -> Sequence[ContactRole]:
    return session.scalars(select(ContactRole).where(ContactRole.id.in_(ids)).order_by(ContactRole.id)).all()


def list_roles_at(firm_id: int, *, viewer: User | None) -> Sequence[ContactRole]:
    """People who have or had a further role at a firm, those that hold first."""
    return session.scalars(
        select(ContactRole)
        .join(ContactRole.contact)
        .where(
            ContactRole.firm_id.in_(ids_of_record(firm_id)),
            ContactRole.archived_at.is_(None),
            Contact.archived_at.is_(None),
            visible_contacts(viewer),
        )
        .options(joinedload(ContactRole.contact).joinedload(Contact.firm))
        .order_by(func.coalesce(ContactRole.until_on <= clock.today(), False), Contact.name, ContactRole.id)
        .limit(at_most(LIMIT))
    ).all()


def list_consents(contact_id: int, *, viewer: User | None) -> Sequence[ContactConsent]:
    """What the person said on being kept here, the last first."""
    return session.scalars(
        select(ContactConsent)
        .join(ContactConsent.contact)
        .where(ContactConsent.contact_id.in_(ids_of_person(contact_id)), visible_contacts(viewer))
        .options(joinedload(ContactConsent.recorded_by))
        .order_by(ContactConsent.id.desc())
    ).all()


def list_acquaintances(contact_id: int, *, viewer: User | None) -> Sequence[Acquaintance]:
    """Who of ours knows the person, who knows them best first."""
    return session.scalars(
        select(Acquaintance)
        .where(
            Acquaintance.contact_id.in_(ids_of_person(contact_id)),
            Acquaintance.archived_at.is_(None),
            visible_acquaintances(viewer),
        )
        .options(joinedload(Acquaintance.user), joinedload(Acquaintance.engagement))
        .order_by(Acquaintance.strength.desc(), Acquaintance.id)
    ).all()


def is_acquainted(user_id: int, contact_id: int, *, but: int | None = None) -> bool:
    """Whether that is recorded already."""
    query = select(Acquaintance.id).where(
        Acquaintance.user_id == user_id,
        Acquaintance.contact_id.in_(ids_of_person(contact_id)),
        Acquaintance.archived_at.is_(None),
        Acquaintance.id != (but or 0),
    )
    return session.execute(query).first() is not None


@dataclass(frozen=True, slots=True)
class Meetings:
    """How often one of ours met a person, by the engagements in which both were."""

    user_id: int
    contact_id: int
    times: int
    last_at: datetime
    engagement_id: int
    """One of the last moment."""
    user_name: str


def meetings_query(contact: ColumnElement[bool], viewer: User | None) -> Rows:
    """By person of ours and contact: how often, when last, and the engagement that shows it.

    Only what went both ways counts, and only what the viewer may see.
    """
    named = select(engagement_users.c.engagement_id, engagement_users.c.user_id)
    # Where nobody is named, who logged it was there.
    nobody = Engagement.id.not_in(select(engagement_users.c.engagement_id))
    author = select(Engagement.id, Engagement.created_by_id).where(
        Engagement.created_by_id.is_not(None), nobody
    )
    there = union(named, author).subquery()
    kept = func.coalesce(Contact.merged_into_id, Contact.id)
    return (
        select(
            User.id,
            kept,
            func.count(func.distinct(Engagement.id)),
            func.max(Engagement.happened_at),
            func.max(Engagement.id),
            User.display_name,
        )
        .select_from(Engagement)
        .join(engagement_contacts, engagement_contacts.c.engagement_id == Engagement.id)
        .join(Contact, Contact.id == engagement_contacts.c.contact_id)
        .join(there, there.c.engagement_id == Engagement.id)
        .join(User, User.id == there.c.user_id)
        .where(
            contact,
            Engagement.archived_at.is_(None),
            Engagement.is_two_way.is_(True),
            User.archived_at.is_(None),
            User.is_enabled.is_(True),
            visible_engagements(viewer),
            visible_contacts(viewer),
        )
        .group_by(User.id, kept, User.display_name)
    )


def list_meetings(contact_id: int, *, viewer: User | None) -> list[Meetings]:
    """Who of ours met the person, most often first."""
    asked = or_(Contact.id == contact_id, Contact.merged_into_id == contact_id)
    rows = session.execute(meetings_query(asked, viewer).limit(at_most(LIMIT)))
    return sorted((Meetings(*row) for row in rows), key=lambda each: (-each.times, each.user_id))


_INTRODUCTION = (
    joinedload(Introduction.introducer).joinedload(Contact.firm),
    joinedload(Introduction.association),
    joinedload(Introduction.firm),
    joinedload(Introduction.contact).joinedload(Contact.firm),
    joinedload(Introduction.to_user),
    joinedload(Introduction.engagement),
)


def list_introductions(
    *,
    viewer: User | None,
    contact_id: int | None = None,
    firm_id: int | None = None,
    association_id: int | None = None,
) -> Sequence[Introduction]:
    """Who led us to a person or firm, or whom a person or association led us to; the last first."""
    touched: list[ColumnElement[bool]] = []
    if contact_id is not None:
        ids = ids_of_person(contact_id)
        touched += [Introduction.introducer_id.in_(ids), Introduction.contact_id.in_(ids)]
    if firm_id is not None:
        touched.append(Introduction.firm_id.in_(ids_of_record(firm_id)))
    if association_id is not None:
        touched.append(Introduction.association_id == association_id)
    return session.scalars(
        select(Introduction)
        .where(or_(*touched), Introduction.archived_at.is_(None), visible_introductions(viewer))
        .options(*_INTRODUCTION)
        .order_by(Introduction.introduced_on.desc(), Introduction.id.desc())
        .limit(at_most(LIMIT))
    ).all()


def engagement_of(engagement_id: int | None, *, viewer: User | None) -> Engagement | None:
    """The engagement that shows something.

    Raises:
        NotFoundError: there is none, or none that the viewer may see.
    """
    if engagement_id is None:
        return None
    query = select(Engagement).where(Engagement.id == engagement_id, visible_engagements(viewer))
    return _one(query)


def list_shared_engagements(contact_id: int, *, viewer: User | None) -> Sequence[Engagement]:
    """Engagements with the person, to choose the one that shows something; the last first."""
    with_person = select(engagement_contacts.c.engagement_id).where(
        engagement_contacts.c.contact_id.in_(ids_of_person(contact_id))
    )
    return session.scalars(
        select(Engagement)
        .where(Engagement.id.in_(with_person), Engagement.archived_at.is_(None), visible_engagements(viewer))
        .order_by(Engagement.happened_at.desc(), Engagement.id.desc())
        .limit(at_most(LIMIT))
    ).all()


def list_associations_of(firm_id: int, *, viewer: User | None) -> Sequence[AssociationFirm]:
    """The associations of which a firm is a member now: rows of the membership with its association."""
    return session.scalars(
        select(AssociationFirm)
        .join(AssociationFirm.association)
        .where(
            AssociationFirm.firm_id.in_(ids_of_record(firm_id)),
            AssociationFirm.archived_at.is_(None),
            visible_associations(viewer),
        )
        .options(joinedload(AssociationFirm.association))
        .order_by(AssociationFirm.id)
    ).all()


def list_staff() -> list[tuple[int, str]]:
    """Those of ours who can know somebody: number and name, by name."""
    rows = session.execute(
        select(User.id, User.display_name)
        .where(User.role.in_(READERS), User.is_enabled.is_(True), User.archived_at.is_(None))
        .order_by(User.display_name, User.id)
    )
    return [(user_id, name) for user_id, name in rows]


def get_colleague(user_id: int) -> User:
    """One of ours who can know somebody.

    Raises:
        NotFoundError: there is none, or the account is no longer used.
    """
    return _one(
        select(User).where(
            User.id == user_id,
            User.role.in_(READERS),
            User.is_enabled.is_(True),
            User.archived_at.is_(None),
        )
    )
