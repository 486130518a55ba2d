"""Look-ups of firms, contacts, associations and advisers: what is chosen is shown by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from crm.advisers import queries
from crm.contacts import queries as contacts
from crm.firms import queries as firms
from crm.web.choices import to_id
from crm.web.display import endpoint_url
from crm.web.fields import LookupField, set_choice
from crm.web.guards import signed_in_user
from kernel.errors import NotFoundError


class Named(Protocol):
    """What a look-up can show."""

    @property
    def name(self) -> str: ...


Getter = Callable[..., Named]


def show_firm(field: LookupField) -> None:
    _show(field, "firms.lookup", firms.get_firm)


def show_adviser(field: LookupField) -> None:
    _show(field, "advisers.lookup", queries.get_adviser)


def show_contact(field: LookupField) -> None:
    _show(field, "contacts.lookup", contacts.get_contact)


def show_association(field: LookupField) -> None:
    _show(field, "associations.lookup", contacts.get_association)


def _show(field: LookupField, lookup: str, get: Getter) -> None:
    """An id that leads nowhere, or to what the person may not see, is no choice."""
    field.lookup = endpoint_url(lookup) or ""
    chosen = to_id(field.data)
    if chosen is None:
        return
    try:
        record = get(chosen, viewer=signed_in_user())
    except NotFoundError:
        field.data = None
    else:
        set_choice(field, chosen, record.name)
