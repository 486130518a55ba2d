"""Contacts and associations as rows of a file; personal data as the page shows it."""

from __future__ import annotations

from crm.contacts.rules import MASK
from crm.core.visibility import may_read_contact
from crm.web.labels import label
from models import Association, Contact, User

HEAD = ("ref", "firm_ref", "name", "title", "phone", "email", "source")
ASSOCIATION_HEAD = ("ref", "kind", "name_hans", "name_hant", "name_en", "region", "website", "note")


def row_of(contact: Contact, viewer: User | None) -> list[object]:
    """The contact in the order of :data:`HEAD`, the columns that an import takes.

    What is masked is masked here too; the mask alone, which an import takes for “as it is”.
    """
    is_clear = may_read_contact(viewer, contact)
    phone, email = ((each if is_clear else MASK) if each else None for each in (contact.phone, contact.email))
    return [contact.ref, contact.firm.ref, contact.name, contact.title, phone, email, contact.source]


def association_row(association: Association) -> list[object]:
    """The association in the order of :data:`ASSOCIATION_HEAD`."""
    names = (association.name_hans, association.name_hant, association.name_en)
    rest = (association.region, association.website, association.note)
    return [association.ref, label(association.kind), *names, *rest]
