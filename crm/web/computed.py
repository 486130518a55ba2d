"""Lists whose rows are computed rather than selected: sorted here, and paged by the number of a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from flask import request

from crm.web.choices import to_id
from crm.web.paging import DEFAULT_LIMIT, MAX_LIMIT, Page, list_url

T = TypeVar("T")
Sorts = Mapping[str, Callable[[T], Any]]


def sorted_rows(rows: Sequence[T], sorts: Sorts[T], default: str) -> list[T]:
    """As the address asks; rows of equal weight stay in their order."""
    name, is_descending = _sort(sorts, default)
    return sorted(rows, key=sorts[name], reverse=is_descending)


def computed_page(rows: Sequence[T], sorts: Sorts[T], default: str, number_of: Callable[[T], int]) -> Page:
    """The page that the address asks for; ``after`` or ``before`` is the number of a row."""
    ordered = sorted_rows(rows, sorts, default)
    name, is_descending = _sort(sorts, default)
    limit = min(max(to_id(request.args.get("limit")) or DEFAULT_LIMIT, 1), MAX_LIMIT)
    places = {str(number_of(row)): place for place, row in enumerate(ordered)}
    start = places.get(request.args.get("after", ""), -1) + 1
    if (before := places.get(request.args.get("before", ""))) is not None:
        start = max(before - limit, 0)
    shown = ordered[start : start + limit]
    has_next = bool(shown) and start + limit < len(ordered)
    return Page(
        rows=shown,
        total=len(ordered),
        next_url=list_url(after=number_of(shown[-1])) if has_next else None,
        previous_url=list_url(before=number_of(shown[0])) if shown and start > 0 else None,
        sort=name,
        is_descending=is_descending,
    )


def _sort(sorts: Sorts[T], default: str) -> tuple[str, bool]:
    asked = request.args.get("sort", default)
    name = asked.removeprefix("-")
    return (name, asked.startswith("-")) if name in sorts else (default, False)
