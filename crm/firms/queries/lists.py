"""The list of firms and its filters, the list of establishments, and both for export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    cast,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload, load_only, selectinload

from crm.core.names import query_tokens
from crm.core.search_index import matches
from crm.core.streaming import iterate
from crm.core.visibility import visible_engagements, visible_firms, visible_projects
from crm.firms.queries.choices import choice, edition_choice, gather
from crm.firms.queries.records import in_group, with_kept
from models import (
    Engagement,
    Establishment,
    Firm,
    FirmAlias,
    Industry,
    Park,
    Project,
    RankingEdition,
    RankingEntry,
    RankingSeries,
    User,
    engagement_firms,
)
from models.enums import ParkKind, Stage, Status

EARLY_STAGES = (Stage.TALKS, Stage.REVIEW)
LATE_STAGES = (Stage.SIGNED, Stage.REGISTERED, Stage.CONSTRUCTION, Stage.OPERATING)


class FirmState(StrEnum):
    """How near a firm itself is; groups have theirs in the ranking views."""

    UNTOUCHED = "untouched"
    IN_TOUCH = "in_touch"
    IN_TALKS = "in_talks"
    SIGNED = "signed"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class FirmFilters:
    """What the list of firms is narrowed by."""

    query: str = ""
    industry_id: int | None = None
    group_id: int | None = None
    is_group: bool = False
    edition_id: int | None = None
    series_id: int | None = None
    park_id: int | None = None
    state: FirmState | None = None
    is_archived: bool = False


def firms_query(filters: FirmFilters, *, viewer: User | None) -> Select[Firm]:
    """The firms that fit, without an order, with what a list names."""
    return _narrowed(filters, viewer).options(joinedload(Firm.industry), joinedload(Firm.group))


def _narrowed(filters: FirmFilters, viewer: User | None) -> Select[Firm]:
    query = select(Firm).where(visible_firms(viewer))
    # What was merged into another is no firm of its own, put away or not.
    away = (Firm.archived_at.is_not(None), Firm.merged_into_id.is_(None))
    query = query.where(*away) if filters.is_archived else query.where(Firm.archived_at.is_(None))
    if query_tokens(filters.query):
        query = query.where(matches(Firm, filters.query))
    if filters.industry_id is not None:
        query = query.where(Firm.industry_id == filters.industry_id)
    if filters.group_id is not None:
        query = query.where(in_group(filters.group_id))
    if filters.is_group:
        query = query.where(Firm.group_id.is_(None))
    if filters.edition_id is not None or filters.series_id is not None:
        query = query.where(with_kept(_ranked(filters)))
    if filters.park_id is not None:
        query = query.where(with_kept(_settled(Establishment.park_id == filters.park_id)))
    if filters.state is not None:
        query = query.where(_in_state(filters.state, viewer))
    return query


def _ranked(filters: FirmFilters) -> Select[int]:
    query = select(RankingEntry.firm_id).where(RankingEntry.is_retracted.is_(False))
    if filters.edition_id is not None:
        return query.where(RankingEntry.edition_id == filters.edition_id)
    editions = select(RankingEdition.id).where(
        RankingEdition.series_id == filters.series_id, RankingEdition.is_retracted.is_(False)
    )
    return query.where(RankingEntry.edition_id.in_(editions))


def _settled(*conditions: ColumnElement[bool]) -> Select[int]:
    """Firms with an establishment that hasn't ceased."""
    return select(Establishment.firm_id).where(
        Establishment.is_retracted.is_(False), Establishment.ceased_on.is_(None), *conditions
    )


def _with_project(stages: tuple[Stage, ...], viewer: User | None) -> Select[int]:
    return select(Project.firm_id).where(
        Project.stage.in_(stages),
        Project.status != Status.TERMINATED,
        Project.archived_at.is_(None),
        visible_projects(viewer),
    )


def _met(viewer: User | None) -> Select[int]:
    return (
        select(engagement_firms.c.firm_id)
        .join(Engagement, Engagement.id == engagement_firms.c.engagement_id)
        .where(Engagement.archived_at.is_(None), visible_engagements(viewer))
    )


