"""All rows of a query, however many, in flat memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from crm.core.database import at_most, session

BATCH = 500

_Record = TypeVar("_Record")


def iterate(
    query: Select[_Record], id_column: InstrumentedAttribute[int], *, newest_first: bool = False
) -> Iterator[_Record]:
    """The records of ``query`` by their numbers, the lowest or the highest first, a batch at a time.

    Nothing is asked before the first is taken, and no cursor stays open between batches: a response may
    stream for minutes after the request's own session has ended. What was yielded is forgotten.
    """
    order = id_column.desc() if newest_first else id_column.asc()
    ordered: Select[Any] = query.order_by(None).order_by(order).limit(at_most(BATCH))
    rest = ordered
    while rows := session.scalars(rest).unique().all():
        last = getattr(rows[-1], id_column.key)
        yield from rows
        session.expunge_all()
        rest = ordered.where(id_column < last if newest_first else id_column > last)
