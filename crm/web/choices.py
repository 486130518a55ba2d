"""What selects offer, and what is read from what they send back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

from crm.web.labels import label, local_name

MAX_ID = 2**31 - 1
"""The largest number of a record: what both databases hold in an integer."""

Choice = tuple[str, str]
E = TypeVar("E", bound=StrEnum)


def members(kinds: Iterable[StrEnum], none: str | None = None) -> list[Choice]:
    """Choices of enum members by their labels; ``none`` names the choice of nothing."""
    found = [(member.value, label(member)) for member in kinds]
    return found if none is None else [("", none), *found]


def records(rows: Iterable[Any], none: str) -> list[Choice]:
    """Choices of rows with id and names in three scripts; ``none`` names the choice of nothing."""
    return [("", none), *((str(row.id), local_name(row)) for row in rows)]


def one_of(kind: type[E]) -> Callable[[object], E | None]:
    """Reads a select of an enum; None for nothing and for what is no member."""

    def read(value: object) -> E | None:
        return next((member for member in kind if member.value == value), None)

    return read


def to_id(value: object) -> int | None:
    """The id that a select or an address sends; None for nothing and for what is no id."""
    text = str(value)
    # Longer digits are no number at all for Python.
    number = int(text) if text.isdecimal() and len(text) <= len(str(MAX_ID)) else None
    return number if number is not None and number <= MAX_ID else None


def to_word(value: object) -> str | None:
    """What a select of words sends; None for nothing."""
    return str(value) if value else None
