"""Projects as known at a moment: the cohort of the rates of the field, and what was newly signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from crm.core.database import session
from kernel.errors import NotFoundError
from models import Park, Plan, ProjectVersion
from models.enums import ParkKind, Stage


def is_latest_known(known_at: datetime) -> ColumnElement[bool]:
    """Versions that held at ``known_at``: the last recorded of each project, and not put away."""
    later = aliased(ProjectVersion)
    overtaken = exists(
        select(literal(1))
        .select_from(later)
        .where(
            later.project_id == ProjectVersion.project_id,
            later.recorded_at <= known_at,
            or_(
                later.recorded_at > ProjectVersion.recorded_at,
                and_(later.recorded_at == ProjectVersion.recorded_at, later.id > ProjectVersion.id),
            ),
        )
    )
    return and_(ProjectVersion.recorded_at <= known_at, ProjectVersion.is_archived.is_(False), ~overtaken)


def in_scope(*, with_linked: bool) -> ColumnElement[bool]:
    """Projects of core parks, or of linked areas too: the park is the one known then."""
    parks = select(Park.id)
    if not with_linked:
        parks = parks.where(Park.kind == ParkKind.CORE)
    return ProjectVersion.park_id.in_(parks)


def is_reached(stage: Stage, as_of: date) -> ColumnElement[bool]:
    """The stage or a later one by a day: any later stage's date proves it."""
    days = (getattr(ProjectVersion, f"{each.value}_on") for each in Stage if each.order >= stage.order)
    return or_(*(day <= as_of for day in days))


@dataclass(frozen=True, slots=True)
class CohortCounts:
    """Of the projects signed: how many came how far."""

    signed: int = 0
    registration: int = 0
    start: int = 0
    production: int = 0

    def __add__(self, other: CohortCounts) -> CohortCounts:
        return CohortCounts(
            self.signed + other.signed,
            self.registration + other.registration,
            self.start + other.start,
            self.production + other.production,
        )


REACHED: Mapping[str, Stage] = {
    "signed": Stage.SIGNED,
    "registration": Stage.REGISTERED,
    "start": Stage.CONSTRUCTION,
    "production": Stage.OPERATING,
}
"""The rates of the field, by what each of them reached."""


def signed_cohort(
    plan: Plan, as_of: date, known_at: datetime, *, with_linked: bool = False
) -> dict[int, CohortCounts]:
    """The cohort of the rates of the field by park, in one statement.

    Core parks' projects (park as known) whose signing lies within the plan and not after
    ``as_of``, whatever became of them. Records that were put away (a duplicate, an import undone)
    are no projects.
    """
    counts = [
        func.sum(case((is_reached(stage, as_of), 1), else_=0)).label(name) for name, stage in REACHED.items()
    ]
    cohort = cohort_condition(plan, as_of, known_at, with_linked=with_linked)
    rows = session.execute(
        select(ProjectVersion.park_id, *counts).where(cohort).group_by(ProjectVersion.park_id)
    )
    return {park_id: CohortCounts(*(int(number) for number in numbers)) for park_id, *numbers in rows}


def cohort_project_ids(
    plan: Plan,
    as_of: date,
    known_at: datetime,
    *,
    reached: str = "signed",
    with_linked: bool = False,
    park_id: int | None = None,
) -> Select[int]:
    """The ids behind a rate of the field (a key of :data:`REACHED`), to narrow a list by."""
    query = select(ProjectVersion.project_id).where(
        cohort_condition(plan, as_of, known_at, with_linked=with_linked),
        is_reached(REACHED[reached], as_of),
    )
    return query if park_id is None else query.where(ProjectVersion.park_id == park_id)


def cohort_condition(
    plan: Plan, as_of: date, known_at: datetime, *, with_linked: bool = False
) -> ColumnElement[bool]:
    """Of the versions of projects those that belong to the cohort; their park is the one known then."""
    return and_(
        ProjectVersion.signed_on.between(plan.starts_on, min(plan.ends_on, as_of)),
        in_scope(with_linked=with_linked),
        is_latest_known(known_at),
    )


def count_newly_signed(
    starts_on: date, ends_on: date, known_at: datetime, *, with_linked: bool = False
) -> dict[int, int]:
    """Newly approved projects, those signed from one day to another, by park id."""
    rows = session.execute(
        select(ProjectVersion.park_id, func.count())
        .where(
            ProjectVersion.signed_on.between(starts_on, ends_on),
            in_scope(with_linked=with_linked),
            is_latest_known(known_at),
        )
        .group_by(ProjectVersion.park_id)
    )
    return {row[0]: row[1] for row in rows}


def get_plan(key: str) -> Plan:
    """The plan whose cohort a list is narrowed by.

    Raises:
        NotFoundError: no such plan.
    """
    plan = session.scalars(select(Plan).where(Plan.key == key)).one_or_none()
    if plan is None:
        raise NotFoundError(_("There is no plan %(key)s.", key=key))
    return plan
