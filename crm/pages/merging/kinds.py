"""What merging firms and merging contacts have in common, seen from a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.contacts import queries as contacts
from crm.contacts import service as contact_service
from crm.core.merging import FieldPair, Side
from crm.firms import queries as firms
from crm.firms import service as firm_service
from kernel import clock
from models import Contact, Firm, Merge, User
from models.enums import MergeKind

FIELD_NAMES: Mapping[str, LazyString] = {
    "name_hant": _l("Traditional name"),
    "name_hans": _l("Simplified name"),
    "name_en": _l("English name"),
    "business_number": _l("Business number"),
    "credit_code": _l("Credit code"),
    "stock_code": _l("Stock code"),
    "industry": _l("Industry"),
    "address": _l("Address"),
    "website": _l("Website"),
    "source": _l("Source"),
    "parent_id": _l("Owned by"),
    "name": _l("Name"),
    "firm_id": _l("Firm"),
    "title": _l("Position"),
    "phone": _l("Telephone"),
    "email": _l("E-mail"),
    "consented_at": _l("Consent given on"),
}


@dataclass(frozen=True, slots=True)
class Merging:
    """How records of a kind are got, compared, merged, taken apart, and named."""

    lookup: str
    get: Callable[..., Any]
    check: Callable[[Any, Any, User], None]
    compare: Callable[[Any, Any], list[FieldPair]]
    merge: Callable[..., Merge]
    undo: Callable[..., list[str]]
    seen: Callable[[int | None, int | None], Any]


KINDS: Mapping[MergeKind, Merging] = {
    MergeKind.FIRM: Merging(
        "firms.lookup",
        firms.get_firm,
        lambda _into, _other, by: firm_service.check_may_merge_firms(by),
        firm_service.compare_firms,
        firm_service.merge_firms,
        firm_service.undo_firm_merge,
        firm_service.Seen,
    ),
    MergeKind.CONTACT: Merging(
        "contacts.lookup",
        contacts.get_contact,
        contact_service.check_may_merge_contacts,
        contact_service.compare_contacts,
        contact_service.merge_contacts,
        contact_service.undo_contact_merge,
        contact_service.Seen,
    ),
}


OF_FIRMS = ("parent_id", "firm_id")
"""Fields whose value is the number of a firm."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a preview: both values as text, and which is chosen."""

    name: str
    label: str
    into: str
    other: str
    differs: bool
    is_conflict: bool
    chosen: Side


def lines_of(pairs: list[FieldPair], choices: Mapping[str, Side]) -> list[Line]:
    """The fields in which one of the two has something."""
    called = _firms_named(each for pair in pairs if pair.name in OF_FIRMS for each in (pair.into, pair.other))
    return [
        Line(
            pair.name,
            str(FIELD_NAMES[pair.name]),
            _shown(pair.name, pair.into, called),
            _shown(pair.name, pair.other, called),
            pair.differs,
            pair.is_conflict,
            choices.get(pair.name, pair.default),
        )
        for pair in pairs
        if pair.into or pair.other
    ]


def _firms_named(ids: Iterable[int | None]) -> Mapping[int, str]:
    found = firms.list_firms_by_id({each for each in ids if each})
    return {key: firm.name for key, firm in found.items()}


def _shown(name: str, value: Any, called: Mapping[int, str]) -> str:
    if value is None or value == "":
        return ""
    if name in OF_FIRMS:
        return called.get(value, "—")
    return clock.business_date(value).isoformat() if isinstance(value, datetime) else str(value)


def changes_of(merge: Merge) -> list[tuple[str, str, str]]:
    """What the kept record took over: the field's name, before, after."""
    changed = merge.changes["into"]
    called = _firms_named(each for name in changed if name in OF_FIRMS for each in changed[name])
    return [
        (str(FIELD_NAMES[name]), _shown(name, before, called), _shown(name, after, called))
        for name, (before, after) in changed.items()
    ]


def page_of(record: Firm | Contact) -> str:
    if isinstance(record, Firm):
        return url_for("firms.detail", firm_id=record.id)
    return url_for("contacts.detail", contact_id=record.id)
