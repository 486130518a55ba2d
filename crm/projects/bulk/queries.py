"""Changes of many projects: the projects asked for, and what was changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask_babel import gettext as _
from sqlalchemy import func, select, true
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import at_most, session
from crm.core.permissions import is_office
from crm.core.visibility import visible_projects
from crm.projects.queries import ProjectFilters, projects_query
from kernel.errors import NotFoundError
from models import BulkChange, BulkChangeRow, Project, User

MOST = 500
"""Projects changed at once."""


def list_chosen(ids: Collection[int], *, viewer: User | None) -> Sequence[Project]:
    """Those of the projects that the viewer may see, by their numbers."""
    query = select(Project).where(Project.id.in_(ids), visible_projects(viewer))
    loaded = query.options(
        joinedload(Project.responsible_user), joinedload(Project.industry), joinedload(Project.park)
    )
    return session.scalars(loaded.order_by(Project.ref).limit(at_most(MOST))).all()


def list_fitting_ids(filters: ProjectFilters, *, viewer: User | None) -> tuple[list[int], int]:
    """The first ids that the filters let through, and how many there are in all."""
    query = projects_query(filters, viewer=viewer).with_only_columns(Project.id, maintain_column_froms=True)
    total = session.execute(query.with_only_columns(func.count(), maintain_column_froms=True)).scalar_one()
    newest = query.order_by(Project.updated_at.desc(), Project.id.desc()).limit(at_most(MOST))
    return list(session.scalars(newest)), total


def get_change(change_id: int, *, viewer: User | None) -> BulkChange:
    """One's own change, or for the provincial office anybody's.

    Raises:
        NotFoundError: no such change, or another's.
    """
    own = true() if is_office(viewer) or viewer is None else BulkChange.recorded_by_id == viewer.id
    found = session.scalars(
        select(BulkChange)
        .where(BulkChange.id == change_id, own)
        .options(
            joinedload(BulkChange.recorded_by),
            joinedload(BulkChange.undone_by),
            selectinload(BulkChange.rows).joinedload(BulkChangeRow.project),
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such change, or it is somebody else's."))
    return found
