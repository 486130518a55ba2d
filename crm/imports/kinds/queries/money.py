"""Ledger entries, decisions, rates and reported values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core import visibility
from crm.core.database import session
from crm.imports.kinds.queries.finding import find_many, ids
from models import (
    ExchangeRate,
    Indicator,
    IndicatorValue,
    LedgerDecision,
    LedgerEntry,
    LedgerEvidence,
    LedgerShare,
    Project,
    User,
)
from models.enums import Decision

ValueKey = tuple[int, int | None, str]

"""(indicator, park, period); None in the park is the whole zone."""


ENTRY = (
    joinedload(LedgerEntry.project).joinedload(Project.park),
    joinedload(LedgerEntry.standing),
    selectinload(LedgerEntry.shares).joinedload(LedgerShare.park),
    selectinload(LedgerEntry.evidence).joinedload(LedgerEvidence.attachment),
    selectinload(LedgerEntry.decisions),
    selectinload(LedgerEntry.reversals).selectinload(LedgerEntry.decisions),
    joinedload(LedgerEntry.reverses).selectinload(LedgerEntry.evidence),
)


def rates_holding(months: Collection[str] | None) -> dict[str, ExchangeRate]:
    """The record that holds of each month, by month; None asks for all months."""
    query = select(func.max(ExchangeRate.id)).group_by(ExchangeRate.month)
    if months is not None:
        query = query.where(ExchangeRate.month.in_(months))
    held = select(ExchangeRate).where(ExchangeRate.id.in_(query), ExchangeRate.is_retracted.is_(False))
    return {rate.month: rate for rate in session.scalars(held.order_by(ExchangeRate.month))}


def entries_by_ref(refs: Collection[str]) -> dict[str, LedgerEntry]:
    """Whose they may be: to find what a row's own ref names. What a cell names, is looked up as visible."""
    return {entry.ref: entry for entry in find_many(LedgerEntry, LedgerEntry.ref, refs, options=ENTRY)}


def visible_entries_by_ref(refs: Collection[str], viewer: User | None) -> dict[str, LedgerEntry]:
    condition = visibility.visible_entries(viewer)
    found = find_many(LedgerEntry, LedgerEntry.ref, refs, options=ENTRY, condition=condition)
    return {entry.ref: entry for entry in found}


def hidden_entry_refs(refs: Collection[str], viewer: User) -> set[str]:
    """Which of ``refs``, that the viewer does not see, are entries all the same: for the audit log alone."""
    if visibility.own_park_id(viewer) is None:
        return set()
    return {entry.ref for entry in find_many(LedgerEntry, LedgerEntry.ref, refs)}


def entries_by_id(wanted: Collection[int]) -> Sequence[LedgerEntry]:
    return list(find_many(LedgerEntry, LedgerEntry.id, wanted, options=ENTRY))


def visible_entry_ids(viewer: User | None) -> Iterator[int]:
    return ids(
        select(LedgerEntry.id)
        .where(visibility.visible_entries(viewer))
        .order_by(LedgerEntry.effective_on, LedgerEntry.id)
    )


def decisions_by_id(wanted: Collection[int]) -> Sequence[LedgerDecision]:
    options = (joinedload(LedgerDecision.entry),)
    return list(find_many(LedgerDecision, LedgerDecision.id, wanted, options=options))


def last_decision_ids(viewer: User | None, words: Sequence[Decision]) -> Iterator[int]:
    """The decision that holds of each entry where it is one of ``words``; a park's check is none."""
    place = func.row_number().over(
        partition_by=LedgerDecision.entry_id,
        order_by=(LedgerDecision.recorded_at.desc(), LedgerDecision.sequence.desc()),
    )
    spoken = (
        select(LedgerDecision.id, LedgerDecision.entry_id, LedgerDecision.decision, place.label("place"))
        .where(LedgerDecision.decision != Decision.CHECKED)
        .subquery()
    )
    return ids(
        select(spoken.c.id)
        .join(LedgerEntry, LedgerEntry.id == spoken.c.entry_id)
        .where(spoken.c.place == 1, spoken.c.decision.in_(words), visibility.visible_entries(viewer))
        .order_by(LedgerEntry.effective_on, LedgerEntry.id)
    )


def latest_values(keys: Collection[tuple[int, int | None, str]] | None) -> dict[ValueKey, IndicatorValue]:
    """The last value reported, by (indicator, park, period), if not taken back; None asks for all."""
    place = func.row_number().over(
        partition_by=(IndicatorValue.indicator_id, IndicatorValue.park_id, IndicatorValue.period),
        order_by=(IndicatorValue.recorded_at.desc(), IndicatorValue.id.desc()),
    )
    query = select(IndicatorValue.id, IndicatorValue.value, place.label("place"))
    if keys is not None:
        query = query.where(
            IndicatorValue.indicator_id.in_({indicator for indicator, _park, _period in keys})
        )
    ranked = query.subquery()
    last = select(ranked.c.id).where(ranked.c.place == 1, ranked.c.value.is_not(None))
    found = session.scalars(
        select(IndicatorValue)
        .where(IndicatorValue.id.in_(last))
        .options(joinedload(IndicatorValue.indicator), joinedload(IndicatorValue.park))
        .order_by(IndicatorValue.period, IndicatorValue.id)
    )
    return {(value.indicator_id, value.park_id, value.period): value for value in found}


def values_by_id(wanted: Collection[int]) -> Sequence[IndicatorValue]:
    options = (joinedload(IndicatorValue.indicator), joinedload(IndicatorValue.park))
    return list(find_many(IndicatorValue, IndicatorValue.id, wanted, options=options))


def indicators_by_number() -> dict[tuple[int, int], Indicator]:
    """Every plan's indicators by (plan, number)."""
    return {(row.plan_id, row.number): row for row in session.scalars(select(Indicator))}
