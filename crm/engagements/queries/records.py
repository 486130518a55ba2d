"""Engagements and the timelines on which they stand, limited by the viewer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from crm.contacts.queries import ids_of_person, is_at
from crm.core.database import at_most, session
from crm.core.names import query_tokens
from crm.core.permissions import GRANTS, PARK_ROLES, Permission
from crm.core.search_index import matches
from crm.core.streaming import iterate
from crm.core.visibility import (
    may_see_engagement,
    own_park_id,
    visible_contacts,
    visible_delegations,
    visible_engagements,
    visible_projects,
)
from crm.firms.queries import ids_of_record
from kernel.clock import end_of_day, start_of_day
from kernel.errors import NotFoundError
from models import (
    Contact,
    Delegation,
    Engagement,
    EngagementComment,
    EngagementFile,
    Firm,
    Project,
    User,
)
from models.engagements import engagement_contacts, engagement_firms
from models.enums import EngagementKind

LOOKUP_LIMIT = 20
LEAST_CHARACTERS = 2

LISTED = (
    joinedload(Engagement.park),
    joinedload(Engagement.project),
    joinedload(Engagement.created_by),
    joinedload(Engagement.next_owner),
    selectinload(Engagement.firms),
)


def get_engagement(engagement_id: int, *, viewer: User | None) -> Engagement:
    """The engagement with all that its page names.

    Raises:
        NotFoundError: no such engagement, or none that the viewer may know of.
    """
    engagement = session.scalars(
        select(Engagement)
        .where(Engagement.id == engagement_id, visible_engagements(viewer))
        .options(
            *LISTED,
            selectinload(Engagement.contacts).joinedload(Contact.firm),
            selectinload(Engagement.users),
        )
    ).one_or_none()
    if engagement is None:
        raise NotFoundError(_("There is no such engagement, or none that you may see."))
    return engagement


def is_ref_taken(ref: str) -> bool:
    """Whether any engagement has the number, seen or not."""
    return session.execute(select(Engagement.id).where(Engagement.ref == ref)).first() is not None


def find_engagement_by_key(client_key: str) -> Engagement | None:
    """What was logged from a phone's draft, whoever may see it."""
    return session.scalars(select(Engagement).where(Engagement.client_key == client_key)).one_or_none()


@dataclass(frozen=True, slots=True)
class EngagementFilters:
    """What a list of engagements is narrowed by; ``query`` names a firm or a project, in any script."""

    query: str = ""
    kind: EngagementKind | None = None
    park_id: int | None = None
    firm_id: int | None = None
    project_id: int | None = None
    contact_id: int | None = None
    by_id: int | None = None
    owner_id: int | None = None
    from_day: date | None = None
    to_day: date | None = None
    is_due_by: date | None = None
    is_archived: bool = False


def engagements_query(filters: EngagementFilters, *, viewer: User | None) -> Select[Engagement]:
    """The engagements that fit, without an order, with what a list names."""
    return (
        select(Engagement).where(visible_engagements(viewer), *_conditions(filters, viewer)).options(*LISTED)
    )


def _conditions(filters: EngagementFilters, viewer: User | None) -> Iterator[ColumnElement[bool]]:
    archived = Engagement.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    equal: dict[Any, Any] = {
        Engagement.kind: filters.kind,
        Engagement.park_id: filters.park_id,
        Engagement.created_by_id: filters.by_id,
        Engagement.next_owner_id: filters.owner_id,
    }
    yield from (column == value for column, value in equal.items() if value is not None)
    if filters.project_id is not None:
        # One that passed to another park is not to be found by trying numbers.
        asked = select(Project.id).where(Project.id == filters.project_id, visible_projects(viewer))
        yield Engagement.project_id.in_(asked)
    if filters.firm_id is not None:
        yield Engagement.id.in_(_with_firm(filters.firm_id))
    if filters.contact_id is not None:
        yield Engagement.id.in_(with_contact(filters.contact_id))
    if filters.from_day is not None:
        yield Engagement.happened_at >= start_of_day(filters.from_day)
    if filters.to_day is not None:
        yield Engagement.happened_at <= end_of_day(filters.to_day)
    if filters.is_due_by is not None:
        yield Engagement.next_due_on <= filters.is_due_by
    if query_tokens(filters.query):
        yield _names(filters.query, viewer)


