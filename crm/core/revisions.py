"""The revisions of what answers rest on: each grows with every change to such a thing.

What was worked out for (question, revision) may be kept until the revision grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ScalarSelect, event, func, select
from sqlalchemy.orm import Session, UOWTransaction

from crm.core.database import session
from crm.core.numbering import hold_number, next_number
from models import (
    Base,
    Counter,
    Establishment,
    EstablishmentVersion,
    ExchangeRate,
    FirmParentage,
    IndicatorDecision,
    IndicatorTarget,
    IndicatorValue,
    LedgerDecision,
    LedgerEntry,
    Park,
    Plan,
    Project,
    ProjectVersion,
    RankingEdition,
    RankingEditionVersion,
    RankingEntryVersion,
    RankingSeries,
)
from models.base import Recorded


class Series(StrEnum):
    FACTS = "facts"
    """What figures rest on."""
    PLANNED = "planned"
    """What projects plan, and the rates to add it up: of today, whatever is known at some moment."""


RESTS_ON: dict[Series, tuple[type[Base], ...]] = {
    Series.FACTS: (
        Establishment,
        EstablishmentVersion,
        FirmParentage,
        IndicatorDecision,
        IndicatorTarget,
        IndicatorValue,
        LedgerDecision,
        LedgerEntry,
        Park,
        Plan,
        ProjectVersion,
        RankingEdition,
        RankingEditionVersion,
        RankingEntryVersion,
        RankingSeries,
    ),
    Series.PLANNED: (ExchangeRate, Project),
}
RECORDED: tuple[Any, ...] = tuple(each for each in RESTS_ON[Series.FACTS] if issubclass(each, Recorded))
EVER = datetime.min.replace(tzinfo=UTC)
"""Before any fact."""


@dataclass(frozen=True, slots=True)
class State:
    """Where each series stands, and the moment of the last fact recorded."""

    facts: int
    planned: int
    last_recorded_at: datetime

    def of(self, series: Sequence[Series]) -> tuple[int, ...]:
        return tuple(getattr(self, each.value) for each in series)


def install(factory: Any) -> None:
    """Listen on every session that ``factory`` makes, once however often it is called."""
    if not event.contains(factory, "after_flush", _grow):
        event.listen(factory, "after_flush", _grow)


def current() -> int:
    """The revision of the facts that the session's transaction sees."""
    return session.execute(select(_value(Series.FACTS))).scalar_one() or 0


def state() -> State:
    """All of it, in one statement of index look-ups."""
    latest = [select(func.max(each.recorded_at)).scalar_subquery() for each in RECORDED]
    facts, planned, *moments = session.execute(
        select(_value(Series.FACTS), _value(Series.PLANNED), *latest)
    ).one()
    return State(facts or 0, planned or 0, max(filter(None, moments), default=EVER))


def _value(series: Series) -> ScalarSelect[int]:
    return select(Counter.value).where(Counter.name == series.value).scalar_subquery()


def hold() -> None:
    """Wait for transactions that are recording facts, and let none begin until this one ends.

    SQLite has one writer, so there it is held already.
    """
    hold_number(Series.FACTS.value)


def grow(current_session: Session) -> None:
    """Let all of them grow now, as after a bulk insert."""
    for series in Series:
        next_number(series.value, current_session)


def _grow(current_session: Session, _context: UOWTransaction) -> None:
    touched = [*current_session.new, *current_session.dirty]
    for series, models in RESTS_ON.items():
        if any(isinstance(record, models) for record in touched):
            next_number(series.value, current_session)
