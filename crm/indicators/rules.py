"""Pace, periods and sums of targets. Pure: no database, no request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from models.enums import Decision, IndicatorKind

HUNDRED = Decimal(100)
CENT = Decimal("0.01")
DAYS_PER_MONTH = Decimal("30.4375")

_PERIOD = re.compile(
    r"(?P<year>20\d\d)(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?"
)


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a target is against the time gone by.

    ``completion`` and ``time_pace`` are percents, ``ahead`` is their difference in percentage
    points; ``required_per_month`` is what each remaining month must bring, None once the plan is
    over; ``projected`` is the end value if it went on as before, None before the first day.
    """

    actual: Decimal
    target: Decimal
    completion: Decimal | None
    time_pace: Decimal
    ahead: Decimal | None
    remaining: Decimal
    required_per_month: Decimal | None
    achieved_per_month: Decimal | None
    projected: Decimal | None
    is_closed: bool


def time_pace(starts_on: date, ends_on: date, as_of: date) -> Decimal:
    """序时进度: the days gone by, first and last included, in percent of all days of the period."""
    total = (ends_on - starts_on).days + 1
    gone = min(max((as_of - starts_on).days + 1, 0), total)
    return (Decimal(gone) * HUNDRED / total).quantize(CENT)


def pace(actual: Decimal, target: Decimal, *, starts_on: date, ends_on: date, as_of: date) -> Pace:
    """Hold ``actual`` (gained since ``starts_on``) against ``target`` at ``as_of``."""
    by_time = time_pace(starts_on, ends_on, as_of)
    completion = (actual * HUNDRED / target).quantize(CENT) if target else None
    gone = min(max((as_of - starts_on).days + 1, 0), (ends_on - starts_on).days + 1)
    left = (ends_on - as_of).days if as_of >= starts_on else (ends_on - starts_on).days + 1
    remaining = max(target - actual, Decimal(0))
    return Pace(
        actual=actual,
        target=target,
        completion=completion,
        time_pace=by_time,
        ahead=None if completion is None else completion - by_time,
        remaining=remaining,
        required_per_month=(remaining * DAYS_PER_MONTH / left).quantize(CENT) if left > 0 else None,
        achieved_per_month=(actual * DAYS_PER_MONTH / gone).quantize(CENT) if gone else None,
        projected=(actual * HUNDRED / by_time).quantize(CENT) if by_time else None,
        is_closed=as_of >= ends_on,
    )


def change_percent(now: Decimal, before: Decimal) -> Decimal | None:
    """同比: None where there was nothing before."""
    return ((now - before) * HUNDRED / abs(before)).quantize(CENT) if before else None


def same_day_last_year(day: date) -> date:
    """The same day a year earlier; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


@dataclass(frozen=True, slots=True)
class Period:
    """``2024``, ``2024-H1``, ``2024-Q2`` or ``2024-06``, with its first and last day."""

    text: str
    starts_on: date
    ends_on: date


def parse_period(text: str) -> Period:
    """Read a period.

    Raises:
        ValueError: not one of the four forms.
    """
    match = _PERIOD.fullmatch(text.strip())
    if match is None:
        raise ValueError("not a period")
    year = int(match["year"])
    first, months = 1, 12
    if match["half"]:
        first, months = 6 * int(match["half"]) - 5, 6
    elif match["quarter"]:
        first, months = 3 * int(match["quarter"]) - 2, 3
    elif match["month"]:
        first, months = int(match["month"]), 1
    after = first + months
    last = date(year + (after > 12), (after - 1) % 12 + 1, 1) - timedelta(days=1)
    return Period(match[0], date(year, first, 1), last)


@dataclass(frozen=True, slots=True)
class SumCheck:
    """Whether the parts of a target add up to it, and by how much they don't."""

    whole: Decimal
    parts: Decimal
    gap: Decimal

    @property
    def is_even(self) -> bool:
        return self.gap == 0


def check_sum(whole: Decimal | None, parts: Iterable[Decimal | None]) -> SumCheck | None:
    """None where there is no whole or no part to hold against it."""
    given = [part for part in parts if part is not None]
    if whole is None or not given:
        return None
    total = sum(given, Decimal(0))
    return SumCheck(whole, total, whole - total)


@dataclass(frozen=True, slots=True)
class WholeTarget:
    """A target for the whole plan; ``is_sum`` where nobody set it and its years' were added up."""

    value: Decimal | None
    is_sum: bool = False


def adds_up(kind: IndicatorKind) -> bool:
    """Years of what is gained add up to the plan's; those of a rate don't."""
    return kind is not IndicatorKind.RATE


def whole_target(kind: IndicatorKind, own: Decimal | None, years: Iterable[Decimal | None]) -> WholeTarget:
    """The whole plan's target of a park: its own, else the sum of its years'. Zero is a target too."""
    given = [each for each in years if each is not None]
    if own is not None or not given or not adds_up(kind):
        return WholeTarget(own)
    return WholeTarget(sum(given, Decimal(0)), is_sum=True)


def holding_decision(decisions: Sequence[Decision]) -> Decision | None:
    """The last word on a reported value; None while it is open."""
    return decisions[-1] if decisions else None


def can_verify_value(*, recorded_by_id: int | None, by_id: int | None) -> bool:
    """Two keys: nobody verifies what they reported themselves."""
    return recorded_by_id is None or recorded_by_id != by_id
