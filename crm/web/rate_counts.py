"""Counts of requests in the database: of all processes together, on however many machines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from limits.storage import Storage
from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from crm.core import database
from kernel import clock
from models import RateCount

PATIENCE_MS = 250
"""So long a visitor waits for SQLite's one writer; past it, this process counts by itself for a while."""
SCHEME = "database"
_INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


class DatabaseStorage(Storage):
    """What the limiter asks of a store, kept in one table."""

    STORAGE_SCHEME = [SCHEME]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count a request and answer how many there are by now, in one statement: none outruns another."""
        now = clock.real_now()
        ends = now + timedelta(seconds=expiry)
        with _writing() as own:
            values = {"key": _hashed(key), "count": amount, "resets_at": ends}
            statement = _INSERT[own.get_bind().dialect.name](RateCount).values(**values)
            is_over = RateCount.resets_at <= now
            counted = statement.on_conflict_do_update(
                index_elements=[RateCount.key],
                set_={
                    "count": case((is_over, amount), else_=RateCount.count + amount),
                    "resets_at": case((is_over, ends), else_=RateCount.resets_at),
                },
            )
            return int(own.scalar(counted.returning(RateCount.count)) or 0)

    def get(self, key: str) -> int:
        row = _find(key)
        return row.count if row is not None else 0

    def get_expiry(self, key: str) -> float:
        row = _find(key)
        return (row.resets_at if row is not None else clock.real_now()).timestamp()

    def check(self) -> bool:
        try:
            _find("")
        except SQLAlchemyError:
            return False
        return True

    def reset(self) -> int | None:
        with _writing() as own:
            found = own.execute(delete(RateCount).returning(RateCount.key))
            return len(found.all())

    def clear(self, key: str) -> None:
        with _writing() as own:
            own.execute(delete(RateCount).where(RateCount.key == _hashed(key)))


def remove_ended(now: datetime) -> None:
    """In the transaction at hand: of windows that are over nothing is kept."""
    database.session.execute(delete(RateCount).where(RateCount.resets_at <= now))


def _find(key: str) -> RateCount | None:
    query = select(RateCount).where(RateCount.key == _hashed(key), RateCount.resets_at > clock.real_now())
    with Session(database.get_engine()) as own:
        return own.scalars(query).one_or_none()


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@contextmanager
def _writing() -> Iterator[Session]:
    """A transaction of its own: what is counted stays counted, whatever becomes of the request."""
    reading = database.is_reading.set(False)
    try:
        with database.impatient(PATIENCE_MS) as own, own.begin():
            yield own
    finally:
        database.is_reading.reset(reading)
