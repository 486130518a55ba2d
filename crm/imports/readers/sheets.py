"""What every reader answers: the head and the rows of one sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that holds something which can't be taken exactly."""

    shown: str
    reason: str


Cell = str | Unreadable


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first line, and each later line with its number in the file (the head is line 1)."""

    head: Sequence[Cell]
    rows: Iterator[tuple[int, Sequence[Cell]]]
