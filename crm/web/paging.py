"""Lists that page by key: the millionth row is as near as the first.

The address holds the sort and the key of the row before the page. Rows are ordered by the sort
column and then the id, so that the order is total; a sort column therefore is never null.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import request, url_for
from sqlalchemy import BigInteger, ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from crm.core.database import at_most, session
from crm.web.choices import to_id
from crm.web.inputs import is_unkept
from kernel import clock

COUNT_LIMIT = 10_000
DEFAULT_LIMIT = 25
MAX_LIMIT = 200

_Key = tuple[Any, int]
"""The sort column's value and the id of a row."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A way to order a list; ``column`` is never null and has an index with the id."""

    column: InstrumentedAttribute[Any]
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list and the way to the next ones."""

    rows: Sequence[Any]
    total: int | None
    """None past ten thousand."""
    next_url: str | None
    previous_url: str | None
    sort: str
    is_descending: bool

    @property
    def total_text(self) -> str:
        """``20 of 3,412`` without the words: the page's macro puts them around."""
        return f"{self.total:,}" if self.total is not None else f"{COUNT_LIMIT:,}+"

    @property
    def shown(self) -> int:
        return len(self.rows)


def page_of(
    query: Select[Any],
    *,
    sorts: Mapping[str, Sort],
    default: str,
    id_column: InstrumentedAttribute[int],
    scalar: bool = True,
) -> Page:
    """Answer the page that the address asks for, in two statements: the rows and their number.

    ``sort`` in the address is a key of ``sorts``, with a minus before it for the other direction;
    ``after`` or ``before`` is the key of a row; ``limit`` is the number of rows.
    """
    name, flipped = _sort_name(sorts, default)
    sort = sorts[name]
    descending = sort.descending != flipped
    limit = _limit()
    backwards = "before" in request.args
    key = _read_key(request.args.get("before" if backwards else "after"), sort.column, id_column)
    ordered = query.order_by(None)
    if key is not None:
        ordered = ordered.where(_past(sort.column, id_column, key, descending=descending != backwards))
    ordered = ordered.order_by(*_order(sort, id_column, descending=descending != backwards)).limit(
        at_most(limit + 1)
    )
    answer = session.execute(ordered)
    rows = list(answer.unique().scalars() if scalar else answer.unique())
    more = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    has_next = more if not backwards else True
    has_previous = more if backwards else key is not None
    return Page(
        rows=rows,
        total=count_up_to(query),
        next_url=_key_url("after", rows[-1], sort, id_column) if rows and has_next else None,
        previous_url=_key_url("before", rows[0], sort, id_column) if rows and has_previous else None,
        sort=name,
        is_descending=descending,
    )


def count_up_to(query: Select[Any], limit: int = COUNT_LIMIT) -> int | None:
    """The number of rows, or None where it is past ``limit``: no list waits for a count of millions."""
    # Without a condition nothing else names the table, so the columns' own has to be kept.
    kept = query.order_by(None).with_only_columns(literal(1), maintain_column_froms=True)
    bounded = kept.limit(at_most(limit + 1)).subquery()
    number = session.execute(select(func.count()).select_from(bounded)).scalar_one()
    return number if number <= limit else None


def list_url(**changes: Any) -> str:
    """This address with other arguments; None takes one away. The page starts anew."""
    place = request.view_args or {}
    left_out = {"after", "before", *place}
    arguments = {key: values for key, values in request.args.lists() if key not in left_out}
    for key, value in changes.items():
        arguments.pop(key, None)
        if value is not None:
            arguments[key] = value if isinstance(value, list) else [str(value)]
    return url_for(request.endpoint or "", **{**place, **arguments})


def sort_url(name: str, page: Page) -> str:
    """The address that sorts by ``name``, or turns its direction round."""
    wanted = request.args.get("sort", page.sort)
    return list_url(sort=f"-{name}" if wanted == name else name)


def _sort_name(sorts: Mapping[str, Sort], default: str) -> tuple[str, bool]:
    text = request.args.get("sort", default)
    name = text.removeprefix("-")
    if name not in sorts:
        return default, False
    return name, text.startswith("-")


def _limit() -> int:
    wanted = to_id(request.args.get("limit"))
    return DEFAULT_LIMIT if wanted is None else min(max(wanted, 1), MAX_LIMIT)


def _order(sort: Sort, id_column: InstrumentedAttribute[int], *, descending: bool) -> list[Any]:
    column: Any = sort.column
    if column is id_column:
        return [column.desc() if descending else column.asc()]
    if descending:
        return [column.desc(), id_column.desc()]
    return [column.asc(), id_column.asc()]


def _past(column: Any, id_column: Any, key: _Key, *, descending: bool) -> ColumnElement[bool]:
    """Rows beyond ``key``: compared as a pair, which both databases answer from one range of the index."""
    here = tuple_(column, id_column)
    there = tuple_(literal(key[0], column.type), literal(key[1], id_column.type))
    return here < there if descending else here > there


def _as_type(column: Any, value: Any) -> Any:
    """The value as the column holds it.

    Raises:
        ValueError, TypeError, ArithmeticError: it can't hold such a one.
    """
    kind = column.type.python_type
    if kind is datetime:
        return clock.parse_moment(str(value))
    if kind is date:
        return date.fromisoformat(str(value))
    if kind is int:
        return _bounded(column, int(value))
    if kind is str and is_unkept(str(value)):
        raise ValueError("no database keeps such a text")
    return kind(value)


def _bounded(column: Any, number: int) -> int:
    limit = 2**63 if isinstance(column.type, BigInteger) else 2**31
    if not -limit <= number < limit:
        raise ValueError("more than the column holds")
    return number


def _read_key(text: str | None, column: Any, id_column: Any) -> _Key | None:
    """A key that was tampered with is no key: the list starts at its beginning."""
    try:
        value, row_id = json.loads(text or "")
        return _as_type(column, value), _bounded(id_column, int(row_id))
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        return None


def _key_url(side: str, row: Any, sort: Sort, id_column: Any) -> str:
    record = row if hasattr(row, id_column.key) else row[0]
    value = getattr(record, sort.column.key)
    text = value.isoformat() if isinstance(value, date) else getattr(value, "value", value)
    key = json.dumps([text, getattr(record, id_column.key)], ensure_ascii=False, separators=(",", ":"))
    return list_url(**{side: key})
