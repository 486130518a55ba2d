"""Which edition of the rule table holds on a day, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar


class Dated(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def in_force_from(self) -> date: ...


V = TypeVar("V", bound=Dated)


def in_force_on(day: date, versions: Iterable[V]) -> V | None:
    """Of versions that were put in force, the one that holds: the last that had begun. Of two from one
    day the later one replaces the other."""
    begun = [version for version in versions if version.in_force_from <= day]
    return max(begun, key=lambda version: (version.in_force_from, version.id), default=None)


@dataclass(frozen=True, slots=True)
class Difference:
    """One clause, before and after; None: it isn't there."""

    number: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def changed(self) -> list[str]:
        """The names of what is not the same."""
        before, after = self.before or {}, self.after or {}
        return [name for name in {**before, **after} if before.get(name) != after.get(name)]


def differences(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """Clauses that were added, taken out or changed, by their number, which each holds as ``number``."""
    old = {str(each["number"]): each for each in before}
    new = {str(each["number"]): each for each in after}
    return [
        Difference(number, old.get(number), new.get(number))
        for number in {**old, **new}
        if old.get(number) != new.get(number)
    ]
