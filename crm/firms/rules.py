"""Identifiers with their check digits, who owns whom on a day, and when two firms are one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

NO_BUSINESS_NUMBER = "00000000"
"""What the register writes where there is none."""

_NUMBER_WEIGHTS = (1, 2, 1, 2, 1, 2, 4, 1)
_NUMBER_DIVISOR = 5

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_CREDIT_CODE = re.compile(rf"[{_CREDIT_ALPHABET}]{{2}}[0-9]{{6}}[{_CREDIT_ALPHABET}]{{10}}")

_STOCK_CODE = re.compile(r"[0-9A-Z]{2,6}(\.[A-Z]{1,4})?")
_SPACES = re.compile(r"\s+")


def clean_text(text: str | None) -> str | None:
    """One line without outer or doubled spaces; None where nothing is left."""
    return _SPACES.sub(" ", text or "").strip() or None


def clean_code(text: str | None) -> str | None:
    """An identifier as it is kept: half width, capitals, no spaces or hyphens; None where nothing is left."""
    narrow = unicodedata.normalize("NFKC", text or "").upper()
    return re.sub(r"[\s\u00ad\u200b\u2010-\u2015-]+", "", narrow) or None


def clean_business_number(text: str | None) -> str | None:
    """A business number as it is kept; the register's placeholder is none."""
    number = clean_code(text)
    return None if number == NO_BUSINESS_NUMBER else number


def is_business_number(number: str) -> bool:
    """Whether the check digit fits, by the rule of April 2023.

    Each digit times its weight, the digits of each product added up, must come to a multiple of 5 (it was 10
    before). Where the seventh digit is 7, its product 28 adds up to 10 and that to 1: either 0 or 1 will do.
    """
    if not re.fullmatch(r"[0-9]{8}", number) or number == NO_BUSINESS_NUMBER:
        return False
    products = (int(digit) * weight for digit, weight in zip(number, _NUMBER_WEIGHTS, strict=True))
    total = sum(product // 10 + product % 10 for product in products)
    if total % _NUMBER_DIVISOR == 0:
        return True
    return number[6] == "7" and (total + 1) % _NUMBER_DIVISOR == 0


def is_credit_code(code: str) -> bool:
    """Whether a unified social credit code is one by GB 32100-2015: form and check character."""
    if not _CREDIT_CODE.fullmatch(code):
        return False
    total = sum(
        _CREDIT_ALPHABET.index(sign) * weight for sign, weight in zip(code[:17], _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_ALPHABET[(31 - total % 31) % 31] == code[17]


def is_stock_code(code: str) -> bool:
    """``2317``, ``9105``, ``2887A``, ``6088.HK``: the form only, since exchanges give out codes freely."""
    return _STOCK_CODE.fullmatch(code) is not None


@dataclass(frozen=True, slots=True)
class Parentage:
    """From ``holds_from`` on (None: since ever), ``parent_id`` owns ``firm_id`` (None: nobody does)."""

    firm_id: int
    parent_id: int | None
    holds_from: date | None
    recorded_at: datetime
    id: int = 0

    @property
    def order(self) -> tuple[date, datetime, int]:
        """Later holds over earlier; of two from one day the later recorded."""
        return self.holds_from or date.min, self.recorded_at, self.id


def holding_parentage(versions: Iterable[Parentage], day: date) -> Parentage | None:
    """The version of one firm that holds on ``day``; None: it has no parent then."""
    known = [each for each in versions if each.holds_from is None or each.holds_from <= day]
    return max(known, key=lambda each: each.order, default=None)


def find_ring_day(new: Parentage, known: Sequence[Parentage]) -> date | None:
    """The first day from ``new.holds_from`` on at which ``new`` would make a firm its own ancestor.

    ``known`` holds the versions of all firms that ever stood above ``new.parent_id``.
    """
    by_firm: dict[int, list[Parentage]] = {}
    for each in (*known, new):
        by_firm.setdefault(each.firm_id, []).append(each)
    first = new.holds_from or date.min
    turns = {first, *(each.holds_from for each in known if each.holds_from and each.holds_from > first)}
    for day in sorted(turns):
        if _is_in_ring(new.firm_id, by_firm, day):
            return day
    return None


def _is_in_ring(firm_id: int, by_firm: Mapping[int, Sequence[Parentage]], day: date) -> bool:
    seen: set[int] = set()
    at: int | None = firm_id
    while at is not None and at not in seen:
        seen.add(at)
        holding = holding_parentage(by_firm.get(at, ()), day)
        at = holding.parent_id if holding else None
    return at is not None


class Fate(StrEnum):
    """Where an establishment stands: the last thing that happened to it. A licence alone may be a shell."""

    REGISTERED = "registered"
    FUNDED = "funded"
    OPERATING = "operating"
    SUSPENDED = "suspended"
    MOVED = "moved"
    DEREGISTERED = "deregistered"
    CEASED = "ceased"
    RETRACTED = "retracted"


CEASE_REASONS = (Fate.MOVED, Fate.DEREGISTERED)
"""What is told of how an establishment ceased, where it is known."""


class FateFacts(Protocol):
    """What the fate of an establishment is read from."""

    @property
    def is_retracted(self) -> bool: ...
    @property
    def ceased_on(self) -> date | None: ...
    @property
    def cease_reason(self) -> str | None: ...
    @property
    def suspended_on(self) -> date | None: ...
    @property
    def operating_on(self) -> date | None: ...
    @property
    def funded_on(self) -> date | None: ...


def fate_of(facts: FateFacts, as_of: date) -> Fate:
    """The fate on a day; an operation that began after a suspension ended it."""
    if facts.is_retracted:
        return Fate.RETRACTED
    if _has_come(facts.ceased_on, as_of):
        return Fate(facts.cease_reason) if facts.cease_reason in CEASE_REASONS else Fate.CEASED
    operating = facts.operating_on if _has_come(facts.operating_on, as_of) else None
    suspended = facts.suspended_on if _has_come(facts.suspended_on, as_of) else None
    if suspended and (operating is None or operating <= suspended):
        return Fate.SUSPENDED
    if operating:
        return Fate.OPERATING
    return Fate.FUNDED if _has_come(facts.funded_on, as_of) else Fate.REGISTERED


def _has_come(day: date | None, as_of: date) -> bool:
    return day is not None and day <= as_of


Steps = tuple[tuple[date | None, int | None], ...]
"""From each day (None: since ever) who owns the firm (None: nobody), in the order of the days."""


def parent_steps(versions: Sequence[Parentage]) -> Steps:
    """What the versions of one firm come to, day by day."""
    days = sorted({each.holds_from or date.min for each in versions} | {date.min})
    steps: list[tuple[date | None, int | None]] = []
    for day in days:
        holding = holding_parentage(versions, day)
        steps.append((None if day == date.min else day, holding.parent_id if holding else None))
    return tuple(steps)


def owner_on(steps: Steps, day: date | None) -> int | None:
    """Who owns the firm on a day by the steps; None is the beginning."""
    found: int | None = None
    for holds_from, parent_id in steps:
        if holds_from is None or (day is not None and holds_from <= day):
            found = parent_id
    return found
