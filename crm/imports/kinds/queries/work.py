"""Projects and engagements."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core import visibility
from crm.core.database import session
from crm.imports.kinds.queries.finding import find_many, ids
from models import Engagement, LedgerEntry, LedgerStanding, Project, User
from models.enums import Standing

PROJECT = (joinedload(Project.firm), joinedload(Project.park), joinedload(Project.industry))


def projects_by_ref(refs: Collection[str]) -> dict[str, Project]:
    """Whose they may be: to find what a row's own ref names. What a cell names, is looked up as visible."""
    return {project.ref: project for project in find_many(Project, Project.ref, refs, options=PROJECT)}


def visible_projects_by_ref(refs: Collection[str], viewer: User | None) -> dict[str, Project]:
    condition = visibility.visible_projects(viewer)
    found = find_many(Project, Project.ref, refs, options=PROJECT, condition=condition)
    return {project.ref: project for project in found}


def hidden_project_refs(refs: Collection[str], viewer: User) -> set[str]:
    """Which of ``refs``, that the viewer does not see, are projects all the same: for the audit log alone."""
    if visibility.own_park_id(viewer) is None:
        return set()
    return {project.ref for project in find_many(Project, Project.ref, refs)}


def visible_project_ids(viewer: User | None) -> Iterator[int]:
    return ids(
        select(Project.id)
        .where(visibility.visible_projects(viewer), Project.archived_at.is_(None))
        .order_by(Project.id)
    )


def count_on_project(project: Project) -> tuple[int, int]:
    """Ledger entries that weren't withdrawn, and engagements, on a project."""
    entries = (
        select(func.count())
        .select_from(LedgerEntry)
        .join(LedgerEntry.standing)
        .where(LedgerEntry.project_id == project.id, LedgerStanding.standing != Standing.WITHDRAWN)
    )
    met = select(func.count()).where(Engagement.project_id == project.id, Engagement.archived_at.is_(None))
    row = session.execute(select(entries.scalar_subquery(), met.scalar_subquery())).one()
    return row[0], row[1]


ENGAGEMENT = (
    joinedload(Engagement.park),
    joinedload(Engagement.project),
    joinedload(Engagement.next_owner),
    selectinload(Engagement.firms),
    selectinload(Engagement.contacts),
    selectinload(Engagement.users),
)


def engagements_by_ref(refs: Collection[str]) -> dict[str, Engagement]:
    return {each.ref: each for each in find_many(Engagement, Engagement.ref, refs, options=ENGAGEMENT)}


def engagements_by_id(wanted: Collection[int]) -> Sequence[Engagement]:
    return list(find_many(Engagement, Engagement.id, wanted, options=ENGAGEMENT))


def visible_engagement_ids(viewer: User | None) -> Iterator[int]:
    return ids(
        select(Engagement.id)
        .where(visibility.visible_engagements(viewer), Engagement.archived_at.is_(None))
        .order_by(Engagement.happened_at, Engagement.id)
    )
