"""The revision of what figures rest on: it grows with every change to such a fact.

A figure worked out for (question, revision) may be kept until the revision grows.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session, UOWTransaction

from crm.core.database import session
from crm.core.numbering import next_number
from models import (
    Counter,
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
    RankingEditionVersion,
    RankingEntryVersion,
)

NAME = "facts"
FACTS = (
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
    RankingEditionVersion,
    RankingEntryVersion,
)


def install(factory: Any) -> None:
    """Listen on every session that ``factory`` makes, once however often it is called."""
    if not event.contains(factory, "after_flush", _grow):
        event.listen(factory, "after_flush", _grow)


def current() -> int:
    """The revision that the session's transaction sees."""
    return session.execute(select(Counter.value).where(Counter.name == NAME)).scalar_one_or_none() or 0


def hold() -> None:
    """Wait for transactions that are recording facts, and let none begin until this one ends.

    SQLite has one writer, so there it is held already.
    """
    session.execute(select(Counter.value).where(Counter.name == NAME).with_for_update())


def grow(current_session: Session) -> None:
    """Let the revision grow now, as after a bulk insert of facts."""
    next_number(NAME, current_session)


def _grow(current_session: Session, _context: UOWTransaction) -> None:
    touched = [*current_session.new, *current_session.dirty]
    if any(isinstance(record, FACTS) for record in touched):
        grow(current_session)