def _in_state(state: FirmState, viewer: User | None) -> ColumnElement[bool]:
    """The farthest state that a firm has reached, as the viewer may know it."""
    reached: dict[FirmState, Select[Any] | CompoundSelect[Any]] = {
        FirmState.SETTLED: _settled(),
        FirmState.SIGNED: _with_project(LATE_STAGES, viewer),
        FirmState.IN_TALKS: _with_project(EARLY_STAGES, viewer),
        FirmState.IN_TOUCH: union_all(_met(viewer), _with_project((Stage.LEAD,), viewer)),
    }
    condition: ColumnElement[bool] | None = None
    for step, firms in reached.items():
        if step is state:
            here = with_kept(firms)
            return here if condition is None else here & condition
        beyond = not_(with_kept(firms))
        condition = beyond if condition is None else condition & beyond
    return literal(value=True) if condition is None else condition


def add_parks(query: Select[Firm]) -> Select[Any]:
    """Beside each firm the ids of the parks where it is now, ``1,3``."""
    there = (
        select(cast(Establishment.park_id, String).label("park"))
        .where(
            Establishment.firm_id == Firm.id,
            Establishment.is_retracted.is_(False),
            Establishment.ceased_on.is_(None),
        )
        .correlate(Firm)
        .distinct()
        .subquery()
    )
    return query.add_columns(
        select(func.aggregate_strings(there.c.park, ",")).scalar_subquery().label("parks")
    )


EXPORTED = (
    *("ref", "name_hant", "name_hans", "name_en", "business_number", "credit_code", "stock_code"),
    *("address", "website"),
)


def iterate_firms(filters: FirmFilters, *, viewer: User | None) -> Iterator[Firm]:
    """Every firm that fits, by id, in flat memory: with what a row of a file holds, and nothing else."""
    query = _narrowed(filters, viewer).options(
        load_only(*(getattr(Firm, name) for name in EXPORTED)),
        joinedload(Firm.industry).load_only(Industry.name),
        joinedload(Firm.parent).load_only(Firm.ref),
        selectinload(Firm.aliases).load_only(FirmAlias.name, FirmAlias.kind),
    )
    return iterate(query, Firm.id)


@dataclass(frozen=True, slots=True)
class EstablishmentFilters:
    """What the list of establishments is narrowed by; ``present_on``: there on that day."""

    park_id: int | None = None
    is_core: bool | None = None
    present_on: date | None = None
    group_id: int | None = None
    has_ceased: bool | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What filters and forms offer: rows of (id, name_hans, name_hant, name_en)."""

    parks: list[Any] = field(default_factory=list)
    industries: list[Any] = field(default_factory=list)
    series: list[Any] = field(default_factory=list)
    editions: list[Any] = field(default_factory=list)
    """``place`` is the id of the series."""


def list_choices() -> Choices:
    """Parks, industries, series and their editions, in one statement."""
    return gather(
        Choices(),
        choice("parks", Park, Park.position),
        choice("industries", Industry, Industry.id),
        choice("series", RankingSeries, RankingSeries.id),
        edition_choice(RankingEdition.series_id),
    )


def establishments_query(filters: EstablishmentFilters, *, viewer: User | None) -> Select[Establishment]:
    """The establishments that fit and weren't taken back, without an order."""
    query = (
        select(Establishment)
        .join(Establishment.firm)
        .join(Establishment.park)
        .where(Establishment.is_retracted.is_(False), visible_firms(viewer))
        .options(
            joinedload(Establishment.firm).joinedload(Firm.group),
            joinedload(Establishment.park),
        )
    )
    if filters.park_id is not None:
        query = query.where(Establishment.park_id == filters.park_id)
    if filters.is_core is not None:
        kind = ParkKind.CORE if filters.is_core else ParkKind.LINKED
        query = query.where(Park.kind == kind)
    if filters.group_id is not None:
        query = query.where(in_group(filters.group_id))
    if filters.has_ceased is not None:
        ceased = Establishment.ceased_on.is_not(None)
        query = query.where(ceased if filters.has_ceased else not_(ceased))
    if filters.present_on is not None:
        day = filters.present_on
        query = query.where(
            Establishment.registered_on <= day,
            or_(Establishment.ceased_on.is_(None), Establishment.ceased_on > day),
        )
    return query
