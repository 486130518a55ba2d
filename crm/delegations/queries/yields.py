"""Whom visits met, and which projects came after."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, case, func, select, true
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.core.visibility import visible_delegations, visible_engagements, visible_projects
from kernel.clock import business_date, end_of_day
from models import (
    Delegation,
    DelegationMember,
    DelegationSession,
    Engagement,
    Firm,
    Project,
    User,
    engagement_firms,
)
from models.enums import DelegationState, Party

NAMED_AT_MOST = 500
"""Groups that are named to the database; past that it is quicker to look at all projects."""
HELD = (DelegationState.UNDER_WAY, DelegationState.OVER)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A visit met a firm of a group on a day."""

    delegation_id: int
    begins_on: date
    firm_id: int
    group_id: int
    met_on: date
    is_seen: bool = True
    """Whether the viewer may know of it: what another park logged on the way is that park's."""


def list_meetings(as_of: date, *, viewer: User | None) -> list[Meeting]:
    """Every firm that a visit met up to a day: by an engagement, a talk, or as a guest. In three statements.

    Over all visits, whoever asks: which one a project counts for doesn't hang on who looks. What may be
    shown of it does (``is_seen``).
    """
    there = and_(
        Delegation.archived_at.is_(None),
        Delegation.state != DelegationState.CANCELLED,
        Delegation.from_on <= as_of,
    )
    return [*_read(_logged(there, as_of, viewer)), *_read(_talked(there, as_of)), *_read(_guests(there))]


def _logged(there: ColumnElement[bool], as_of: date, viewer: User | None) -> Executable:
    is_seen = case((visible_engagements(viewer), True), else_=False)
    return (
        select(*_who(), Engagement.happened_at, is_seen)
        .select_from(Engagement)
        .join(Engagement.delegation)
        .join(engagement_firms, engagement_firms.c.engagement_id == Engagement.id)
        .join(Firm, Firm.id == engagement_firms.c.firm_id)
        .where(there, Engagement.archived_at.is_(None), Engagement.happened_at <= end_of_day(as_of))
    )


def _talked(there: ColumnElement[bool], as_of: date) -> Executable:
    return (
        select(*_who(), DelegationSession.day, true())
        .select_from(DelegationSession)
        .join(DelegationSession.delegation)
        .join(DelegationSession.firm)
        .where(
            there,
            Delegation.state.in_(HELD),
            DelegationSession.archived_at.is_(None),
            DelegationSession.day <= as_of,
        )
    )


def _guests(there: ColumnElement[bool]) -> Executable:
    return (
        select(*_who(), Delegation.from_on, true())
        .select_from(DelegationMember)
        .join(DelegationMember.delegation)
        .join(DelegationMember.firm)
        .where(
            there,
            Delegation.state.in_(HELD),
            DelegationMember.archived_at.is_(None),
            DelegationMember.side == Party.THEIRS,
        )
    )


def _who() -> tuple[Any, ...]:
    """Visit, its first day, the firm (of two that were merged the one that is kept) and its group."""
    firm = func.coalesce(Firm.merged_into_id, Firm.id)
    return Delegation.id, Delegation.from_on, firm, func.coalesce(Firm.group_id, Firm.id)


def _read(query: Executable) -> Iterator[Meeting]:
    for delegation_id, begins_on, firm_id, group_id, met, is_seen in session.execute(query):
        met_on = business_date(met) if hasattr(met, "hour") else met
        yield Meeting(delegation_id, begins_on, firm_id, group_id, met_on, bool(is_seen))


def list_opened(group_ids: Collection[int], as_of: date) -> list[tuple[int, int, date]]:
    """Projects of these groups that became leads up to a day: ``(project, group, day)``."""
    group = func.coalesce(Firm.group_id, Firm.id)
    query = (
        select(Project.id, group, Project.lead_on)
        .join(Project.firm)
        .where(Project.archived_at.is_(None), Project.lead_on <= as_of)
    )
    wanted = set(group_ids)
    if len(wanted) <= NAMED_AT_MOST:
        query = query.where(group.in_(wanted))
    return [
        (project_id, group_id, lead_on)
        for project_id, group_id, lead_on in session.execute(query)
        if lead_on is not None and group_id in wanted
    ]


def list_projects(ids: Collection[int], *, viewer: User | None) -> Sequence[Project]:
    """Those of the projects that the viewer may see, the earliest lead first."""
    if not ids:
        return []
    return session.scalars(
        select(Project)
        .where(Project.id.in_(ids), visible_projects(viewer))
        .options(joinedload(Project.firm), joinedload(Project.park))
        .order_by(Project.lead_on, Project.id)
    ).all()


def list_begun(as_of: date, year: int | None, *, viewer: User | None) -> Sequence[Delegation]:
    """The visits to compare: begun by then, not cancelled, seen by the viewer; the newest first."""
    query = select(Delegation).where(
        visible_delegations(viewer),
        Delegation.archived_at.is_(None),
        Delegation.state != DelegationState.CANCELLED,
        Delegation.from_on <= as_of,
    )
    if year is not None:
        query = query.where(Delegation.from_on >= date(year, 1, 1), Delegation.from_on <= date(year, 12, 31))
    options = (joinedload(Delegation.park), joinedload(Delegation.lead))
    return session.scalars(query.options(*options).order_by(Delegation.from_on.desc(), Delegation.id)).all()


def list_met_firms(ids: Collection[int]) -> Sequence[Firm]:
    if not ids:
        return []
    return session.scalars(
        select(Firm).where(Firm.id.in_(ids)).options(joinedload(Firm.group)).order_by(Firm.name_key, Firm.id)
    ).all()
