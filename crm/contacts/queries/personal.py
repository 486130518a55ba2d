"""Every row about a person whom we know as a contact."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, or_, select

from crm.contacts.queries.contacts import ids_of_person
from crm.core.database import session
from models import (
    Acquaintance,
    Base,
    Contact,
    ContactConsent,
    ContactRole,
    DelegationMember,
    Introduction,
    Merge,
)


def list_ids_about(kept: Contact) -> dict[type[Base], Sequence[int]]:
    """By model the rows that say something of the person, by whichever of the merged records; taken apart
    again or not, a merge still says what it wrote."""
    own = select(Contact.id).where(Contact.id.in_(ids_of_person(kept.id)))
    merges = or_(Merge.into_contact_id.in_(own), Merge.from_contact_id.in_(own))
    introductions = or_(Introduction.contact_id.in_(own), Introduction.introducer_id.in_(own))
    found: dict[type[Base], Select[int]] = {
        ContactRole: select(ContactRole.id).where(ContactRole.contact_id.in_(own)),
        ContactConsent: select(ContactConsent.id).where(ContactConsent.contact_id.in_(own)),
        Acquaintance: select(Acquaintance.id).where(Acquaintance.contact_id.in_(own)),
        Introduction: select(Introduction.id).where(introductions),
        DelegationMember: select(DelegationMember.id).where(DelegationMember.contact_id.in_(own)),
        Merge: select(Merge.id).where(merges),
        Contact: own,
    }
    return {model: session.scalars(query).all() for model, query in found.items()}
