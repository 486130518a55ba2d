"""Look-ups of firms, associations and people: what is chosen is shown by its name.

An id that leads nowhere, or to what the person may not see, is no choice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from crm.contacts import queries
from crm.firms import queries as firms
from crm.web.choices import to_id
from crm.web.display import endpoint_url
from crm.web.fields import LookupField, set_choice
from crm.web.guards import signed_in_user
from kernel.errors import NotFoundError
from models import Association, Contact, Engagement, Firm, User


class Named(Protocol):
    """What a look-up can show."""

    @property
    def name(self) -> str: ...


def show_firm(field: LookupField) -> None:
    _show(field, "firms.lookup", firms.get_firm)


def show_association(field: LookupField) -> None:
    _show(field, "associations.lookup", queries.get_association)


def show_contact(field: LookupField) -> None:
    _show(field, "contacts.lookup", queries.get_contact)


def _show(field: LookupField, lookup: str, get: Callable[..., Firm | Association | Contact]) -> None:
    field.lookup = endpoint_url(lookup) or ""
    chosen = to_id(field.data)
    if chosen is None:
        return
    try:
        record: Named = get(chosen, viewer=signed_in_user())
    except NotFoundError:
        field.data = None
    else:
        set_choice(field, chosen, record.name)


def engagement_choices(contact_id: int, viewer: User) -> list[tuple[int, str]]:
    """Engagements with a person by day and what they were about."""
    found = queries.list_shared_engagements(contact_id, viewer=viewer)
    return [(each.id, _words(each)) for each in found]


def _words(engagement: Engagement) -> str:
    return f"{engagement.happened_at:%Y-%m-%d} {engagement.summary[:60]}"
