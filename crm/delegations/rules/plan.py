"""Who and what is wanted in two places at once. A conflict warns; it never blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from itertools import combinations


class Want(StrEnum):
    """What kind of thing is wanted twice."""

    PERSON = "person"
    FIRM = "firm"
    PARK = "park"
    ROOM = "room"
    CAR = "car"


@dataclass(frozen=True, slots=True)
class Occupation:
    """A stop or a talk, and all that it takes up: ``(kind, name by which it is known)``."""

    key: str
    day: date
    starts_at: time
    ends_at: time
    takes: frozenset[tuple[Want, str]]
    within: str = ""
    """The key of the stop at which a talk is held: the two don't compete."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """``key`` and ``other`` overlap, and both want the same."""

    key: str
    other: str
    wants: tuple[tuple[Want, str], ...]


def overlap(one: Occupation, other: Occupation) -> bool:
    """Whether two lie on each other for a moment; one that begins when the other ends doesn't."""
    return one.day == other.day and one.starts_at < other.ends_at and other.starts_at < one.ends_at


def conflicts(occupations: Sequence[Occupation]) -> list[Conflict]:
    """Every pair that overlaps and wants the same person, firm, park, room or car, said of both."""
    found = []
    for day in sorted({each.day for each in occupations}):
        for one, other in combinations([each for each in occupations if each.day == day], 2):
            shared = one.takes & other.takes
            if not shared or not overlap(one, other) or other.key == one.within or one.key == other.within:
                continue
            wants = tuple(sorted(shared))
            found += [Conflict(one.key, other.key, wants), Conflict(other.key, one.key, wants)]
    return found


def swapped(order: Sequence[tuple[int, time, time]], moved: int, *, up: bool) -> dict[int, tuple[time, time]]:
    """Let a stop change places with its neighbour in a day's order: each keeps its length.

    The pair begins when it began before and ends when it ended; the pause between stays. ``order`` is
    ``(number, starts, ends)`` by time. Nothing where there is no neighbour on that side.
    """
    at = next((place for place, row in enumerate(order) if row[0] == moved), None)
    if at is None or not 0 <= at + (-1 if up else 1) < len(order):
        return {}
    first, second = sorted((at, at + (-1 if up else 1)))
    early, late = order[first], order[second]
    start = _minutes(early[1])
    pause = max(_minutes(late[1]) - _minutes(early[2]), 0)
    late_length, early_length = _length(late), _length(early)
    middle = start + late_length + pause
    return {
        late[0]: (_clock(start), _clock(start + late_length)),
        early[0]: (_clock(middle), _clock(middle + early_length)),
    }


def _length(row: tuple[int, time, time]) -> int:
    return _minutes(row[2]) - _minutes(row[1])


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _clock(minutes: int) -> time:
    """Within the day: what would pass midnight stays before it."""
    hours, rest = divmod(min(minutes, 24 * 60 - 1), 60)
    return time(hours, rest)
