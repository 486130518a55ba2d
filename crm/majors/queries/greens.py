"""The green channel for land: a record's checklist, and the usual steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.core.streaming import iterate
from crm.core.visibility import visible_majors
from kernel.errors import NotFoundError
from models import GreenChannelFile, GreenChannelKind, GreenChannelStep, MajorProject, Project, User

LISTED = (
    joinedload(GreenChannelStep.kind),
    joinedload(GreenChannelStep.owner),
    joinedload(GreenChannelStep.major).joinedload(MajorProject.park),
    joinedload(GreenChannelStep.major).joinedload(MajorProject.responsible_user),
    joinedload(GreenChannelStep.major).joinedload(MajorProject.project).joinedload(Project.responsible_user),
    selectinload(GreenChannelStep.files),
)


@dataclass(frozen=True, slots=True)
class GreenFilters:
    """What the list of unfinished steps is narrowed by."""

    park_id: int | None = None
    kind_id: int | None = None
    owner_id: int | None = None
    overdue_on: date | None = None


def steps_query(filters: GreenFilters, *, viewer: User | None) -> Select[GreenChannelStep]:
    """Unfinished steps with a due date, of all major projects that the viewer may see; without an order."""
    return (
        select(GreenChannelStep)
        .join(GreenChannelStep.major)
        .where(
            visible_majors(viewer),
            MajorProject.archived_at.is_(None),
            GreenChannelStep.done_on.is_(None),
            GreenChannelStep.is_needed.is_(True),
            GreenChannelStep.due_on.is_not(None),
            *_conditions(filters),
        )
        .options(*LISTED)
    )


def _conditions(filters: GreenFilters) -> Iterator[ColumnElement[bool]]:
    if filters.park_id is not None:
        yield MajorProject.park_id == filters.park_id
    if filters.kind_id is not None:
        yield GreenChannelStep.kind_id == filters.kind_id
    if filters.owner_id is not None:
        yield GreenChannelStep.owner_id == filters.owner_id
    if filters.overdue_on is not None:
        yield GreenChannelStep.due_on < filters.overdue_on


def iterate_steps(filters: GreenFilters, *, viewer: User | None) -> Iterator[GreenChannelStep]:
    """Every step that fits, by its number, in flat memory."""
    return iterate(steps_query(filters, viewer=viewer), GreenChannelStep.id)


def list_steps(major: MajorProject) -> Sequence[GreenChannelStep]:
    """The checklist in its order."""
    return session.scalars(
        select(GreenChannelStep)
        .where(GreenChannelStep.major_id == major.id)
        .options(
            joinedload(GreenChannelStep.kind),
            joinedload(GreenChannelStep.owner),
            selectinload(GreenChannelStep.files).joinedload(GreenChannelFile.attachment),
        )
        .order_by(GreenChannelStep.position, GreenChannelStep.id)
    ).all()


def get_step(step_id: int, *, viewer: User | None) -> GreenChannelStep:
    """
    Raises:
        NotFoundError: no such step, or of a record that the viewer may not see.
    """
    step = session.scalars(
        select(GreenChannelStep)
        .join(GreenChannelStep.major)
        .where(GreenChannelStep.id == step_id, visible_majors(viewer))
        .options(
            joinedload(GreenChannelStep.kind),
            joinedload(GreenChannelStep.major).joinedload(MajorProject.project),
            selectinload(GreenChannelStep.files).joinedload(GreenChannelFile.attachment),
        )
    ).one_or_none()
    if step is None:
        raise NotFoundError(_("There is no such step, or none that you may see."))
    return step


def list_used_kinds() -> Sequence[GreenChannelKind]:
    return session.scalars(
        select(GreenChannelKind)
        .where(GreenChannelKind.is_used.is_(True))
        .order_by(GreenChannelKind.position, GreenChannelKind.id)
    ).all()
