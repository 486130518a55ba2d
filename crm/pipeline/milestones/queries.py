"""Milestones of a project, limited by who may see the project."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.core.visibility import visible_projects
from kernel.errors import NotFoundError
from models import Milestone, MilestoneForecast, Project, User


def list_milestones(project_id: int) -> Sequence[Milestone]:
    """The plan by its days, with who owes each and its forecasts."""
    return session.scalars(
        select(Milestone)
        .where(Milestone.project_id == project_id, Milestone.archived_at.is_(None))
        .options(
            joinedload(Milestone.owner),
            selectinload(Milestone.forecasts).joinedload(MilestoneForecast.recorded_by),
        )
        .order_by(Milestone.planned_on, Milestone.id)
    ).all()


def get_milestone(milestone_id: int, *, viewer: User | None) -> Milestone:
    """
    Raises:
        NotFoundError: no such milestone, or of a project that the viewer may not see.
    """
    found = session.scalars(
        select(Milestone)
        .join(Milestone.project)
        .where(Milestone.id == milestone_id, visible_projects(viewer))
        .options(joinedload(Milestone.project).joinedload(Project.park), joinedload(Milestone.owner))
    ).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such milestone, or none that you may see."))
    return found
