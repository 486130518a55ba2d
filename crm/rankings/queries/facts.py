"""What the counting of groups rests on, as known at a moment, in a handful of statements at any size."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, select, union
from sqlalchemy.orm import aliased

from crm.core.database import session
from crm.firms import queries as firms
from crm.rankings.rules import CountingFacts, EditionFact, EntryFact, EstablishmentFact
from models import (
    Establishment,
    EstablishmentVersion,
    Park,
    RankingEdition,
    RankingEditionVersion,
    RankingEntryVersion,
    RankingSeries,
)
from models.enums import ParkKind


def load_counting_facts(series_code: str, as_of: date, known_at: datetime) -> CountingFacts:
    """Editions and ranks of a series, establishments in core parks, and who owned the firms concerned.

    Of each record the last version with ``recorded_at`` ≤ ``known_at``; without what was taken back.
    """
    return CountingFacts(
        editions=_editions(series_code, known_at),
        entries=_entries(series_code, known_at),
        establishments=_establishments(as_of, known_at),
        parentages=firms.list_parentages_above(_concerned(series_code, known_at), known_at=known_at),
    )


def _last_known(model: Any, owner: Any, known_at: datetime, *conditions: Any) -> Any:
    """The last version of each record as known then, as an alias of ``model``."""
    turn = func.row_number().over(partition_by=owner, order_by=(model.recorded_at.desc(), model.id.desc()))
    ranked = select(model, turn.label("turn")).where(model.recorded_at <= known_at, *conditions).subquery()
    return aliased(model, ranked), ranked.c.turn == 1


def _editions_of(series_code: str) -> Select[int]:
    return (
        select(RankingEdition.id)
        .join(RankingSeries, RankingSeries.id == RankingEdition.series_id)
        .where(RankingSeries.code == series_code)
    )


def _editions(series_code: str, known_at: datetime) -> list[EditionFact]:
    version, is_last = _last_known(
        RankingEditionVersion,
        RankingEditionVersion.edition_id,
        known_at,
        RankingEditionVersion.edition_id.in_(_editions_of(series_code)),
    )
    rows = session.execute(
        select(
            version.edition_id, RankingEdition.code, version.in_force_from, version.recorded_at, version.id
        )
        .join(RankingEdition, RankingEdition.id == version.edition_id)
        .where(is_last, version.is_retracted.is_(False))
        .order_by(version.in_force_from, version.recorded_at, version.id)
    )
    return [EditionFact(*row) for row in rows]


def _entries(series_code: str, known_at: datetime) -> list[EntryFact]:
    version, is_last = _last_known(
        RankingEntryVersion,
        RankingEntryVersion.entry_id,
        known_at,
        RankingEntryVersion.edition_id.in_(_editions_of(series_code)),
    )
    rows = session.execute(
        select(version.edition_id, version.firm_id, version.rank).where(
            is_last, version.is_retracted.is_(False)
        )
    )
    return [EntryFact(*row) for row in rows]


def _establishments(as_of: date, known_at: datetime) -> list[EstablishmentFact]:
    version, is_last = _last_known(EstablishmentVersion, EstablishmentVersion.establishment_id, known_at)
    rows = session.execute(
        select(Establishment.ref, version.firm_id, Park.code, version.registered_on, version.ceased_on)
        .join(Establishment, Establishment.id == version.establishment_id)
        .join(Park, Park.id == version.park_id)
        .where(
            is_last,
            version.is_retracted.is_(False),
            version.registered_on <= as_of,
            Park.kind == ParkKind.CORE,
        )
    )
    return [EstablishmentFact(*row) for row in rows]


def _concerned(series_code: str, known_at: datetime) -> CompoundSelect[Any]:
    """Only firms with a rank or an establishment."""
    return union(
        select(EstablishmentVersion.firm_id.label("firm_id")).where(
            EstablishmentVersion.recorded_at <= known_at
        ),
        select(RankingEntryVersion.firm_id).where(
            RankingEntryVersion.edition_id.in_(_editions_of(series_code)),
            RankingEntryVersion.recorded_at <= known_at,
        ),
    )
