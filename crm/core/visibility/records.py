"""Firms and their people, projects, money, engagements, figures."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, or_, select, true

from crm.core.permissions import Permission, may
from crm.core.visibility.scope import Condition, granted, own_park_id
from models import (
    Acquaintance,
    Contact,
    Engagement,
    Introduction,
    LedgerEntry,
    LedgerShare,
    Merge,
    Project,
    User,
)
from models.enums import Role


def visible_firms(viewer: User | None) -> Condition:
    """Firms are the zone's common target list: every member of the staff sees all."""
    return granted(viewer, Permission.VIEW_FIRMS, true())


def visible_projects(viewer: User | None) -> Condition:
    """Park staff see their park's projects; a rival's stay hidden."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else Project.park_id == park_id
    return granted(viewer, Permission.VIEW_PROJECTS, limit)


def may_see_project(viewer: User | None, project: Project) -> bool:
    """:func:`visible_projects` of a project at hand, as where an engagement names it."""
    own = own_park_id(viewer)
    return (viewer is None or may(viewer, Permission.VIEW_PROJECTS)) and own in (None, project.park_id)


def visible_entries(viewer: User | None) -> Condition:
    """Park staff see the entries of which their park has a share, and those of its projects."""
    park_id = own_park_id(viewer)
    if park_id is None:
        return granted(viewer, Permission.VIEW_LEDGER, true())
    shared = select(LedgerShare.entry_id).where(LedgerShare.park_id == park_id)
    own = select(Project.id).where(Project.park_id == park_id)
    limit = or_(LedgerEntry.id.in_(shared), LedgerEntry.project_id.in_(own))
    return granted(viewer, Permission.VIEW_LEDGER, limit)


def visible_contacts(viewer: User | None) -> Condition:
    """All contacts' existence; their data is masked unless :func:`may_read_contact`."""
    return granted(viewer, Permission.VIEW_CONTACTS, true())


def visible_associations(viewer: User | None) -> Condition:
    """Associations are met by every park."""
    return granted(viewer, Permission.VIEW_CONTACTS, true())


def visible_acquaintances(viewer: User | None) -> Condition:
    """Who knows whom; not where it rests on an engagement that the viewer may not see."""
    return granted(viewer, Permission.VIEW_CONTACTS, _on_seen_engagement(Acquaintance.engagement_id, viewer))


def visible_introductions(viewer: User | None) -> Condition:
    """Who led us to whom; limited as :func:`visible_acquaintances`."""
    return granted(viewer, Permission.VIEW_CONTACTS, _on_seen_engagement(Introduction.engagement_id, viewer))


def visible_merges(viewer: User | None) -> Condition:
    """The office sees every merge; a park's lead those of own contacts."""
    limit: Condition = true()
    if viewer is not None and own_park_id(viewer) is not None:
        limit = Merge.into_contact_id.in_(select(Contact.id).where(Contact.owner_id == viewer.id))
    return granted(viewer, Permission.MERGE_RECORDS, limit)


def _on_seen_engagement(column: Any, viewer: User | None) -> Condition:
    seen = select(Engagement.id).where(visible_engagements(viewer))
    return or_(column.is_(None), column.in_(seen))


def may_read_contact(viewer: User | None, contact: Contact) -> bool:
    """Personal data in clear: for who owns the record, and the provincial office."""
    return viewer is None or viewer.role is Role.COORDINATOR or contact.owner_id == viewer.id


def visible_engagements(viewer: User | None) -> Condition:
    """Park staff see their park's engagements; a confidential one only who wrote it or leads."""
    park_id = own_park_id(viewer)
    limit: Condition = true() if park_id is None else Engagement.park_id == park_id
    if viewer is not None and viewer.role is Role.OFFICER:
        limit = and_(limit, or_(Engagement.is_confidential.is_(False), Engagement.created_by_id == viewer.id))
    return granted(viewer, Permission.VIEW_ENGAGEMENTS, limit)


def may_see_engagement(viewer: User | None, engagement: Engagement) -> bool:
    """:func:`visible_engagements` of an engagement at hand, as where a colleague is told of it."""
    if viewer is None:
        return True
    is_secret = viewer.role is Role.OFFICER and engagement.is_confidential
    own = own_park_id(viewer)
    return (
        may(viewer, Permission.VIEW_ENGAGEMENTS)
        and own in (None, engagement.park_id)
        and (not is_secret or engagement.created_by_id == viewer.id)
    )


def visible_parks(viewer: User | None, column: Any) -> Condition:
    """Rows of the parks whose figures the viewer may see."""
    park_id = own_park_id(viewer)
    return granted(viewer, Permission.VIEW_FIGURES, true() if park_id is None else column == park_id)
