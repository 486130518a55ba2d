"""What of major projects asks something of people."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import func, or_, select, union
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.majors.rules import WHOLE, quarter_start
from models import GreenChannelStep, MajorProblem, MajorProject, MajorYear, Project, Todo
from models.enums import Preparation, TodoSource, TodoState

BATCH = 500
OVER = (Preparation.DONE, Preparation.DROPPED)
OF_MAJOR = joinedload(MajorYear.major).joinedload(MajorProject.project)


def list_years(major: MajorProject) -> Sequence[MajorYear]:
    return session.scalars(select(MajorYear).where(MajorYear.major_id == major.id)).all()


def list_problems(major: MajorProject) -> Sequence[MajorProblem]:
    return session.scalars(select(MajorProblem).where(MajorProblem.major_id == major.id)).all()


def list_steps(major: MajorProject) -> Sequence[GreenChannelStep]:
    """In their order."""
    return session.scalars(
        select(GreenChannelStep)
        .where(GreenChannelStep.major_id == major.id)
        .options(joinedload(GreenChannelStep.kind))
        .order_by(GreenChannelStep.position, GreenChannelStep.id)
    ).all()


def batches_to_report(today: date) -> Iterator[Sequence[int]]:
    """Yearly plans of this year and the last, not done, of whom somebody is responsible, and on which this
    quarter hasn't been reported: so many ids at a time."""
    query = (
        select(MajorYear.id)
        .join(MajorYear.major)
        .outerjoin(MajorProject.project)
        .where(
            MajorYear.year.in_((today.year - 1, today.year)),
            MajorYear.percent < WHOLE,
            or_(MajorYear.progress_on.is_(None), MajorYear.progress_on < quarter_start(today)),
            MajorProject.archived_at.is_(None),
            MajorProject.preparation.not_in(OVER),
            func.coalesce(Project.responsible_id, MajorProject.responsible_id).is_not(None),
        )
        .order_by(MajorYear.id)
        .limit(BATCH)
    )
    last = 0
    while ids := session.scalars(query.where(MajorYear.id > last)).all():
        last = ids[-1]
        yield ids


def get_years(ids: Collection[int]) -> Sequence[MajorYear]:
    return session.scalars(select(MajorYear).where(MajorYear.id.in_(ids)).options(OF_MAJOR)).all()


def list_with_todos() -> Sequence[MajorProject]:
    """Major projects of which something is an open to-do."""
    parts = (
        (TodoSource.MAJOR_YEAR, MajorYear),
        (TodoSource.MAJOR_PROBLEM, MajorProblem),
        (TodoSource.GREEN_STEP, GreenChannelStep),
    )
    found = union(
        *(
            select(part.major_id)
            .join(Todo, Todo.source_id == part.id)
            .where(Todo.source == source, Todo.state == TodoState.OPEN)
            for source, part in parts
        )
    )
    return session.scalars(
        select(MajorProject)
        .where(MajorProject.id.in_(found))
        .options(joinedload(MajorProject.project))
        .order_by(MajorProject.id)
    ).all()
