"""What the quick log suggests from the firms chosen, and what a phone holds for the road."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from crm.contacts.queries import is_at
from crm.core.database import at_most, session
from crm.core.visibility import own_park_id, visible_contacts, visible_engagements, visible_projects
from crm.engagements.queries.records import list_firms
from crm.firms.queries import in_group
from models import Contact, Engagement, Firm, Project, User
from models.engagements import engagement_contacts, engagement_firms
from models.enums import Status

SUGGESTED = 8
HELD_FIRMS = 500
HELD_PEOPLE = 2000


def suggest_people(firm_ids: Collection[int], *, viewer: User, limit: int = SUGGESTED) -> Sequence[Contact]:
    """People of these firms: those met last come first, then those never met."""
    if not firm_ids:
        return []
    met = (
        select(func.max(Engagement.happened_at))
        .join(engagement_contacts, engagement_contacts.c.engagement_id == Engagement.id)
        .where(engagement_contacts.c.contact_id == Contact.id, visible_engagements(viewer))
        .correlate(Contact)
        .scalar_subquery()
    )
    return session.scalars(
        select(Contact)
        .where(is_at(firm_ids), Contact.archived_at.is_(None), visible_contacts(viewer))
        .options(joinedload(Contact.firm))
        .order_by(met.desc().nulls_last(), Contact.id)
        .limit(at_most(limit))
    ).all()


def suggest_projects(firm_ids: Collection[int], *, viewer: User, limit: int = SUGGESTED) -> Sequence[Project]:
    """Open projects of these firms and their groups, the newest first."""
    if not firm_ids:
        return []
    of_them = select(Firm.id).where(or_(*(in_group(firm_id) for firm_id in firm_ids)))
    return session.scalars(
        select(Project)
        .where(Project.firm_id.in_(of_them), *_is_open(), visible_projects(viewer))
        .options(joinedload(Project.firm))
        .order_by(Project.id.desc())
        .limit(at_most(limit))
    ).all()


def _is_open() -> tuple[ColumnElement[bool], ...]:
    return (Project.status.in_((Status.ACTIVE, Status.PAUSED)), Project.archived_at.is_(None))


@dataclass(frozen=True, slots=True)
class Held:
    """What a phone may hold to look up without a line: own firms, and of them what the viewer works with."""

    firms: Sequence[Firm]
    people: Sequence[Contact]
    projects: Sequence[Project]


def list_held(*, viewer: User) -> Held:
    """The firms with which the viewer's park (or the viewer, in the office) dealt last, up to a limit."""
    engagements = _own_engagements(viewer)
    last = func.max(Engagement.happened_at)
    dealt = session.execute(
        select(engagement_firms.c.firm_id, last)
        .join(Engagement, Engagement.id == engagement_firms.c.engagement_id)
        .where(*engagements)
        .group_by(engagement_firms.c.firm_id)
        .order_by(last.desc(), engagement_firms.c.firm_id)
        .limit(HELD_FIRMS)
    )
    projects = session.scalars(
        select(Project)
        .where(_own_projects(viewer), *_is_open(), visible_projects(viewer))
        .options(joinedload(Project.firm))
        .order_by(Project.id.desc())
        .limit(HELD_FIRMS)
    ).all()
    wanted = dict.fromkeys([*(row.firm_id for row in dealt), *(project.firm_id for project in projects)])
    firms = [firm for firm in list_firms(list(wanted)[:HELD_FIRMS]) if not firm.is_archived]
    return Held(firms, _own_people([firm.id for firm in firms], viewer), projects)


def _own_engagements(viewer: User) -> tuple[ColumnElement[bool], ...]:
    park_id = own_park_id(viewer)
    own = Engagement.created_by_id == viewer.id if park_id is None else Engagement.park_id == park_id
    return own, Engagement.archived_at.is_(None), visible_engagements(viewer)


def _own_projects(viewer: User) -> ColumnElement[bool]:
    """The office has every park's; a phone of the office holds those that its owner logged about."""
    park_id = own_park_id(viewer)
    if park_id is not None:
        return Project.park_id == park_id
    return Project.id.in_(select(Engagement.project_id).where(Engagement.created_by_id == viewer.id))


def _own_people(firm_ids: Collection[int], viewer: User) -> Sequence[Contact]:
    """Only whom the viewer keeps, or the viewer's side has met: a phone is no place for the whole list."""
    met = (
        select(engagement_contacts.c.contact_id)
        .join(Engagement, Engagement.id == engagement_contacts.c.engagement_id)
        .where(*_own_engagements(viewer))
    )
    return session.scalars(
        select(Contact)
        .where(
            Contact.firm_id.in_(firm_ids),
            Contact.archived_at.is_(None),
            visible_contacts(viewer),
            or_(Contact.owner_id == viewer.id, Contact.id.in_(met)),
        )
        .order_by(Contact.id)
        .limit(HELD_PEOPLE)
    ).all()
