"""Needs in lists, and who fits them, both ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.core.streaming import iterate
from crm.core.visibility import visible_talent_needs, visible_talents
from crm.firms.queries.lists import EstablishmentFilters, establishments_query
from crm.talent.queries.people import LISTED as TALENTS_LISTED
from crm.talent.rules.fit import Fit, Offered, Sought, fit
from kernel.errors import NotFoundError
from models import Establishment, Talent, TalentNeed, User
from models.enums import TalentLevel

LISTED = (
    joinedload(TalentNeed.park),
    joinedload(TalentNeed.project),
    joinedload(TalentNeed.establishment),
    joinedload(TalentNeed.industry),
    joinedload(TalentNeed.owner),
)
MOST_WEIGHED = 5000
"""So many are weighed for one page; a zone's pool is far smaller."""
BEST = 10
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class NeedFilters:
    query: str = ""
    industry_id: int | None = None
    park_id: int | None = None
    project_id: int | None = None
    level: TalentLevel | None = None
    is_all: bool = False
    """Also those whose day has passed."""
    is_archived: bool = False


def get_need(need_id: int, *, viewer: User | None) -> TalentNeed:
    """
    Raises:
        NotFoundError: no such need, or none that the viewer may know of.
    """
    need = session.scalars(
        select(TalentNeed)
        .where(TalentNeed.id == need_id, visible_talent_needs(viewer))
        .options(*LISTED, joinedload(TalentNeed.created_by))
    ).one_or_none()
    if need is None:
        raise NotFoundError(_("There is no such need, or none that you may see."))
    return need


def is_ref_taken(ref: str) -> bool:
    return session.execute(select(TalentNeed.id).where(TalentNeed.ref == ref)).first() is not None


def needs_query(filters: NeedFilters, *, viewer: User | None, today: date) -> Select[TalentNeed]:
    """The needs that fit, without an order."""
    return (
        select(TalentNeed).where(visible_talent_needs(viewer), *_conditions(filters, today)).options(*LISTED)
    )


def _conditions(filters: NeedFilters, today: date) -> Iterator[ColumnElement[bool]]:
    archived = TalentNeed.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    equal = {
        TalentNeed.industry_id: filters.industry_id,
        TalentNeed.park_id: filters.park_id,
        TalentNeed.project_id: filters.project_id,
        TalentNeed.level: filters.level,
    }
    yield from (column == value for column, value in equal.items() if value is not None)
    if not filters.is_all:
        yield _is_open(today)
    if filters.query.strip():
        query = filters.query.strip()
        yield or_(
            TalentNeed.ref == query.upper(),
            TalentNeed.title.icontains(query, autoescape=True),
            TalentNeed.skills.icontains(query, autoescape=True),
        )


def _is_open(today: date) -> ColumnElement[bool]:
    return or_(TalentNeed.until_on.is_(None), TalentNeed.until_on >= today)


def iterate_needs(filters: NeedFilters, *, viewer: User | None, today: date) -> Iterator[TalentNeed]:
    return iterate(needs_query(filters, viewer=viewer, today=today), TalentNeed.id)


def search_establishments(text: str, *, viewer: User | None, today: date) -> Sequence[Establishment]:
    """Settled firms that are still there, by a part of the registered name or by the number."""
    written = text.strip()
    if not written:
        return []
    query = (
        establishments_query(EstablishmentFilters(present_on=today), viewer=viewer)
        .where(
            or_(
                Establishment.registered_name.icontains(written, autoescape=True),
                Establishment.ref == written.upper(),
            )
        )
        .order_by(Establishment.registered_name, Establishment.id)
    )
    return session.scalars(query.limit(MOST_FOUND)).all()


def best_talents(need: TalentNeed, *, viewer: User | None) -> Sequence[tuple[Talent, Fit]]:
    """Those of the pool who fit best, the best first."""
    pool = session.scalars(
        select(Talent)
        .where(
            visible_talents(viewer),
            Talent.is_in_pool.is_(True),
            Talent.archived_at.is_(None),
            Talent.erased_at.is_(None),
        )
        .options(*TALENTS_LISTED)
        .order_by(Talent.id)
        .limit(MOST_WEIGHED)
    )
    weighed = [(talent, fit(offered(talent), sought(need))) for talent in pool]
    return sorted(weighed, key=lambda pair: (-pair[1].score, pair[0].id))[:BEST]


def best_needs(talent: Talent, *, viewer: User | None, today: date) -> Sequence[tuple[TalentNeed, Fit]]:
    """The open needs that the talent fits best, the best first."""
    open_needs = session.scalars(
        needs_query(NeedFilters(), viewer=viewer, today=today).order_by(TalentNeed.id).limit(MOST_WEIGHED)
    )
    weighed = [(need, fit(offered(talent), sought(need))) for need in open_needs]
    return sorted(weighed, key=lambda pair: (-pair[1].score, pair[0].id))[:BEST]


def offered(talent: Talent) -> Offered:
    return Offered(
        skills=talent.skills,
        industry_id=talent.industry_id,
        education=talent.education,
        experience_years=talent.experience_years,
        level=talent.level,
        park_id=talent.park_id,
    )


def sought(need: TalentNeed) -> Sought:
    return Sought(
        skills=need.skills,
        industry_id=need.industry_id,
        education=need.education,
        experience_years=need.experience_years,
        level=need.level,
        park_id=need.park_id,
    )
