"""Which pages have saved views, and what of an address is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

PAGES: Mapping[str, tuple[str, ...]] = {
    "projects.index": ("projects.index", "board.index"),
    "board.index": ("projects.index", "board.index"),
    "firms.index": ("firms.index",),
    "engagements.index": ("engagements.index",),
}
"""By page the pages whose views its menu offers."""

PASSING = frozenset({"after", "before", "limit", "lang", "csrf_token"})
"""What belongs to one moment: the place in the list."""

LONGEST = 2000


def kept_arguments(arguments: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    """The arguments of an address that make up a view: those that say something."""
    found = {name: [value for value in values if value] for name, values in arguments if name not in PASSING}
    return {name: values for name, values in found.items() if values}


def is_too_long(arguments: Mapping[str, Iterable[str]]) -> bool:
    return sum(len(name) + len(value) for name, values in arguments.items() for value in values) > LONGEST
