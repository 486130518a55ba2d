"""Projects in lists, look-ups and choices, always limited by the viewer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, func, literal, null, or_, select
from sqlalchemy.orm import joinedload

from crm.core.database import at_most, session
from crm.core.names import query_tokens
from crm.core.search_index import matches, some_that_match
from crm.core.streaming import iterate
from crm.core.visibility import own_park_id, visible_projects
from crm.firms.queries.choices import Rows, choice, edition_choice, gather
from models import Firm, Industry, Park, Project, ProjectLight, RankingEntry, User
from models.enums import Colour, Role, Stage, Status

LOOKUP_LIMIT = 20


@dataclass(frozen=True, slots=True)
class ProjectFilters:
    """What a list of projects is narrowed by. ``only_ids`` is a select of project ids, as of a cohort."""

    query: str = ""
    stage: Stage | None = None
    status: Status | None = None
    park_id: int | None = None
    industry_id: int | None = None
    responsible_id: int | None = None
    light: Colour | None = None
    firm_id: int | None = None
    edition_id: int | None = None
    signed_from: date | None = None
    signed_to: date | None = None
    is_archived: bool = False
    only_ids: Select[int] | None = field(default=None, compare=False)


def projects_query(filters: ProjectFilters, *, viewer: User | None) -> Select[Project]:
    """The projects that fit, without an order, with what a list names."""
    return select(Project).where(visible_projects(viewer), *_conditions(filters)).options(*_LISTED)


def _conditions(filters: ProjectFilters) -> Iterator[ColumnElement[bool]]:
    # The rows behind a figure are those known then, whatever was put away since.
    if filters.only_ids is None:
        archived = Project.archived_at
        yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    else:
        yield Project.id.in_(filters.only_ids)
    if query_tokens(filters.query):
        yield matches(Project, filters.query)
    for column in ("stage", "status", "park_id", "industry_id", "responsible_id", "firm_id"):
        if (wanted := getattr(filters, column)) is not None:
            yield getattr(Project, column) == wanted
    yield from _by_what_hangs_on_it(filters)


def _by_what_hangs_on_it(filters: ProjectFilters) -> Iterator[ColumnElement[bool]]:
    if filters.light is not None:
        yield Project.id.in_(select(ProjectLight.project_id).where(ProjectLight.colour == filters.light))
    if filters.signed_from is not None:
        yield Project.signed_on >= filters.signed_from
    if filters.signed_to is not None:
        yield Project.signed_on <= filters.signed_to
    if filters.edition_id is not None:
        yield Project.firm_id.in_(_firms_ranked_in(filters.edition_id))


_LISTED = (
    joinedload(Project.firm),
    joinedload(Project.park),
    joinedload(Project.industry),
    joinedload(Project.responsible_user),
    joinedload(Project.light),
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
    return iterate(projects_query(filters, viewer=viewer), Project.id)


def lookup_projects(query: str, *, viewer: User | None, limit: int = LOOKUP_LIMIT) -> Sequence[Project]:
    """Projects for a look-up by two characters of name, number or firm; the last changed first."""
    if not query_tokens(query):
        return []
    holding = some_that_match(Project, query, Project.archived_at.is_(None), visible_projects(viewer))
    found = projects_query(ProjectFilters(), viewer=viewer).where(Project.id.in_(holding))
    return session.scalars(
        found.order_by(Project.updated_at.desc(), Project.id.desc()).limit(at_most(limit))
    ).all()


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
    parks = choice("parks", Park, Park.position)
    staff = _staff_choice()
    if park_id is not None:
        parks = parks.where(Park.id == park_id)
        staff = staff.where(or_(User.park_id == park_id, User.role == Role.COORDINATOR))
    industries = choice("industries", Industry, Industry.id)
    return gather(Choices(), parks, industries, staff, edition_choice(literal(0)))


def _staff_choice() -> Rows:
    name = User.display_name
    return select(literal("staff"), literal(0), User.id, name, name, cast(null(), Text)).where(
        User.role.in_((Role.OFFICER, Role.PARK_LEAD, Role.COORDINATOR)),
        User.is_enabled.is_(True),
        User.archived_at.is_(None),
    )
