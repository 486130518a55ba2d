"""A figure that leadership can sign: a value that says what it counts and which rows it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """What a value counts. USD and CNY values are in cents (fen)."""

    USD = "usd"
    CNY = "cny"
    COUNT = "count"
    PERCENT = "percent"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Where the rows behind a figure are listed: an endpoint and its arguments, no URL."""

    endpoint: str
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """One value with what makes it reproducible.

    ``value`` is an integer of cents for money, an integer for counts, a Decimal for rates, and
    None where there is nothing to divide by: then it is shown as a dash, never as zero.
    """

    value: int | Decimal | None
    unit: Unit
    lens: str
    as_of: date
    known_at: datetime
    rows: RowFilter | None = None
    row_count: int | None = None

    @property
    def is_money(self) -> bool:
        return self.unit in (Unit.USD, Unit.CNY)


def rate_percent(part: int, whole: int) -> Decimal | None:
    """``part ÷ whole`` in percent with two decimals, half-even; None where whole is zero."""
    if whole == 0:
        return None
    # Adding nought takes the sign off a negative rate that rounds to zero.
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01")) + 0
