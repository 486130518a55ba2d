"""Records for tests, as plain functions with sensible defaults."""

from __future__ import annotations

from itertools import count

_numbers = count(1)


def next_number() -> int:
    """A number that no other record of this run has."""
    return next(_numbers)
