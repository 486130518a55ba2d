"""One record of the library and what hangs on it; and the records that follow projects."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import at_most, session
from crm.core.visibility import visible_majors
from kernel.errors import NotFoundError
from models import (
    Firm,
    Issue,
    MajorConversion,
    MajorProblem,
    MajorProgress,
    MajorProject,
    MajorYear,
    Project,
    User,
)
from models.enums import Role


def get_major(major_id: int, *, viewer: User | None) -> MajorProject:
    """The record with what every tab of its page names.

    Raises:
        NotFoundError: no such record, or none that the viewer may know of.
    """
    major = session.scalars(
        select(MajorProject)
        .where(MajorProject.id == major_id, visible_majors(viewer))
        .options(
            joinedload(MajorProject.park),
            joinedload(MajorProject.responsible_user),
            joinedload(MajorProject.created_by),
            joinedload(MajorProject.project).joinedload(Project.firm).joinedload(Firm.group),
            joinedload(MajorProject.project).joinedload(Project.responsible_user),
            joinedload(MajorProject.project).joinedload(Project.park),
            joinedload(MajorProject.project).joinedload(Project.industry),
            selectinload(MajorProject.tags),
        )
    ).one_or_none()
    if major is None:
        raise NotFoundError(_("There is no such major project, or none that you may see."))
    return major


def find_major_by_ref(ref: str) -> MajorProject | None:
    """By its own number, or by that of its pipeline project."""
    own = session.scalars(select(MajorProject).where(MajorProject.ref == ref)).one_or_none()
    if own is not None:
        return own
    return session.scalars(
        select(MajorProject).join(MajorProject.project).where(Project.ref == ref)
    ).one_or_none()


def find_major_of_project(project_id: int, *, viewer: User | None) -> MajorProject | None:
    return session.scalars(
        select(MajorProject).where(MajorProject.project_id == project_id, visible_majors(viewer))
    ).one_or_none()


def is_ref_taken(ref: str) -> bool:
    """Also by a pipeline project: a number names one thing."""
    taken = select(MajorProject.id).where(MajorProject.ref == ref)
    return session.execute(taken.union_all(select(Project.id).where(Project.ref == ref))).first() is not None


def list_years(major: MajorProject) -> Sequence[MajorYear]:
    """Its plans by year, each with what was reported, the last year first."""
    return session.scalars(
        select(MajorYear)
        .where(MajorYear.major_id == major.id)
        .options(selectinload(MajorYear.reports).joinedload(MajorProgress.recorded_by))
        .order_by(MajorYear.year.desc())
    ).all()


def get_year(year_id: int, *, viewer: User | None) -> MajorYear:
    """
    Raises:
        NotFoundError: no such plan, or of a record that the viewer may not see.
    """
    found = session.scalars(
        select(MajorYear)
        .join(MajorYear.major)
        .where(MajorYear.id == year_id, visible_majors(viewer))
        .options(joinedload(MajorYear.major).joinedload(MajorProject.project))
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such yearly plan, or none that you may see."))
    return found


def list_problems(major: MajorProject) -> Sequence[MajorProblem]:
    """The open ones first, then the last solved."""
    return session.scalars(
        select(MajorProblem)
        .where(MajorProblem.major_id == major.id)
        .options(
            joinedload(MajorProblem.created_by),
            joinedload(MajorProblem.owner),
            joinedload(MajorProblem.issue).joinedload(Issue.owner),
        )
        .order_by(MajorProblem.solved_on.is_not(None), MajorProblem.raised_on.desc(), MajorProblem.id.desc())
    ).all()


def get_problem(problem_id: int, *, viewer: User | None) -> MajorProblem:
    """
    Raises:
        NotFoundError: no such problem, or of a record that the viewer may not see.
    """
    found = session.scalars(
        select(MajorProblem)
        .join(MajorProblem.major)
        .where(MajorProblem.id == problem_id, visible_majors(viewer))
        .options(
            joinedload(MajorProblem.major).joinedload(MajorProject.project),
            joinedload(MajorProblem.issue),
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such problem, or none that you may see."))
    return found


def list_conversions(major: MajorProject) -> Sequence[MajorConversion]:
    """What it became, in the order in which it did."""
    return session.scalars(
        select(MajorConversion)
        .where(MajorConversion.major_id == major.id)
        .options(joinedload(MajorConversion.recorded_by), joinedload(MajorConversion.project))
        .order_by(MajorConversion.id)
    ).all()


def find_staff(user_id: int, park_id: int) -> User | None:
    """Somebody who can be responsible: of the park's people or of the provincial office."""
    return session.scalars(select(User).where(User.id == user_id, *_can_see_to(park_id))).one_or_none()


def _can_see_to(park_id: int) -> tuple[ColumnElement[bool], ...]:
    roles = (Role.OFFICER, Role.PARK_LEAD)
    return (
        User.is_enabled.is_(True),
        User.archived_at.is_(None),
        (User.role == Role.COORDINATOR) | (User.role.in_(roles) & (User.park_id == park_id)),
    )


def list_staff(park_id: int) -> Sequence[User]:
    """Whoever ``find_staff`` finds, by name."""
    return session.scalars(
        select(User).where(*_can_see_to(park_id)).order_by(User.display_name, User.id)
    ).all()


def list_projects_without(limit: int) -> Sequence[Project]:
    """Projects that have no record in the library yet, by their number."""
    has_one = select(literal(1)).where(MajorProject.project_id == Project.id).exists()
    return session.scalars(select(Project).where(~has_one).order_by(Project.id).limit(at_most(limit))).all()
