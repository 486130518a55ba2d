"""The register of major projects: rows that fit, their number, what to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, false, select, union
from sqlalchemy.orm import aliased, joinedload, selectinload

from crm.core.database import at_most, session
from crm.core.names import query_tokens
from crm.core.search_index import matches
from crm.core.streaming import BATCH
from crm.core.visibility import visible_majors
from crm.majors.rules import least_percent
from models import Firm, MajorProject, MajorTag, MajorYear, Project, SearchDocument, User
from models.enums import MajorTagKind, PlanBox, Preparation


@dataclass(frozen=True, slots=True)
class MajorFilters:
    """What the register is narrowed by. ``behind_on`` asks for plans of that day's year that are behind."""

    query: str = ""
    park_id: int | None = None
    preparation: Preparation | None = None
    box: PlanBox | None = None
    tag: MajorTagKind | None = None
    priority_year: int | None = None
    has_investor: bool | None = None
    responsible_id: int | None = None
    behind_on: date | None = None
    is_archived: bool = False


def majors_query(
    filters: MajorFilters, *, viewer: User | None, is_whole: bool = False
) -> Select[MajorProject]:
    """The records that fit, without an order, with what a row names; ``is_whole``: in any of its columns."""
    found = select(MajorProject).where(visible_majors(viewer), *_conditions(filters)).options(*LISTED)
    return found.options(*WHOLE) if is_whole else found


LISTED = (
    joinedload(MajorProject.park),
    joinedload(MajorProject.responsible_user),
    joinedload(MajorProject.project).joinedload(Project.firm).joinedload(Firm.group),
    joinedload(MajorProject.project).joinedload(Project.responsible_user),
    selectinload(MajorProject.tags),
    selectinload(MajorProject.years),
)
WHOLE = (
    joinedload(MajorProject.project).joinedload(Project.establishment),
    joinedload(MajorProject.project).joinedload(Project.industry),
    selectinload(MajorProject.problems),
)


def _conditions(filters: MajorFilters) -> Iterator[ColumnElement[bool]]:
    archived = MajorProject.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    for column in ("park_id", "preparation"):
        if (wanted := getattr(filters, column)) is not None:
            yield getattr(MajorProject, column) == wanted
    for column in ("box", "priority_year"):
        if (wanted := getattr(filters, column)) is not None:
            # Few have one: they are looked up first, and not met on the way through all.
            few = aliased(MajorProject)
            yield MajorProject.id.in_(select(few.id).where(getattr(few, column) == wanted))
    if filters.has_investor is not None:
        project = MajorProject.project_id
        yield project.is_not(None) if filters.has_investor else project.is_(None)
    if filters.query.strip():
        yield _found(filters.query) if query_tokens(filters.query) else false()
    yield from _by_what_hangs_on_it(filters)


def _by_what_hangs_on_it(filters: MajorFilters) -> Iterator[ColumnElement[bool]]:
    if filters.tag is not None:
        yield MajorProject.id.in_(select(MajorTag.major_id).where(MajorTag.tag == filters.tag))
    if filters.behind_on is not None:
        year = filters.behind_on.year
        below = least_percent(year, filters.behind_on)
        behind = select(MajorYear.major_id).where(MajorYear.year == year, MajorYear.percent < below)
        yield MajorProject.id.in_(behind)
    if filters.responsible_id is not None:
        few = aliased(MajorProject)
        theirs = select(few.id).join(few.project).where(Project.responsible_id == filters.responsible_id)
        named = select(few.id).where(few.responsible_id == filters.responsible_id)
        yield MajorProject.id.in_(_first(theirs, named))


def _found(text: str) -> ColumnElement[bool]:
    """By its own names and number, or by those of its project and its investor."""
    own = select(SearchDocument.record_id).where(
        SearchDocument.kind == MajorProject.__tablename__, matches(SearchDocument, text)
    )
    few = aliased(MajorProject)
    projects = select(few.id).join(few.project).where(matches(Project, text))
    return MajorProject.id.in_(_first(own, projects))


def _first(*found: Select[int]) -> Select[int]:
    """What any of them finds, looked up before the list is walked: an order alone would walk all of it."""
    return select(union(*found).cte().prefix_with("MATERIALIZED", dialect="postgresql"))


def iterate_batches(filters: MajorFilters, *, viewer: User | None) -> Iterator[Sequence[MajorProject]]:
    """Every record that fits, by its number, so many at a time and in flat memory."""
    query = majors_query(filters, viewer=viewer, is_whole=True)
    ordered = query.order_by(MajorProject.id).limit(at_most(BATCH))
    rest = ordered
    while rows := session.scalars(rest).unique().all():
        last = rows[-1].id
        yield rows
        session.expunge_all()
        rest = ordered.where(MajorProject.id > last)


def list_priority_years(*, viewer: User | None) -> Sequence[int]:
    """The years of which there is a provincial priority list, the last first."""
    found = session.scalars(
        select(MajorProject.priority_year)
        .where(MajorProject.priority_year.is_not(None), visible_majors(viewer))
        .distinct()
        .order_by(MajorProject.priority_year.desc())
    ).all()
    return [year for year in found if year is not None]
