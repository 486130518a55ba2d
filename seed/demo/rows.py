"""Rows with numbers of their own, written in batches."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import func, select, text

from crm.core.bulk import insert_in_bulk
from crm.core.database import is_sqlite, session
from kernel import clock
from models import Base

BATCH = 5_000


class Rows:
    """The rows of one model: numbered on from those that are there, written when a batch is full."""

    def __init__(self, model: type[Base]) -> None:
        self.model = model
        last = session.execute(select(func.max(_id(model)))).scalar_one() or 0
        self._numbers = count(last + 1)
        self._rows: list[dict[str, Any]] = []

    def add(self, **values: Any) -> int:
        """Keep a row; its number."""
        number = next(self._numbers)
        self._rows.append({"id": number, **values})
        return number

    def last(self, **values: Any) -> None:
        """Set more of the row just added, such as what its number is part of."""
        self._rows[-1].update(values)

    @property
    def is_full(self) -> bool:
        return len(self._rows) >= BATCH

    def write(self) -> None:
        insert_in_bulk(self.model, self._rows)
        self._rows = []


def write_all(*tables: Rows, only_full: bool = False) -> None:
    """Write in the order given, which must respect who refers to whom."""
    if not only_full or any(table.is_full for table in tables):
        for table in tables:
            table.write()


def let_numbers_go_on(*tables: Rows) -> None:
    """PostgreSQL counts by sequences, which know nothing of numbers given by hand."""
    if is_sqlite():
        return
    for table in tables:
        name = table.model.__tablename__
        session.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")  # noqa: S608
        )


def working_moment(random: Random, day: date) -> datetime:
    """Some minute of office hours on ``day``, but never later than now."""
    moment = datetime.combine(day, time(8 + random.randrange(10), random.randrange(60)), clock.BUSINESS_ZONE)
    return min(moment.astimezone(UTC), clock.now())


def day_between(random: Random, first: date, last: date) -> date:
    return first + timedelta(days=random.randrange(max((last - first).days, 0) + 1))


def _id(model: type[Base]) -> Any:
    return model.__table__.c.id
