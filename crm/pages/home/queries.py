"""What waits for a person: some rows of each pile, and how high it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import at_most, session
from crm.core.visibility import own_park_id, visible_engagements, visible_entries, visible_projects
from crm.web.paging import count_up_to
from models import Engagement, LedgerEntry, LedgerSample, LedgerStanding, Project, User
from models.enums import Standing, Status

SHOWN = 8
DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True)
class Pile:
    """The first rows and the number of all; None where there are more than ten thousand."""

    rows: Sequence[Any]
    total: int | None


def _pile(query: Select[Any]) -> Pile:
    rows = session.scalars(query.limit(at_most(SHOWN))).unique().all()
    return Pile(rows, len(rows) if len(rows) < SHOWN else count_up_to(query))


def steps_due(viewer: User, today: date) -> Pile:
    """The next steps that the person owns, due within a week or overdue, the oldest first."""
    return _pile(
        select(Engagement)
        .options(selectinload(Engagement.firms), joinedload(Engagement.project))
        .where(
            visible_engagements(viewer),
            Engagement.next_owner_id == viewer.id,
            Engagement.archived_at.is_(None),
            Engagement.next_due_on <= today + timedelta(days=DAYS_AHEAD),
        )
        .order_by(Engagement.next_due_on, Engagement.id)
    )


def own_projects(viewer: User) -> Pile:
    """The open projects that the person is responsible for, the longest untouched first."""
    return _pile(
        select(Project)
        .options(joinedload(Project.firm), joinedload(Project.park), joinedload(Project.light))
        .where(
            visible_projects(viewer),
            Project.responsible_id == viewer.id,
            Project.archived_at.is_(None),
            Project.status.in_((Status.ACTIVE, Status.PAUSED)),
        )
        .order_by(Project.updated_at, Project.id)
    )


def entries_to_check(viewer: User) -> Pile:
    """Open entries of the person's own park's projects that no colleague has checked yet."""
    return _pile(
        _open_entries(viewer).where(
            LedgerStanding.is_checked.is_(False), Project.park_id == own_park_id(viewer)
        )
    )


def entries_to_verify(viewer: User) -> Pile:
    """Open entries that somebody else recorded: these the person may decide on."""
    return _pile(_open_entries(viewer))


def entries_returned(viewer: User) -> Pile:
    """What the person recorded and the office sent back, the last first."""
    return _pile(
        _entries(viewer)
        .where(LedgerStanding.standing == Standing.RETURNED, LedgerEntry.recorded_by_id == viewer.id)
        .order_by(LedgerEntry.id.desc())
    )


def count_samples() -> int:
    """Verifications drawn for the auditor and not looked at yet."""
    query = select(func.count(LedgerSample.id)).where(LedgerSample.reviewed_at.is_(None))
    return session.scalar(query) or 0


def _open_entries(viewer: User) -> Select[LedgerEntry]:
    return (
        _entries(viewer)
        .where(
            LedgerStanding.standing == Standing.OPEN, LedgerEntry.recorded_by_id.is_distinct_from(viewer.id)
        )
        .order_by(LedgerStanding.entry_id)
    )


def _entries(viewer: User) -> Select[LedgerEntry]:
    return (
        select(LedgerEntry)
        .join(LedgerEntry.standing)
        .join(LedgerEntry.project)
        .options(joinedload(LedgerEntry.project).joinedload(Project.park))
        .where(visible_entries(viewer))
    )
