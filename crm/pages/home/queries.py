"""What waits for a person: some rows of each pile, and how high it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from crm.advisers.queries import referrals_waiting, updates_waiting
from crm.core.database import at_most, session
from crm.core.visibility import (
    own_park_id,
    principal_ids,
    visible_engagements,
    visible_entries,
    visible_firms,
    visible_issues,
    visible_projects,
)
from crm.policies.queries.duties import payments_waiting
from crm.rewards.queries.records import rewards_waiting
from crm.todos import queries as todos
from crm.web.paging import count_up_to
from kernel.clock import start_of_day
from models import (
    Engagement,
    Firm,
    Issue,
    LedgerEntry,
    LedgerSample,
    LedgerStanding,
    Project,
    ProjectLight,
    User,
)
from models.engagements import engagement_firms
from models.enums import Colour, IssueKind, IssueLevel, IssueState, Standing, Status

SHOWN = 8
COLD_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Pile:
    """The first rows and the number of all; None where there are more than ten thousand."""

    rows: Sequence[Any]
    total: int | None


def _pile(query: Select[Any]) -> Pile:
    rows = session.scalars(query.limit(at_most(SHOWN))).unique().all()
    return Pile(rows, len(rows) if len(rows) < SHOWN else count_up_to(query))


def todos_due(viewer: User, today: date) -> Pile:
    """What the person has to do, due within a week or overdue, the oldest first."""
    return _pile(todos.due_query([viewer.id], viewer, today))


def todos_of_others(viewer: User, today: date) -> Pile:
    """The same of those for whom the person stands in."""
    return _pile(todos.due_query(principal_ids(viewer, today), viewer, today))


def issues_at_the_top(viewer: User) -> Pile:
    """What parks and cities couldn't solve and directives not yet carried out, the longest due first."""
    return _pile(
        select(Issue)
        .options(joinedload(Issue.owner), joinedload(Issue.park))
        .where(
            visible_issues(viewer),
            Issue.archived_at.is_(None),
            Issue.state != IssueState.CLOSED,
            or_(Issue.level == IssueLevel.PROVINCE, Issue.kind == IssueKind.DIRECTIVE),
        )
        .order_by(Issue.due_on, Issue.id)
    )


def projects_in_red(viewer: User) -> Pile:
    """Open projects whose light is red, the longest red first."""
    return _pile(
        select(Project)
        .join(Project.light)
        .options(joinedload(Project.firm), joinedload(Project.park), contains_eager(Project.light))
        .where(
            visible_projects(viewer),
            Project.archived_at.is_(None),
            Project.status == Status.ACTIVE,
            ProjectLight.colour == Colour.RED,
        )
        .order_by(ProjectLight.since_on, Project.id)
    )


@dataclass(frozen=True, slots=True)
class Cold:
    """A firm that one had contact with, and when it last answered."""

    firm: Firm
    last_at: datetime


def firms_going_cold(viewer: User, today: date) -> Pile:
    """Firms whom the person met and from whom nothing has come for a while, the longest silent first."""
    met = (
        select(engagement_firms.c.firm_id)
        .join(Engagement, Engagement.id == engagement_firms.c.engagement_id)
        .where(Engagement.created_by_id == viewer.id, Engagement.archived_at.is_(None))
    )
    last = func.max(Engagement.happened_at)
    silent = (
        select(engagement_firms.c.firm_id, last.label("last_at"))
        .join(Engagement, Engagement.id == engagement_firms.c.engagement_id)
        .where(
            engagement_firms.c.firm_id.in_(met),
            Engagement.is_two_way.is_(True),
            Engagement.archived_at.is_(None),
            visible_engagements(viewer),
        )
        .group_by(engagement_firms.c.firm_id)
        .having(last < start_of_day(today - COLD_AFTER))
        .subquery()
    )
    query = (
        select(Firm, silent.c.last_at)
        .join(silent, silent.c.firm_id == Firm.id)
        .where(visible_firms(viewer), Firm.archived_at.is_(None))
        .order_by(silent.c.last_at, Firm.id)
    )
    rows = [Cold(firm, last_at) for firm, last_at in session.execute(query.limit(at_most(SHOWN)))]
    return Pile(rows, len(rows) if len(rows) < SHOWN else count_up_to(query))


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


def payments_to_confirm(viewer: User) -> Pile:
    """Payments on promises that wait for the person's second key, the oldest first."""
    return _pile(payments_waiting(viewer))


def referrals_to_rule(viewer: User) -> Pile:
    """Referrals of advisers that the person may rule on, or look at again, the first received first."""
    return _pile(referrals_waiting(viewer))


def updates_to_confirm(viewer: User) -> Pile:
    """What advisers told of the park's projects, the first told first."""
    return _pile(updates_waiting(viewer))


def rewards_to_move(viewer: User) -> Pile:
    """Rewards whose next step the person may take, the longest untouched first."""
    return _pile(rewards_waiting(viewer))


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