def _names(query: str, viewer: User | None) -> ColumnElement[bool]:
    """Engagements with a firm, or about a project, that answers to the query."""
    firms = select(engagement_firms.c.engagement_id).where(
        engagement_firms.c.firm_id.in_(select(Firm.id).where(matches(Firm, query)))
    )
    projects = select(Project.id).where(matches(Project, query), visible_projects(viewer))
    return or_(Engagement.id.in_(firms), Engagement.project_id.in_(projects))


def _with_firm(firm_id: int) -> Select[int]:
    return select(engagement_firms.c.engagement_id).where(
        engagement_firms.c.firm_id.in_(ids_of_record(firm_id))
    )


def with_contact(contact_id: int) -> Select[int]:
    """With the person, whichever of the records merged into this one was named."""
    own = engagement_contacts.c.contact_id.in_(ids_of_person(contact_id))
    return select(engagement_contacts.c.engagement_id).where(own)


def iterate_engagements(filters: EngagementFilters, *, viewer: User | None) -> Iterator[Engagement]:
    """Every engagement that fits, by its number, in flat memory."""
    return iterate(engagements_query(filters, viewer=viewer), Engagement.id)


def list_firms(ids: Collection[int]) -> Sequence[Firm]:
    """The firms of an engagement, in the order of ``ids``; those there are not are left out."""
    firms = {firm.id: firm for firm in session.scalars(select(Firm).where(Firm.id.in_(ids)))}
    return [firms[firm_id] for firm_id in ids if firm_id in firms]


def list_contacts(firm_ids: Sequence[int], *, viewer: User | None) -> Sequence[Contact]:
    """People at these firms, to choose who was there."""
    if not firm_ids:
        return []
    return session.scalars(
        select(Contact)
        .where(is_at(firm_ids), Contact.archived_at.is_(None), visible_contacts(viewer))
        .options(joinedload(Contact.firm))
        .order_by(Contact.firm_id, Contact.id)
    ).all()


def search_people(query: str, *, viewer: User | None, limit: int = LOOKUP_LIMIT) -> Sequence[Contact]:
    """People by the beginning of their own name, or by their firm's."""
    text = query.strip()
    if len(text) < LEAST_CHARACTERS:
        return []
    own = Contact.name.startswith(text, autoescape=True)
    at_firm = Contact.firm_id.in_(select(Firm.id).where(matches(Firm, text), Firm.archived_at.is_(None)))
    return session.scalars(
        select(Contact)
        .where(or_(own, at_firm), Contact.archived_at.is_(None), visible_contacts(viewer))
        .options(joinedload(Contact.firm))
        .order_by(Contact.firm_id, Contact.id)
        .limit(at_most(limit))
    ).all()


# --- Colleagues ----------------------------------------------------------------------------------


def list_colleagues(*, viewer: User | None) -> Sequence[User]:
    """Our people, to say who was there: park staff are offered their own park's and the office's."""
    park_id = own_park_id(viewer)
    query = select(User).where(
        User.role.in_(GRANTS[Permission.VIEW_ENGAGEMENTS]),
        User.is_enabled.is_(True),
        User.archived_at.is_(None),
    )
    if park_id is not None:
        query = query.where(or_(User.park_id == park_id, User.role.not_in(PARK_ROLES)))
    return session.scalars(query.order_by(User.display_name, User.id)).all()


def list_readers(engagement: Engagement) -> Sequence[User]:
    """Colleagues who may see the engagement, whoever asks."""
    return [user for user in list_colleagues(viewer=None) if may_see_engagement(user, engagement)]


def find_delegation(engagement: Engagement, *, viewer: User) -> Delegation | None:
    """The visit in which it took place; None where it has none, or none that the viewer may know of."""
    if engagement.delegation_id is None:
        return None
    return session.scalars(
        select(Delegation).where(Delegation.id == engagement.delegation_id, visible_delegations(viewer))
    ).one_or_none()


def list_comments(engagement: Engagement) -> Sequence[EngagementComment]:
    """What was said to it, the first first."""
    return session.scalars(
        select(EngagementComment)
        .where(EngagementComment.engagement_id == engagement.id)
        .options(joinedload(EngagementComment.recorded_by), selectinload(EngagementComment.mentions))
        .order_by(EngagementComment.id)
    ).all()


def list_files(engagement: Engagement) -> Sequence[EngagementFile]:
    """Its papers and photos, in the order in which they came."""
    return session.scalars(
        select(EngagementFile)
        .where(EngagementFile.engagement_id == engagement.id)
        .options(joinedload(EngagementFile.attachment), joinedload(EngagementFile.recorded_by))
        .order_by(EngagementFile.id)
    ).all()
