"""What lights go by: set-based, for one project or for fifty thousand in the same statements."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.core.preferences import PREFERENCES
from crm.pipeline.lights.rules import Facts, Override
from kernel import clock
from models import Engagement, LightChange, LightOverride, Milestone, Project, ProjectLight, Setting, Todo
from models.enums import TodoSource, TodoState

Ids = Collection[int] | None
"""The projects asked for; None for all."""


@dataclass(frozen=True, slots=True)
class Known:
    """A project's facts, and the light that it has so far; ``light`` is None where it has none yet."""

    project_id: int
    park_id: int
    name: str
    facts: Facts
    light: Row[Any] | None


def settings() -> dict[str, int]:
    """The thresholds in force, by their keys, in one statement."""
    rows = session.execute(select(Setting.key, Setting.value).where(Setting.key.like("light.%")))
    written = {key: int(value) for key, value in rows}
    return {key: written.get(key, each.default) for key, each in PREFERENCES.items()}


def known(today: date, ids: Ids = None) -> Iterator[Known]:
    """The facts of every project asked for, in five statements however many they are."""
    steps = next_steps(today, ids)
    late = _late_milestones(today, ids)
    words = _overrides(ids)
    plans = {row.project_id: row for row in session.execute(_plans(today, ids))}
    for row in session.execute(_projects(ids)):
        step, plan, behind = steps.get(row.id), plans.get(row.id), late.get(row.id)
        facts = Facts(
            stage=row.stage,
            status=row.status,
            is_put_away=row.archived_at is not None,
            paused_until=row.status_until,
            entered_on=getattr(row, f"{row.stage.value}_on") or clock.business_date(row.created_at),
            lead_on=row.lead_on,
            answered_on=clock.business_date(row.first_at) if row.first_at else None,
            judged_on=row.judged_on,
            fed_back_on=row.fed_back_on,
            last_contact_on=clock.business_date(row.last_at) if row.last_at else None,
            next_step_on=step[0] if step else None,
            next_step_owner=step[1] if step else None,
            responsible=row.responsible_id,
            plan_weight=plan.weight if plan else 0,
            plan_due=plan.due if plan else 0,
            plan_reached=plan.reached if plan else 0,
            late_since=behind[0] if behind else None,
            late_owner=behind[1] if behind else None,
            override=words.get(row.id),
        )
        yield Known(row.id, row.park_id, row.name, facts, row if row.light_id is not None else None)


LIGHT_COLUMNS = (
    "colour",
    "reason",
    "counted_on",
    "bound",
    "points",
    "until_on",
    "owner_id",
    "computed_colour",
)


def _projects(ids: Ids) -> Any:
    """Each project with its contacts so far and its present light."""
    contacts = (
        select(
            Engagement.project_id,
            func.min(Engagement.happened_at).label("first_at"),
            func.max(case((Engagement.is_two_way, Engagement.happened_at))).label("last_at"),
        )
        .where(
            Engagement.project_id.is_not(None),
            Engagement.archived_at.is_(None),
            Engagement.happened_at <= clock.now(),
            *_of(Engagement.project_id, ids),
        )
        .group_by(Engagement.project_id)
        .subquery()
    )
    return (
        select(
            *(getattr(Project, name) for name in _PROJECT_COLUMNS),
            contacts.c.first_at,
            contacts.c.last_at,
            ProjectLight.id.label("light_id"),
            ProjectLight.since_on.label("light_since_on"),
            *(getattr(ProjectLight, name).label(f"light_{name}") for name in LIGHT_COLUMNS),
        )
        .outerjoin(contacts, contacts.c.project_id == Project.id)
        .outerjoin(ProjectLight, ProjectLight.project_id == Project.id)
        .where(*_of(Project.id, ids))
    )


_PROJECT_COLUMNS = (
    "id",
    "park_id",
    "name",
    "stage",
    "status",
    "status_until",
    "archived_at",
    "created_at",
    "responsible_id",
    "lead_on",
    "talks_on",
    "review_on",
    "signed_on",
    "registered_on",
    "construction_on",
    "operating_on",
    "judged_on",
    "fed_back_on",
)


