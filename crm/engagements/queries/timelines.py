"""Timelines: of firms, projects, people and visits, of what the viewer may see, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from crm.core.database import at_most, session
from crm.core.visibility import visible_engagements, visible_projects
from crm.engagements.queries.records import LISTED, with_contact
from crm.firms.queries import in_group
from kernel.clock import end_of_day
from models import Engagement, Firm, Project, StageMove, User
from models.engagements import engagement_firms

TIMELINE_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: an engagement, or a project's move. ``at`` orders a timeline."""

    at: datetime
    engagement: Engagement | None = None
    move: StageMove | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The last happenings, newest first, and how many there are in all."""

    items: Sequence[Happening]
    total: int


def list_timeline(
    *,
    viewer: User | None,
    firm_id: int | None = None,
    project_id: int | None = None,
    contact_id: int | None = None,
    delegation_id: int | None = None,
    limit: int = TIMELINE_LIMIT,
) -> Timeline:
    """What happened with a firm (and its group), a project, a person or in a visit: at most five statements.

    Only what the viewer may see is there, and is counted.
    """
    met = [visible_engagements(viewer), Engagement.archived_at.is_(None)]
    moved = [visible_projects(viewer)]
    if firm_id is not None:
        members = select(Firm.id).where(in_group(firm_id))
        with_member = select(engagement_firms.c.engagement_id).where(engagement_firms.c.firm_id.in_(members))
        met.append(Engagement.id.in_(with_member))
        moved.append(Project.firm_id.in_(members))
    if project_id is not None:
        met.append(Engagement.project_id == project_id)
        moved.append(Project.id == project_id)
    if contact_id is not None:
        met.append(Engagement.id.in_(with_contact(contact_id)))
    if delegation_id is not None:
        met.append(Engagement.delegation_id == delegation_id)
    # A person or a visit meets; it is projects that move on.
    moves = moved if contact_id is None and delegation_id is None else None
    items = _met(met, limit) + (_moved(moved, limit) if moves else [])
    items.sort(key=lambda item: item.at, reverse=True)
    return Timeline(items[:limit], _count(met, moves))


def _met(conditions: list[ColumnElement[bool]], limit: int) -> list[Happening]:
    rows = session.scalars(
        select(Engagement)
        .where(*conditions)
        .options(*LISTED)
        .order_by(Engagement.happened_at.desc(), Engagement.id.desc())
        .limit(at_most(limit))
    )
    return [Happening(row.happened_at, engagement=row) for row in rows]


def _moved(conditions: list[ColumnElement[bool]], limit: int) -> list[Happening]:
    """A move has a day and no hour: it stands after what was said on that day."""
    rows = session.scalars(
        select(StageMove)
        .join(StageMove.project)
        .where(*conditions)
        .options(joinedload(StageMove.project), joinedload(StageMove.recorded_by))
        .order_by(StageMove.happened_on.desc(), StageMove.id.desc())
        .limit(at_most(limit))
    )
    return [Happening(end_of_day(row.happened_on), move=row) for row in rows]


def _count(met: list[ColumnElement[bool]], moved: list[ColumnElement[bool]] | None) -> int:
    engagements = select(func.count()).select_from(Engagement).where(*met).scalar_subquery()
    if moved is None:
        return int(session.execute(select(engagements)).scalar_one())
    moves = select(func.count()).select_from(StageMove).join(StageMove.project).where(*moved)
    return int(session.execute(select(engagements + moves.scalar_subquery())).scalar_one())
