"""What an introduction earns: pure reckoning.

What counts is every verified entry of arrived or repatriated capital of the project, whatever its parks'
shares (the province's count), whose day lies in the rule's period; a repatriation and a reversal count with
their sign. The base in US dollars decides on threshold and bands. Each band pays its share of the dollars
that lie in it, in CNY at the mean of the entries' own fixed rates (the sum of their CNY by the sum of their
USD), so that nothing is converted anew. Every band is rounded once, half-even, to the fen, and the lines add
up to the whole; a cap in USD becomes CNY in the same way, rounded once; a cap in CNY is taken as it is.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Protocol, TypeVar

from kernel.money import FULL_SHARE, Currency, round_half_even
from models.enums import PeriodStart, RewardGap, RewardRuleState


@dataclass(frozen=True, slots=True)
class Band:
    """From ``from_cents`` US cents on, ``share`` hundredths of a percent are paid."""

    from_cents: int
    share: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What a version of the rule says. ``bands`` begin at nought and rise."""

    bands: tuple[Band, ...]
    threshold_cents: int
    period_start: PeriodStart
    period_months: int
    cap_minor: int | None = None
    cap_currency: Currency | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An entry that counts, with the sign with which it does."""

    entry_id: int
    effective_on: date
    usd_cents: int
    cny_fen: int


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of an introduction on the day of the calculation."""

    is_recognised: bool
    is_related: bool
    has_project: bool
    received_on: date
    signed_on: date | None
    registered_on: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """What one band gives: ``fen`` of ``within_cents`` dollars. ``to_cents`` is where the next one begins."""

    from_cents: int
    to_cents: int | None
    share: int
    within_cents: int
    fen: int


@dataclass(frozen=True, slots=True)
class Result:
    """A calculation. With a ``gap`` nothing is earned, and it says why."""

    gap: RewardGap | None
    counts_from: date | None = None
    counts_until: date | None = None
    arrivals: tuple[Arrival, ...] = ()
    base_cents: int = 0
    base_fen: int = 0
    lines: tuple[Line, ...] = field(default=())
    uncapped_fen: int = 0
    cap_fen: int | None = None
    result_fen: int = 0


class Version(Protocol):
    """What is asked of a recorded rule to know when it holds."""

    version: int
    in_force_from: date
    retired_from: date | None
    state: RewardRuleState


V = TypeVar("V", bound=Version)


def rule_at(versions: Iterable[V], day: date) -> V | None:
    """The version in force on a day: of the enacted ones the last to begin; none once that is retired."""
    begun = [
        each for each in versions if each.state is not RewardRuleState.DRAFT and each.in_force_from <= day
    ]
    last = max(begun, key=lambda each: (each.in_force_from, each.version), default=None)
    if last is None or (last.retired_from is not None and last.retired_from <= day):
        return None
    return last


def months_after(day: date, months: int) -> date:
    """The day of the same number so many months later, or the last one of a month that has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def period_of(terms: Terms, anchor: date) -> tuple[date, date]:
    """From the anchor day until the corresponding day so many months on, both included.

    Source: Civil Code 民法典 §§ 201–202, a period of months ends on the corresponding day.
    """
    return anchor, months_after(anchor, terms.period_months)


def gap_of(case: Case, terms: Terms | None) -> RewardGap | None:
    """What stands against a reward before any money is looked at; the first that does."""
    anchor = _anchor(case, terms)
    against = {
        RewardGap.NOT_RECOGNISED: not case.is_recognised,
        RewardGap.RELATED: case.is_related,
        RewardGap.NO_PROJECT: not case.has_project,
        RewardGap.NO_RULE: terms is None,
        RewardGap.NOT_SIGNED: case.signed_on is None,
        RewardGap.AFTER_SIGNING: case.signed_on is not None and case.received_on >= case.signed_on,
        RewardGap.NOT_REGISTERED: anchor is None,
    }
    return next((gap for gap, stands in against.items() if stands), None)


def _anchor(case: Case, terms: Terms | None) -> date | None:
    is_registered = terms is not None and terms.period_start is PeriodStart.REGISTERED
    return case.registered_on if is_registered else case.signed_on


def compute(case: Case, terms: Terms | None, arrivals: Sequence[Arrival]) -> Result:
    """What the introduction has earned. ``arrivals`` may hold entries outside of the period."""
    gap = gap_of(case, terms)
    anchor = _anchor(case, terms)
    if gap is not None or terms is None or anchor is None:
        return Result(gap or RewardGap.NO_RULE)
    first, last = period_of(terms, anchor)
    counted = tuple(
        sorted(
            (each for each in arrivals if first <= each.effective_on <= last),
            key=lambda each: (each.effective_on, each.entry_id),
        )
    )
    cents = sum(each.usd_cents for each in counted)
    fen = sum(each.cny_fen for each in counted)
    known = Result(None, first, last, counted, cents, fen)
    return _paid(known, terms)


def _paid(base: Result, terms: Terms) -> Result:
    found = (base.counts_from, base.counts_until, base.arrivals, base.base_cents, base.base_fen)
    if base.base_cents <= 0 or base.base_fen <= 0:
        return Result(RewardGap.NO_ARRIVAL, *found)
    if base.base_cents < terms.threshold_cents:
        return Result(RewardGap.BELOW_THRESHOLD, *found)
    rate = Fraction(base.base_fen, base.base_cents)
    lines = tuple(_lines(terms.bands, base.base_cents, rate))
    whole = sum(line.fen for line in lines)
    cap = cap_in_fen(terms, rate)
    return Result(None, *found, lines, whole, cap, whole if cap is None else min(whole, cap))


def _lines(bands: Sequence[Band], cents: int, rate: Fraction) -> Iterable[Line]:
    ends = [band.from_cents for band in bands[1:]]
    for band, end in zip(bands, [*ends, None], strict=True):
        within = max(min(cents, cents if end is None else end) - band.from_cents, 0)
        fen = round_half_even(within * rate * band.share / FULL_SHARE)
        yield Line(band.from_cents, end, band.share, within, fen)


def cap_in_fen(terms: Terms, rate: Fraction) -> int | None:
    if terms.cap_minor is None:
        return None
    return round_half_even(terms.cap_minor * rate) if terms.cap_currency is Currency.USD else terms.cap_minor