def _of(column: Any, ids: Ids) -> list[ColumnElement[bool]]:
    return [] if ids is None else [column.in_(ids)]


def next_steps(today: date, ids: Ids) -> dict[int, tuple[date, int | None]]:
    """The first planned step ahead of each project, and who takes it; one that was done holds nothing."""
    is_todo = and_(Todo.source == TodoSource.ENGAGEMENT, Todo.source_id == Engagement.id)
    rows = session.execute(
        select(
            Engagement.project_id,
            Engagement.next_due_on,
            func.coalesce(Todo.owner_id, Engagement.next_owner_id),
        )
        .outerjoin(Todo, is_todo)
        .where(
            Engagement.project_id.is_not(None),
            Engagement.archived_at.is_(None),
            Engagement.next_due_on >= today,
            or_(Todo.id.is_(None), Todo.state == TodoState.OPEN),
            *_of(Engagement.project_id, ids),
        )
        .order_by(Engagement.next_due_on.desc(), Engagement.id.desc())
    )
    return {project: (day, owner) for project, day, owner in rows if project and day}


def _is_due(today: date) -> ColumnElement[bool]:
    return Milestone.planned_on <= today


def _plans(today: date, ids: Ids) -> Any:
    reached = Milestone.actual_on <= today
    return (
        select(
            Milestone.project_id,
            func.sum(Milestone.weight).label("weight"),
            func.sum(case((_is_due(today), Milestone.weight), else_=0)).label("due"),
            func.sum(case((reached, Milestone.weight), else_=0)).label("reached"),
        )
        .where(Milestone.archived_at.is_(None), *_of(Milestone.project_id, ids))
        .group_by(Milestone.project_id)
    )


def _late_milestones(today: date, ids: Ids) -> dict[int, tuple[date, int | None]]:
    """The oldest milestone of each project that is due and not reached: its day, and who owes it."""
    is_open = or_(Milestone.actual_on.is_(None), Milestone.actual_on > today)
    rows = session.execute(
        select(Milestone.project_id, Milestone.planned_on, Milestone.owner_id)
        .where(Milestone.archived_at.is_(None), _is_due(today), is_open, *_of(Milestone.project_id, ids))
        .order_by(Milestone.planned_on.desc(), Milestone.id.desc())
    )
    return {project: (day, owner) for project, day, owner in rows}


def _overrides(ids: Ids) -> dict[int, Override]:
    """The last word on each project, where it wasn't taken back."""
    rows = session.execute(
        select(LightOverride.project_id, LightOverride.colour, LightOverride.expires_on)
        .where(*_of(LightOverride.project_id, ids))
        .order_by(LightOverride.id)
    )
    last = {project: (colour, day) for project, colour, day in rows}
    return {project: Override(colour, day) for project, (colour, day) in last.items() if colour and day}


def find_light(project_id: int) -> ProjectLight | None:
    return session.scalars(
        select(ProjectLight)
        .where(ProjectLight.project_id == project_id)
        .options(joinedload(ProjectLight.owner))
    ).one_or_none()


def find_override(project_id: int) -> LightOverride | None:
    """The last word on its light, taken back or not."""
    return session.scalars(
        select(LightOverride)
        .where(LightOverride.project_id == project_id)
        .options(joinedload(LightOverride.recorded_by))
        .order_by(LightOverride.id.desc())
        .limit(1)
    ).one_or_none()


def list_changes(project_id: int) -> Sequence[LightChange]:
    """The history of its colours, the last first."""
    return session.scalars(
        select(LightChange).where(LightChange.project_id == project_id).order_by(LightChange.id.desc())
    ).all()


def list_overrides(project_id: int) -> Sequence[LightOverride]:
    return session.scalars(
        select(LightOverride)
        .where(LightOverride.project_id == project_id)
        .options(joinedload(LightOverride.recorded_by))
        .order_by(LightOverride.id.desc())
    ).all()
