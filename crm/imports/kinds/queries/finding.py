"""Reading in bulk, a few hundred records at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.base import ExecutableOption

from crm.core.database import session
from models import Base, User

M = TypeVar("M", bound=Base)


CHUNK = 500


def find_many(
    model: type[M],
    column: InstrumentedAttribute[Any],
    values: Collection[Any],
    *,
    options: Sequence[ExecutableOption] = (),
    condition: ColumnElement[bool] | None = None,
) -> Iterator[M]:
    """Every record whose ``column`` is one of ``values``."""
    wanted = sorted(values)
    for start in range(0, len(wanted), CHUNK):
        query = select(model).where(column.in_(wanted[start : start + CHUNK])).options(*options)
        if condition is not None:
            query = query.where(condition)
        yield from session.scalars(query).unique()


def ids(query: Select[Any]) -> Iterator[int]:
    """The ids of a query, all read before the first is used: what follows may change the tables."""
    yield from session.scalars(query).all()


def users_by_name(names: Collection[str]) -> dict[str, User]:
    return {user.name: user for user in find_many(User, User.name, names) if user.is_active}
