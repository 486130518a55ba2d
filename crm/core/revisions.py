"""The revision of what figures rest on: it grows with every change to such a fact.

A figure worked out for (question, revision) may be kept until the revision grows.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, select, update
from sqlalchemy.orm import Session, UOWTransaction

from crm.core.database import session
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
    event.listen(factory, "after_flush", _grow)


def current() -> int:
    """The revision that the session's transaction sees."""
    return session.execute(select(Counter.value).where(Counter.name == NAME)).scalar_one_or_none() or 0


def grow(current_session: Session) -> None:
    """Let the revision grow now, as after a bulk insert of facts."""
    # Counters are never held as objects, and looking through a large session for one costs.
    changed = current_session.execute(
        update(Counter).where(Counter.name == NAME).values(value=Counter.value + 1).returning(Counter.value),
        execution_options={"synchronize_session": False},
    ).first()
    if changed is None:
        current_session.add(Counter(name=NAME, value=1))


def _grow(current_session: Session, _context: UOWTransaction) -> None:
    touched = [*current_session.new, *current_session.dirty]
    if any(isinstance(record, FACTS) for record in touched):
        grow(current_session)
