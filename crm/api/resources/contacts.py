"""People at firms: masked for everybody but who keeps the record, and the office."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from crm.api import queries as own
from crm.api.operations import operation, sent_query
from crm.api.shapes import (
    Answer,
    Arguments,
    ListArguments,
    Many,
    One,
    PersonOut,
    RecordNumber,
    RecordRef,
    page_answer,
)
from crm.contacts import queries
from crm.web.paging import Sort, page_of
from models import Contact, User

SORTS = {"added": Sort(Contact.id)}


class ContactsQuery(ListArguments):
    sort: Literal["added", "-added"] = "added"
    firm: RecordNumber | None = None
    archived: bool = False


class ContactOut(Answer):
    id: int
    ref: str
    firm: RecordRef
    name: str
    title: str | None
    phone: str
    email: str
    is_masked: bool
    source: str
    consented_at: datetime | None
    owner: PersonOut | None
    is_archived: bool
    lock_version: int


@operation(Many[ContactOut], query=ContactsQuery)
def list_contacts(user: User) -> Many[ContactOut]:
    """People at firms, in the order in which they were recorded."""
    asked = sent_query(ContactsQuery)
    query = own.contacts_query(viewer=user, firm_id=asked.firm, is_archived=asked.archived)
    page = page_of(query, sorts=SORTS, default="added", id_column=Contact.id)
    return page_answer(page, lambda contact: _shape(contact, user))


@operation(One[ContactOut])
def get_contact(user: User, contact_id: int) -> One[ContactOut]:
    """One person."""
    sent_query(Arguments)
    return One(data=_shape(queries.get_contact(contact_id, viewer=user), user))


def _shape(contact: Contact, user: User) -> ContactOut:
    shown = queries.show_contact(contact, viewer=user)
    plain = ("id", "ref", "name", "title", "source", "consented_at", "is_archived", "lock_version")
    return ContactOut(
        **{name: getattr(contact, name) for name in plain},
        firm=RecordRef.of(contact.firm),
        phone=shown.phone,
        email=shown.email,
        is_masked=shown.is_masked,
        owner=PersonOut.of(contact.owner) if contact.owner else None,
    )
