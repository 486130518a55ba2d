"""Work that comes round by the clock: asked for once in a turn, by whichever worker is there first."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select, update

from crm.core.database import session
from crm.core.jobs import enqueue
from crm.core.numbering import hold_number
from crm.core.transactions import transaction
from kernel import clock
from models import Counter

LOOK_EVERY = timedelta(seconds=30)
_FIRST_DAY: Final = date(2000, 1, 1)

_turns: dict[str, tuple[int, int]] = {}
_looked_at: datetime | None = None


def every(hours: int, kind: str, *, at: int = 0) -> None:
    """Let jobs of ``kind`` be asked for every so many hours, from ``at`` o'clock on, zone time."""
    _turns[kind] = (hours, at)


def enqueue_due() -> None:
    """Ask for the work whose turn has come, at most one of each kind however long nobody looked."""
    global _looked_at  # noqa: PLW0603 - one look for the process
    now = clock.real_now()
    if _looked_at is not None and timedelta(0) <= now - _looked_at < LOOK_EVERY:
        return
    _looked_at = now
    for kind in _due():
        with transaction():
            if _takes_turn(kind):
                enqueue(kind, {})


def turn_of(kind: str, moment: datetime) -> int:
    """The number of the turn in which a moment lies."""
    hours, at = _turns[kind]
    local = moment.astimezone(clock.BUSINESS_ZONE)
    passed = (local.date() - _FIRST_DAY).days * 24 + local.hour - at
    return passed // hours


def _due() -> list[str]:
    rows = session.execute(select(Counter.name, Counter.value).where(Counter.name.like("turn-%")))
    last = dict(rows.all())
    session.rollback()
    return [kind for kind in _turns if last.get(f"turn-{kind}", -1) < turn_of(kind, clock.now())]


def _takes_turn(kind: str) -> bool:
    """Whether this worker is the first to see the turn."""
    name, turn = f"turn-{kind}", turn_of(kind, clock.now())
    hold_number(name)
    here = update(Counter).where(Counter.name == name, Counter.value < turn)
    return session.execute(here.values(value=turn).returning(Counter.value)).first() is not None
