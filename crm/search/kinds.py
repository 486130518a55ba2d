"""What the box finds besides firms, projects and entries: one table of kinds, read by index and search alike.

A record is indexed by words that everybody who may see the record may know; never by a confidential note.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, func, literal

from crm.core import visibility
from models import (
    Association,
    Base,
    Claim,
    Contact,
    Delegation,
    Engagement,
    Establishment,
    Issue,
    IssuedReport,
    Minutes,
    Promotion,
    Todo,
    User,
)

Words = tuple[Sequence[str | None], Sequence[str | None]]
"""Texts as people write them, in any script; and numbers, which are matched as they stand."""

LONGEST = 300
"""Characters of a text that are indexed: what stands further down is for reading."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its words, who may see it, how a find is written, which page opens it."""

    model: type[Base]
    label: LazyString
    icon: str
    words: Callable[[Any], Words]
    visible: Callable[[User | None], ColumnElement[bool]]
    title: Any
    note: Any
    endpoint: str
    argument: str

    @property
    def name(self) -> str:
        return str(self.model.__tablename__)

    @property
    def token(self) -> str:
        """The kind among the words of the index; no name has a word like it."""
        return f"kind0{self.name.replace('_', '0')}"


KINDS: tuple[Kind, ...] = (
    Kind(
        Engagement,
        _l("Engagements"),
        "message-circle",
        lambda record: ((record.summary[:LONGEST], record.next_step), (record.ref,)),
        visibility.visible_engagements,
        Engagement.summary,
        Engagement.ref,
        "engagements.detail",
        "engagement_id",
    ),
    Kind(
        Contact,
        _l("People"),
        "users",
        lambda record: ((record.name, record.title), (record.ref,)),
        visibility.visible_contacts,
        Contact.name,
        Contact.title,
        "contacts.detail",
        "contact_id",
    ),
    Kind(
        Establishment,
        _l("Establishments"),
        "building-factory",
        lambda record: ((record.registered_name,), (record.ref, record.credit_code)),
        visibility.visible_firms,
        Establishment.registered_name,
        Establishment.ref,
        "firms.establishment",
        "establishment_id",
    ),
    Kind(
        IssuedReport,
        _l("Issued reports"),
        "file-text",
        lambda record: ((record.title,), (record.number,)),
        visibility.visible_issued_reports,
        IssuedReport.title,
        IssuedReport.number,
        "bulletins.issued_report",
        "report_id",
    ),
    Kind(
        Delegation,
        _l("Delegations"),
        "plane",
        lambda record: (
            (record.name_hans, record.name_hant, record.name_en, record.place),
            (record.ref,),
        ),
        visibility.visible_delegations,
        Delegation.name_hans,
        Delegation.ref,
        "delegations.detail",
        "delegation_id",
    ),
    Kind(
        Promotion,
        _l("Promotions"),
        "speakerphone",
        lambda record: ((record.name, record.place), (record.ref,)),
        visibility.visible_promotions,
        Promotion.name,
        Promotion.ref,
        "promotions.detail",
        "promotion_id",
    ),
    Kind(
        Issue,
        _l("Issues"),
        "alert-circle",
        lambda record: ((record.title,), (record.ref,)),
        visibility.visible_issues,
        Issue.title,
        Issue.ref,
        "issues.detail",
        "issue_id",
    ),
    Kind(
        Minutes,
        _l("Minutes"),
        "notebook",
        lambda record: ((record.title,), (record.ref, record.number)),
        visibility.visible_minutes,
        Minutes.title,
        Minutes.ref,
        "minutes.detail",
        "minutes_id",
    ),
    Kind(
        Claim,
        _l("Claims"),
        "flag",
        lambda record: ((record.subject,), (record.ref,)),
        visibility.visible_claims,
        Claim.subject,
        Claim.ref,
        "claims.detail",
        "claim_id",
    ),
    Kind(
        Association,
        _l("Associations"),
        "affiliate",
        lambda record: ((record.name_hans, record.name_hant, record.name_en), (record.ref,)),
        visibility.visible_associations,
        func.coalesce(Association.name_hant, Association.name_hans, Association.name_en),
        Association.ref,
        "associations.detail",
        "association_id",
    ),
    Kind(
        Todo,
        _l("To-dos"),
        "checkbox",
        lambda record: ((record.title,), ()),
        visibility.visible_todos,
        Todo.title,
        literal(None),
        "todos.detail",
        "todo_id",
    ),
)

BY_MODEL: dict[type[Any], Kind] = {kind.model: kind for kind in KINDS}
