"""Claims, issues, minutes, delegations, to-dos, notices, issued reports."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, and_, false, or_, select, true

from crm.core.permissions import PARK_ROLES, READERS, Permission, may
from crm.core.visibility.scope import Condition, granted, own_park_id
from kernel import clock
from models import (
    Claim,
    ClaimRequest,
    Delegation,
    Deputy,
    Issue,
    IssuedReport,
    Minutes,
    Notice,
    Promotion,
    Todo,
    User,
    delegation_parks,
)
from models.enums import ClaimState, Role


def readable_claims(viewer: User | None) -> Condition:
    """Claims of which the viewer reads all, with proof and notes: the park's own; the office every one."""
    park_id = own_park_id(viewer)
    return granted(viewer, Permission.VIEW_CLAIMS, true() if park_id is None else Claim.park_id == park_id)


def visible_claims(viewer: User | None) -> Condition:
    """Also a rival's that is protected today or asked about: its park, group, subject, until when."""
    park_id = own_park_id(viewer)
    if park_id is None:
        return granted(viewer, Permission.VIEW_CLAIMS, true())
    is_protected = and_(
        Claim.state == ClaimState.PROTECTED,
        Claim.protected_until >= clock.today(),
        Claim.archived_at.is_(None),
    )
    asked = select(ClaimRequest.claim_id).where(ClaimRequest.park_id == park_id)
    limit = or_(Claim.park_id == park_id, is_protected, Claim.id.in_(asked))
    return granted(viewer, Permission.VIEW_CLAIMS, limit)


def may_read_claim(viewer: User | None, claim: Claim) -> bool:
    """:func:`readable_claims` of a claim at hand."""
    own = own_park_id(viewer)
    return (viewer is None or may(viewer, Permission.VIEW_CLAIMS)) and own in (None, claim.park_id)


def visible_claim_requests(viewer: User | None) -> Condition:
    """What a park asked of the office is that park's and the office's; others learn that it was asked."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else ClaimRequest.park_id == park_id
    return granted(viewer, Permission.VIEW_CLAIMS, limit)


def visible_issues(viewer: User | None) -> Condition:
    """Park staff see their park's, what they owe or raised; a confidential one of the park who leads it."""
    park_id = own_park_id(viewer)
    if viewer is None or park_id is None:
        return granted(viewer, Permission.VIEW_ISSUES, true())
    involved = or_(
        Issue.owner_id == viewer.id, Issue.raised_by_id == viewer.id, Issue.entered_by_id == viewer.id
    )
    # What belongs to the park that somebody left stays there.
    involved = and_(involved, or_(Issue.park_id.is_(None), Issue.park_id == park_id))
    limit: Condition = Issue.park_id == park_id
    if viewer.role is Role.OFFICER:
        limit = and_(limit, Issue.is_confidential.is_(False))
    return granted(viewer, Permission.VIEW_ISSUES, or_(limit, involved))


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
    return granted(viewer, Permission.VIEW_MINUTES, limit)


def visible_issued_reports(viewer: User | None) -> Condition:
    """Park staff see the reports issued on their own park; those on the zone name every park's projects."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else IssuedReport.park_id == park_id
    return granted(viewer, Permission.MAKE_REPORTS, limit)


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
        return granted(viewer, Permission.VIEW_TODOS, true())
    principals = principal_ids(viewer, clock.today())
    own = or_(Todo.owner_id == viewer.id, Todo.given_by_id == viewer.id, Todo.owner_id.in_(principals))
    park_id = own_park_id(viewer)
    if park_id is None:
        return granted(viewer, Permission.VIEW_TODOS, own)
    if viewer.role is Role.PARK_LEAD:
        own = or_(own, Todo.park_id == park_id)
    # What belongs to the park that somebody left stays there.
    limit = and_(own, or_(Todo.park_id.is_(None), Todo.park_id == park_id))
    return granted(viewer, Permission.VIEW_TODOS, limit)


def visible_delegations(viewer: User | None) -> Condition:
    """Park staff see their park's, and those of the office in which their park takes part."""
    park_id = own_park_id(viewer)
    if park_id is None:
        return granted(viewer, Permission.VIEW_DELEGATIONS, true())
    taking_part = select(delegation_parks.c.delegation_id).where(delegation_parks.c.park_id == park_id)
    shared = and_(Delegation.park_id.is_(None), Delegation.id.in_(taking_part))
    return granted(viewer, Permission.VIEW_DELEGATIONS, or_(Delegation.park_id == park_id, shared))


def may_read_internal(viewer: User | None, delegation: Delegation) -> bool:
    """Talking points, approvals, money: for the park or the office that leads the visit, and for leaders."""
    return own_park_id(viewer) in (None, delegation.park_id)


def internal_delegations(viewer: User | None) -> Condition:
    """:func:`may_read_internal` of rows."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else Delegation.park_id == park_id
    return granted(viewer, Permission.VIEW_DELEGATIONS, limit)


def visible_promotions(viewer: User | None) -> Condition:
    """Park staff see their park's events and those of the office; a rival's guests stay its own."""
    park_id = own_park_id(viewer)
    limit = true() if park_id is None else or_(Promotion.park_id == park_id, Promotion.park_id.is_(None))
    return granted(viewer, Permission.VIEW_DELEGATIONS, limit)


def visible_notices(viewer: User) -> Condition:
    """What one was told in the role and the park of today: it doesn't follow to another office."""
    return and_(
        Notice.user_id == viewer.id,
        Notice.role == viewer.role,
        Notice.park_id.is_not_distinct_from(own_park_id(viewer)),
    )
