"""Exact money: integer minor units, one rounding rule, one way to split.

Binary floating point never touches an amount. All four currencies of the ledger have two decimals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

MINOR_PER_UNIT = 100
MAX_DIGITS = 17
#: What eight bytes hold, the width of the columns.
MAX_MINOR = 2**63 - 1
FULL_SHARE = 10_000
"""A hundred percent, in hundredths of a percent."""

_AMOUNT = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d+|\d{1,3}(?:,\d{3})+)(?:\.(?P<part>\d*))?")


class Currency(StrEnum):
    USD = "USD"
    CNY = "CNY"
    TWD = "TWD"
    HKD = "HKD"


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """``minor`` hundredths of one ``currency``."""

    minor: int
    currency: Currency

    def __add__(self, other: Money) -> Money:
        if other.currency is not self.currency:
            raise ValueError("amounts of two currencies don't add up")
        return Money(self.minor + other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __str__(self) -> str:
        return format_minor(self.minor)


def format_minor(minor: int) -> str:
    """``-123456`` becomes ``-1234.56``."""
    sign = "-" if minor < 0 else ""
    whole, part = divmod(abs(minor), MINOR_PER_UNIT)
    return f"{sign}{whole}.{part:02d}"


def group_minor(minor: int) -> str:
    """``-123456`` becomes ``-1,234.56``, for people."""
    sign = "-" if minor < 0 else ""
    whole, part = divmod(abs(minor), MINOR_PER_UNIT)
    return f"{sign}{whole:,}.{part:02d}"


def parse_amount(text: str) -> int:
    """Read an amount, plain or with thousands commas, into minor units.

    Raises:
        ValueError: not an amount, more than two decimals, or more than seventeen digits.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None or not text.isascii():
        raise ValueError("not an amount")
    whole = match["whole"].replace(",", "").lstrip("0")
    part = (match["part"] or "").rstrip("0")
    if len(part) > 2:
        raise ValueError("more than two decimals")
    if len(whole) + len(part) > MAX_DIGITS:
        raise ValueError("more than seventeen digits")
    minor = int(whole or "0") * MINOR_PER_UNIT + int(part.ljust(2, "0"))
    if minor > MAX_MINOR:
        raise ValueError("more than seventeen digits")
    return -minor if match["sign"] == "-" else minor


def round_half_even(value: Fraction) -> int:
    """The nearest integer, a tie to the even one: the only rounding of money."""
    return round(value)


def convert(minor: int, *, times: Decimal = Decimal(1), by: Decimal) -> int:
    """``minor × times ÷ by``, rounded once, half-even."""
    return round_half_even(Fraction(minor) * Fraction(times) / Fraction(by))


def split(minor: int, shares: Sequence[int]) -> list[int]:
    """Split an amount by shares (hundredths of a percent, sum 10000), to the cent.

    Largest remainder, ties to the earlier share; a negative amount by its absolute value.
    """
    if sum(shares) != FULL_SHARE or any(share < 0 for share in shares):
        raise ValueError("shares are not negative and sum to 100 percent")
    parts = [divmod(abs(minor) * share, FULL_SHARE) for share in shares]
    cents = [whole for whole, _ in parts]
    rest = abs(minor) - sum(cents)
    order = sorted(range(len(parts)), key=lambda at: (-parts[at][1], at))
    for at in order[:rest]:
        cents[at] += 1
    return cents if minor >= 0 else [-cent for cent in cents]
