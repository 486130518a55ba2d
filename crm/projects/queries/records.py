"""One project and what hangs on it, always limited by the viewer."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.core.visibility import visible_projects
from crm.firms.queries import in_group
from kernel.errors import NotFoundError
from models import Establishment, Firm, LedgerEntry, Project, ProjectDocument, ProjectVersion, StageMove, User


def get_project(project_id: int, *, viewer: User | None) -> Project:
    """The project with what its page names.

    Raises:
        NotFoundError: no such project, or none that the viewer may know of.
    """
    project = session.scalars(
        select(Project)
        .where(Project.id == project_id, visible_projects(viewer))
        .options(
            joinedload(Project.firm).joinedload(Firm.group),
            joinedload(Project.park),
            joinedload(Project.industry),
            joinedload(Project.responsible_user),
            joinedload(Project.establishment),
        )
    ).one_or_none()
    if project is None:
        raise NotFoundError(_("There is no such project, or none that you may see."))
    return project


def find_project_by_ref(ref: str, *, viewer: User | None) -> Project | None:
    return session.scalars(select(Project).where(Project.ref == ref, visible_projects(viewer))).one_or_none()


def is_ref_taken(ref: str) -> bool:
    """Whether any project has the number, seen or not."""
    return session.execute(select(Project.id).where(Project.ref == ref)).first() is not None


def list_moves(project: Project) -> Sequence[StageMove]:
    """Its whole way, the last move first."""
    return session.scalars(
        select(StageMove)
        .where(StageMove.project_id == project.id)
        .options(joinedload(StageMove.recorded_by))
        .order_by(StageMove.recorded_at.desc(), StageMove.id.desc())
    ).all()


def list_versions(project: Project) -> Sequence[ProjectVersion]:
    """What was known of its facts, oldest first."""
    return session.scalars(
        select(ProjectVersion)
        .where(ProjectVersion.project_id == project.id)
        .options(joinedload(ProjectVersion.park), joinedload(ProjectVersion.firm))
        .order_by(ProjectVersion.recorded_at, ProjectVersion.id)
    ).all()


def list_documents(project: Project) -> Sequence[ProjectDocument]:
    """Its files, the last first."""
    return session.scalars(
        select(ProjectDocument)
        .where(ProjectDocument.project_id == project.id)
        .options(joinedload(ProjectDocument.attachment))
        .order_by(ProjectDocument.id.desc())
    ).all()


def get_document(document_id: int, *, viewer: User | None) -> ProjectDocument:
    """Raises NotFoundError, also where the viewer may not see the project."""
    document = session.scalars(
        select(ProjectDocument)
        .join(ProjectDocument.project)
        .where(ProjectDocument.id == document_id, visible_projects(viewer))
        .options(joinedload(ProjectDocument.attachment))
    ).one_or_none()
    if document is None:
        raise NotFoundError(_("There is no such file, or none that you may see."))
    return document


def list_establishments_for(firm_id: int, park_id: int) -> Sequence[Establishment]:
    """The registered entities in the park of the firm's whole group."""
    own_group = select(func.coalesce(Firm.group_id, Firm.id)).where(Firm.id == firm_id).scalar_subquery()
    return session.scalars(
        select(Establishment)
        .join(Establishment.firm)
        .where(
            Establishment.park_id == park_id,
            func.coalesce(Firm.group_id, Firm.id) == own_group,
            Establishment.is_retracted.is_(False),
        )
        .order_by(Establishment.registered_on, Establishment.id)
    ).all()


def has_entries(project: Project) -> bool:
    """Whether any money was ever recorded on it."""
    return (
        session.execute(select(LedgerEntry.id).where(LedgerEntry.project_id == project.id)).first()
        is not None
    )


def list_projects_of_firm(firm_id: int, *, viewer: User | None) -> Sequence[Project]:
    """The projects of a firm and of its group's members that the viewer may see, the newest first."""
    members = select(Firm.id).where(in_group(firm_id))
    return session.scalars(
        select(Project)
        .where(Project.firm_id.in_(members), Project.archived_at.is_(None), visible_projects(viewer))
        .options(joinedload(Project.park), joinedload(Project.firm))
        .order_by(Project.updated_at.desc(), Project.id.desc())
    ).all()


def list_projects_to_reindex(firm: Firm) -> Sequence[Project]:
    """A firm's projects, whose search text names the firm."""
    return session.scalars(select(Project).where(Project.firm_id == firm.id)).all()


def get_firm_for_index(firm_id: int) -> Firm:
    """Raises NotFoundError."""
    firm = session.scalars(
        select(Firm).where(Firm.id == firm_id).options(selectinload(Firm.aliases))
    ).one_or_none()
    if firm is None:
        raise NotFoundError(_("There is no such firm."))
    return firm
