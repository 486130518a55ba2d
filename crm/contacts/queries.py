"""Contacts: found and listed, always limited by the viewer. Who may read their data is core's to say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from crm.contacts import rules
from crm.core.database import session
from crm.core.visibility import may_read_contact, visible_contacts
from kernel.errors import NotFoundError
from models import Contact, User


@dataclass(frozen=True, slots=True)
class ShownContact:
    """A contact as a viewer may read it."""

    contact: Contact
    phone: str
    email: str
    is_masked: bool


def get_contact(contact_id: int, *, viewer: User | None) -> Contact:
    """The contact with its firm and its owner.

    Raises:
        NotFoundError: there is none, or none that the viewer may know of.
    """
    contact = session.scalars(
        select(Contact)
        .where(Contact.id == contact_id, visible_contacts(viewer))
        .options(joinedload(Contact.firm), joinedload(Contact.owner))
    ).one_or_none()
    if contact is None:
        raise NotFoundError(_("There is no such contact, or none that you may see."))
    return contact


def find_contact_by_ref(ref: str) -> Contact | None:
    return session.scalars(select(Contact).where(Contact.ref == ref)).one_or_none()


def list_contacts(firm_ids: Collection[int], *, viewer: User | None) -> list[ShownContact]:
    """People at some firms as the viewer may read them, by name; those put away are among them."""
    rows: Sequence[Contact] = session.scalars(
        select(Contact)
        .where(Contact.firm_id.in_(firm_ids), visible_contacts(viewer))
        .options(joinedload(Contact.firm), joinedload(Contact.owner))
        .order_by(Contact.name, Contact.id)
    ).all()
    return [show_contact(contact, viewer=viewer) for contact in rows]


def show_contact(contact: Contact, *, viewer: User | None) -> ShownContact:
    """In clear for who owns the record and for the office; masked for everybody else."""
    if may_read_contact(viewer, contact):
        return ShownContact(contact, contact.phone or "", contact.email or "", is_masked=False)
    is_masked = bool(contact.phone or contact.email)
    return ShownContact(
        contact, rules.mask_phone(contact.phone), rules.mask_email(contact.email), is_masked=is_masked
    )
