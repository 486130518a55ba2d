"""Who may see which rows: written once; pages, search, counts, exports, reports and API pass here.

``viewer`` None is the system itself: a command run on the machine, a job for the office.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from crm.core.permissions import PARK_ROLES, READERS, Permission, may
from kernel import clock
from models import (
    Acquaintance,
    Claim,
    ClaimRequest,
    Contact,
    Delegation,
    Deputy,
    Engagement,
    Introduction,
    Issue,
    IssuedReport,
    LedgerEntry,
    LedgerShare,
    Merge,
    Minutes,
    Notice,
    Project,
    Promotion,
    Todo,
    User,
    delegation_parks,
)
from models.enums import ClaimState, Role

Condition = ColumnElement[bool]


def own_park_id(viewer: User | None) -> int | None:
    """The one park whose matters the viewer is limited to, or None for no such limit."""
    return viewer.park_id if viewer is not None and viewer.role in PARK_ROLES else None


def visible_firms(viewer: User | None) -> Condition:
    """Firms are the zone's common target list: every member of the staff sees all."""
    return _if(viewer, Permission.VIEW_FIRMS, true())


def visible_projects(viewer: User | None) -> Condition:
    """Park staff see their park's projects; a rival's stay hidden."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else Project.park_id == park_id
    return _if(viewer, Permission.VIEW_PROJECTS, limit)


def may_see_project(viewer: User | None, project: Project) -> bool:
    """:func:`visible_projects` of a project at hand, as where an engagement names it."""
    own = own_park_id(viewer)
    return (viewer is None or may(viewer, Permission.VIEW_PROJECTS)) and own in (None, project.park_id)


def visible_entries(viewer: User | None) -> Condition:
    """Park staff see the entries of which their park has a share, and those of its projects."""
    park_id = own_park_id(viewer)
    if park_id is None:
        return _if(viewer, Permission.VIEW_LEDGER, true())
    shared = select(LedgerShare.entry_id).where(LedgerShare.park_id == park_id)
    own = select(Project.id).where(Project.park_id == park_id)
    limit = or_(LedgerEntry.id.in_(shared), LedgerEntry.project_id.in_(own))
    return _if(viewer, Permission.VIEW_LEDGER, limit)


def visible_contacts(viewer: User | None) -> Condition:
    """All contacts' existence; their data is masked unless :func:`may_read_contact`."""
    return _if(viewer, Permission.VIEW_CONTACTS, true())


def visible_associations(viewer: User | None) -> Condition:
    """Associations are met by every park."""
    return _if(viewer, Permission.VIEW_CONTACTS, true())


def visible_acquaintances(viewer: User | None) -> Condition:
    """Who knows whom; not where it rests on an engagement that the viewer may not see."""
    return _if(viewer, Permission.VIEW_CONTACTS, _on_seen_engagement(Acquaintance.engagement_id, viewer))


def visible_introductions(viewer: User | None) -> Condition:
    """Who led us to whom; limited as :func:`visible_acquaintances`."""
    return _if(viewer, Permission.VIEW_CONTACTS, _on_seen_engagement(Introduction.engagement_id, viewer))


def visible_merges(viewer: User | None) -> Condition:
    """The office sees every merge; a park's lead those of own contacts."""
    limit: Condition = true()
    if viewer is not None and own_park_id(viewer) is not None:
        limit = Merge.into_contact_id.in_(select(Contact.id).where(Contact.owner_id == viewer.id))
    return _if(viewer, Permission.MERGE_RECORDS, limit)


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
    return _if(viewer, Permission.VIEW_ENGAGEMENTS, limit)


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
    return _if(viewer, Permission.VIEW_FIGURES, true() if park_id is None else column == park_id)


def readable_claims(viewer: User | None) -> Condition:
    """Claims of which the viewer reads all, with proof and notes: the park's own; the office every one."""
    park_id = own_park_id(viewer)
    return _if(viewer, Permission.VIEW_CLAIMS, true() if park_id is None else Claim.park_id == park_id)


def visible_claims(viewer: User | None) -> Condition:
    """Also a rival's that is protected today or asked about: its park, group, subject, until when."""
    park_id = own_park_id(viewer)
    if park_id is None:
        return _if(viewer, Permission.VIEW_CLAIMS, true())
    is_protected = and_(
        Claim.state == ClaimState.PROTECTED,
        Claim.protected_until >= clock.today(),
        Claim.archived_at.is_(None),
    )
    asked = select(ClaimRequest.claim_id).where(ClaimRequest.park_id == park_id)
    limit = or_(Claim.park_id == park_id, is_protected, Claim.id.in_(asked))
    return _if(viewer, Permission.VIEW_CLAIMS, limit)


def may_read_claim(viewer: User | None, claim: Claim) -> bool:
    """:func:`readable_claims` of a claim at hand."""
    own = own_park_id(viewer)
    return (viewer is None or may(viewer, Permission.VIEW_CLAIMS)) and own in (None, claim.park_id)


