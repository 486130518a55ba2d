"""Projects: found, listed and filtered, always limited by the viewer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, Text, and_, cast, func, literal, null, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.core.names import query_tokens
from crm.core.search_index import matches
from crm.core.visibility import own_park_id, visible_projects
from kernel.errors import NotFoundError
from models import (
    Establishment,
    Firm,
    Industry,
    LedgerEntry,
    Park,
    Project,
    ProjectDocument,
    ProjectVersion,
    RankingEdition,
    RankingEntry,
    RankingSeries,
    StageMove,
    User,
)
from models.enums import Role, Stage, Status

Rows = Select[*tuple[Any, ...]]

LOOKUP_LIMIT = 20
EXPORT_BATCH = 500


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


@dataclass(frozen=True, slots=True)
class ProjectFilters:
    """What a list of projects is narrowed by. ``only_ids`` is a select of project ids, as of a cohort."""

    query: str = ""
    stage: Stage | None = None
    status: Status | None = None
    park_id: int | None = None
    industry_id: int | None = None
    responsible_id: int | None = None
    firm_id: int | None = None
    edition_id: int | None = None
    signed_from: date | None = None
    signed_to: date | None = None
    is_archived: bool = False
    only_ids: Select[int] | None = field(default=None, compare=False)


def projects_query(filters: ProjectFilters, *, viewer: User | None) -> Select[Project]:
    """The projects that fit, without an order, with what a list names."""
    query = select(Project).where(visible_projects(viewer)).options(*_LISTED)
    query = query.where(
        Project.archived_at.is_not(None) if filters.is_archived else Project.archived_at.is_(None)
    )
    if query_tokens(filters.query):
        query = query.where(matches(Project, filters.query))
    for column in ("stage", "status", "park_id", "industry_id", "responsible_id", "firm_id"):
        wanted = getattr(filters, column)
        if wanted is not None:
            query = query.where(getattr(Project, column) == wanted)
    if filters.signed_from is not None:
        query = query.where(Project.signed_on >= filters.signed_from)
    if filters.signed_to is not None:
        query = query.where(Project.signed_on <= filters.signed_to)
    if filters.edition_id is not None:
        query = query.where(Project.firm_id.in_(_firms_ranked_in(filters.edition_id)))
    if filters.only_ids is not None:
        query = query.where(Project.id.in_(filters.only_ids))
    return query


_LISTED = (
    joinedload(Project.firm),
    joinedload(Project.park),
    joinedload(Project.industry),
    joinedload(Project.responsible_user),
)


def _firms_ranked_in(edition_id: int) -> Select[int]:
    """Firms of the groups that an edition ranks."""
    ranked = select(RankingEntry.firm_id).where(
        RankingEntry.edition_id == edition_id, RankingEntry.is_retracted.is_(False)
    )
    group_of_ranked = select(func.coalesce(Firm.group_id, Firm.id)).where(Firm.id.in_(ranked))
    return select(Firm.id).where(or_(Firm.id.in_(group_of_ranked), Firm.group_id.in_(group_of_ranked)))


def iterate_projects(filters: ProjectFilters, *, viewer: User | None) -> Iterator[Project]:
    """Every project that fits, by its number, in flat memory."""
    query = projects_query(filters, viewer=viewer)
    last = 0
    while rows := session.scalars(
        query.where(Project.id > last).order_by(Project.id).limit(EXPORT_BATCH)
    ).all():
        yield from rows
        last = rows[-1].id
        for row in rows:
            session.expunge(row)


def lookup_projects(query: str, *, viewer: User | None, limit: int = LOOKUP_LIMIT) -> Sequence[Project]:
    """Projects for a look-up by two characters of name, number or firm; the last changed first."""
    if not query_tokens(query):
        return []
    found = projects_query(ProjectFilters(query=query), viewer=viewer)
    return session.scalars(found.order_by(Project.updated_at.desc(), Project.id.desc()).limit(limit)).all()


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters and forms of projects offer: rows of (id, name_hans, name_hant, name_en)."""

    parks: list[Any] = field(default_factory=list)
    industries: list[Any] = field(default_factory=list)
    staff: list[Any] = field(default_factory=list)
    editions: list[Any] = field(default_factory=list)


def list_choices(*, viewer: User | None) -> Choices:
    """Parks, industries, staff and editions to choose from, in one statement.

    Park staff are offered their own park and its people.
    """
    park_id = own_park_id(viewer)
    parks = _choice("parks", Park, Park.position)
    staff = _staff_choice()
    if park_id is not None:
        parks = parks.where(Park.id == park_id)
        staff = staff.where(or_(User.park_id == park_id, User.role == Role.COORDINATOR))
    industries = _choice("industries", Industry, Industry.id)
    choices = Choices()
    united = union_all(parks, industries, staff, _edition_choice()).subquery()
    for row in session.execute(select(united).order_by(united.c.kind, united.c.place, united.c.id)):
        getattr(choices, row.kind).append(row)
    return choices


def _choice(kind: str, model: Any, place: Any) -> Rows:
    return select(
        literal(kind).label("kind"),
        place.label("place"),
        model.id,
        model.name_hans,
        model.name_hant,
        model.name_en,
    )


def _staff_choice() -> Rows:
    name = User.display_name
    return select(literal("staff"), literal(0), User.id, name, name, cast(null(), Text)).where(
        User.role.in_((Role.OFFICER, Role.PARK_LEAD, Role.COORDINATOR)),
        User.is_enabled.is_(True),
        User.archived_at.is_(None),
    )


def _edition_choice() -> Rows:
    names = [
        getattr(RankingSeries, f"name_{script}") + " " + RankingEdition.code
        for script in ("hans", "hant", "en")
    ]
    return (
        select(literal("editions"), literal(0), RankingEdition.id, *names)
        .join(RankingSeries)
        .where(RankingEdition.is_retracted.is_(False))
    )


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
    members = select(Firm.id).where(or_(Firm.id == firm_id, Firm.group_id == firm_id))
    return session.scalars(
        select(Project)
        .where(and_(Project.firm_id.in_(members), Project.archived_at.is_(None), visible_projects(viewer)))
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
