"""Contacts: found and listed, always limited by the viewer. Who may read their data is core's to say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from crm.contacts import rules
from crm.core import names
from crm.core.database import at_most, session
from crm.core.search_index import matches
from crm.core.streaming import iterate
from crm.core.visibility import may_read_contact, visible_contacts
from kernel import clock
from kernel.errors import NotFoundError
from models import Contact, ContactRole, Firm, Merge, User

LEAST_CHARACTERS = 2
LOOKUP_LIMIT = 20


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


def find_kept(contact: Contact) -> Contact:
    """The record that is kept of a person: itself, or the one into which it was merged."""
    if contact.merged_into_id is None:
        return contact
    return session.get_one(Contact, contact.merged_into_id)


def list_contacts_merged_into(contact_id: int) -> Sequence[Contact]:
    """The records that were merged into a contact."""
    merged = select(Contact).where(Contact.merged_into_id == contact_id)
    return session.scalars(merged.order_by(Contact.id)).all()


def list_contacts_led_through(contact_id: int) -> Sequence[Contact]:
    """The records that were merged into a contact before it was merged itself, over all steps."""
    still = (Merge.undone_at.is_(None), Merge.from_contact_id.is_not(None))
    through = select(Merge.from_contact_id.label("id")).where(Merge.into_contact_id == contact_id, *still)
    line = through.cte("line", recursive=True)
    line = line.union(select(Merge.from_contact_id).where(Merge.into_contact_id == line.c.id, *still))
    found = select(Contact).where(Contact.id.in_(select(line.c.id)))
    return session.scalars(found.order_by(Contact.id)).all()


def one_person(contact_id: int) -> ColumnElement[bool]:
    """A contact itself and the records that were merged into it."""
    return or_(Contact.id == contact_id, Contact.merged_into_id == contact_id)


def ids_of_person(contact_id: int) -> Select[int]:
    """The same as numbers, for lists of what hangs on a person."""
    return select(Contact.id).where(one_person(contact_id))


def list_contacts(firm_ids: Collection[int], *, viewer: User | None) -> list[ShownContact]:
    """People whose main role is at some firms as the viewer may read them, by name; those put away too.

    What was merged is one record: a firm with those merged into it, a person once.
    """
    rows: Sequence[Contact] = session.scalars(
        select(Contact)
        .where(_works_at(firm_ids), Contact.merged_into_id.is_(None), visible_contacts(viewer))
        .options(joinedload(Contact.firm), joinedload(Contact.owner))
        .order_by(Contact.name, Contact.id)
    ).all()
    return [show_contact(contact, viewer=viewer) for contact in rows]


def _works_at(firm_ids: Collection[int]) -> ColumnElement[bool]:
    merged = aliased(Contact)
    firms = select(Firm.id).where(or_(Firm.id.in_(firm_ids), Firm.merged_into_id.in_(firm_ids)))
    kept = select(merged.merged_into_id).where(merged.firm_id.in_(firms), merged.merged_into_id.is_not(None))
    return or_(Contact.firm_id.in_(firms), Contact.id.in_(kept))


def is_at(firm_ids: Collection[int]) -> ColumnElement[bool]:
    """People of these firms by their main role or a further one, now or once, by whichever merged record."""
    holder = aliased(Contact)
    firms = select(Firm.id).where(or_(Firm.id.in_(firm_ids), Firm.merged_into_id.in_(firm_ids)))
    further = (
        select(func.coalesce(holder.merged_into_id, holder.id))
        .join(ContactRole, ContactRole.contact_id == holder.id)
        .where(ContactRole.firm_id.in_(firms), ContactRole.archived_at.is_(None))
    )
    return or_(_works_at(firm_ids), Contact.id.in_(further))


def show_contact(contact: Contact, *, viewer: User | None) -> ShownContact:
    """In clear for who owns the record and for the office; masked for everybody else."""
    if may_read_contact(viewer, contact):
        return ShownContact(contact, contact.phone or "", contact.email or "", is_masked=False)
    is_masked = bool(contact.phone or contact.email)
    return ShownContact(
        contact, rules.mask_phone(contact.phone), rules.mask_email(contact.email), is_masked=is_masked
    )


@dataclass(frozen=True, slots=True)
class ContactFilters:
    """What the list of contacts is narrowed by; ``query`` is a part of a name, a ref, or a firm's name."""

    query: str = ""
    firm_id: int | None = None
    association_id: int | None = None
    owner_id: int | None = None
    has_consent: bool | None = None
    is_archived: bool = False


def contacts_query(filters: ContactFilters, *, viewer: User | None) -> Select[Contact]:
    """The contacts that fit, without an order, with what a list names. Merged ones are in none."""
    conditions = _conditions(filters)
    return (
        select(Contact)
        .where(visible_contacts(viewer), Contact.merged_into_id.is_(None), *conditions)
        .options(joinedload(Contact.firm), joinedload(Contact.owner))
    )


def iterate_contacts(filters: ContactFilters, *, viewer: User | None) -> Iterator[Contact]:
    """Every contact that fits, by its number, in flat memory."""
    return iterate(contacts_query(filters, viewer=viewer), Contact.id)


def _conditions(filters: ContactFilters) -> Iterator[ColumnElement[bool]]:
    archived = Contact.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    if filters.firm_id is not None:
        at_firm = _in_role(ContactRole.firm_id.in_(_firm_record(filters.firm_id)))
        yield or_(_works_at([filters.firm_id]), at_firm)
    if filters.association_id is not None:
        yield _in_role(ContactRole.association_id == filters.association_id)
    if filters.owner_id is not None:
        yield Contact.owner_id == filters.owner_id
    if filters.has_consent is not None:
        given = Contact.consented_at
        yield given.is_not(None) if filters.has_consent else given.is_(None)
    if len(filters.query.strip()) >= LEAST_CHARACTERS:
        yield _called(filters.query)


def _firm_record(firm_id: int) -> Select[int]:
    return select(Firm.id).where(or_(Firm.id == firm_id, Firm.merged_into_id == firm_id))


def _in_role(place: ColumnElement[bool]) -> ColumnElement[bool]:
    """People, also by a record merged into theirs, who have a role now."""
    holder = aliased(Contact)
    today = clock.today()
    holders = (
        select(func.coalesce(holder.merged_into_id, holder.id))
        .join(ContactRole, ContactRole.contact_id == holder.id)
        .where(
            place,
            ContactRole.archived_at.is_(None),
            or_(ContactRole.until_on.is_(None), ContactRole.until_on > today),
        )
    )
    return Contact.id.in_(holders)


def _called(query: str) -> ColumnElement[bool]:
    """By a part of the name as typed or in simplified script, by ref, or by the firm."""
    text = query.strip()
    written = {text, names.in_simplified(text)}
    return or_(
        *(Contact.name.contains(each, autoescape=True) for each in sorted(written)),
        Contact.ref == text,
        Contact.firm_id.in_(select(Firm.id).where(matches(Firm, text))),
    )


def search_contacts(query: str, *, viewer: User | None, limit: int = LOOKUP_LIMIT) -> Sequence[Contact]:
    """People to choose from, by name, ref or firm; none put away."""
    if len(query.strip()) < LEAST_CHARACTERS:
        return []
    found = contacts_query(ContactFilters(query=query), viewer=viewer)
    return session.scalars(found.order_by(Contact.name, Contact.id).limit(at_most(limit))).all()