def visible_claim_requests(viewer: User | None) -> Condition:
    """What a park asked of the office is that park's and the office's; others learn that it was asked."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else ClaimRequest.park_id == park_id
    return _if(viewer, Permission.VIEW_CLAIMS, limit)


def visible_issues(viewer: User | None) -> Condition:
    """Park staff see their park's, what they owe or raised; a confidential one of the park who leads it."""
    park_id = own_park_id(viewer)
    if viewer is None or park_id is None:
        return _if(viewer, Permission.VIEW_ISSUES, true())
    involved = or_(
        Issue.owner_id == viewer.id, Issue.raised_by_id == viewer.id, Issue.entered_by_id == viewer.id
    )
    # What belongs to the park that somebody left stays there.
    involved = and_(involved, or_(Issue.park_id.is_(None), Issue.park_id == park_id))
    limit: Condition = Issue.park_id == park_id
    if viewer.role is Role.OFFICER:
        limit = and_(limit, Issue.is_confidential.is_(False))
    return _if(viewer, Permission.VIEW_ISSUES, or_(limit, involved))


def may_see_issue(viewer: User | None, issue: Issue) -> bool:
    """:func:`visible_issues` of an issue at hand, as where minutes name it."""
    if viewer is None:
        return True
    own = own_park_id(viewer)
    is_near = own is None or issue.park_id in (None, own)
    is_involved = is_near and viewer.id in (issue.owner_id, issue.raised_by_id, issue.entered_by_id)
    is_secret = viewer.role is Role.OFFICER and issue.is_confidential
    is_ours = own is None or (own == issue.park_id and not is_secret)
    return may(viewer, Permission.VIEW_ISSUES) and (is_ours or is_involved)


def visible_minutes(viewer: User | None) -> Condition:
    """Park staff see their park's minutes; those of the zone name every park's matters."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else Minutes.park_id == park_id
    return _if(viewer, Permission.VIEW_MINUTES, limit)


def visible_issued_reports(viewer: User | None) -> Condition:
    """Park staff see the reports issued on their own park; those on the zone name every park's projects."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else IssuedReport.park_id == park_id
    return _if(viewer, Permission.MAKE_REPORTS, limit)


def principal_ids(viewer: User, on: date) -> Select[int]:
    """For whom the viewer stands in on that day: people of the viewer's own sphere, as roles are now."""
    spheres: dict[Role, Condition] = {
        Role.LEADER: User.role == Role.LEADER,
        Role.COORDINATOR: User.role.in_(READERS),
        **dict.fromkeys(PARK_ROLES, and_(User.role.in_(PARK_ROLES), User.park_id == viewer.park_id)),
    }
    return (
        select(Deputy.principal_id)
        .join(Deputy.principal)
        .where(
            Deputy.deputy_id == viewer.id,
            Deputy.from_on <= on,
            Deputy.until_on >= on,
            Deputy.ended_at.is_(None),
            User.is_enabled,
            User.archived_at.is_(None),
            spheres.get(viewer.role, false()),
        )
    )


def visible_todos(viewer: User | None) -> Condition:
    """One's own, those one passed on, those of whom one stands in for; a lead the park's, the office all."""
    if viewer is None or viewer.role is Role.COORDINATOR:
        return _if(viewer, Permission.VIEW_TODOS, true())
    principals = principal_ids(viewer, clock.today())
    own = or_(Todo.owner_id == viewer.id, Todo.given_by_id == viewer.id, Todo.owner_id.in_(principals))
    park_id = own_park_id(viewer)
    if park_id is None:
        return _if(viewer, Permission.VIEW_TODOS, own)
    if viewer.role is Role.PARK_LEAD:
        own = or_(own, Todo.park_id == park_id)
    # What belongs to the park that somebody left stays there.
    limit = and_(own, or_(Todo.park_id.is_(None), Todo.park_id == park_id))
    return _if(viewer, Permission.VIEW_TODOS, limit)


def visible_delegations(viewer: User | None) -> Condition:
    """Park staff see their park's, and those of the office in which their park takes part."""
    park_id = own_park_id(viewer)
    if park_id is None:
        return _if(viewer, Permission.VIEW_DELEGATIONS, true())
    taking_part = select(delegation_parks.c.delegation_id).where(delegation_parks.c.park_id == park_id)
    shared = and_(Delegation.park_id.is_(None), Delegation.id.in_(taking_part))
    return _if(viewer, Permission.VIEW_DELEGATIONS, or_(Delegation.park_id == park_id, shared))


def may_read_internal(viewer: User | None, delegation: Delegation) -> bool:
    """Talking points, approvals, money: for the park or the office that leads the visit, and for leaders."""
    return own_park_id(viewer) in (None, delegation.park_id)


def internal_delegations(viewer: User | None) -> Condition:
    """:func:`may_read_internal` of rows."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else Delegation.park_id == park_id
    return _if(viewer, Permission.VIEW_DELEGATIONS, limit)


def visible_promotions(viewer: User | None) -> Condition:
    """Park staff see their park's events and those of the office; a rival's guests stay its own."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else or_(Promotion.park_id == park_id, Promotion.park_id.is_(None))
    return _if(viewer, Permission.VIEW_DELEGATIONS, limit)


def visible_notices(viewer: User) -> Condition:
    """What one was told in the role and the park of today: it doesn't follow to another office."""
    return and_(
        Notice.user_id == viewer.id,
        Notice.role == viewer.role,
        Notice.park_id.is_not_distinct_from(own_park_id(viewer)),
    )


def _if(viewer: User | None, permission: Permission, limit: Condition) -> Condition:
    return limit if viewer is None or may(viewer, permission) else false()
