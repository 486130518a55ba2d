"""The one source of time.

Moments are aware and in UTC; business dates are dates in Asia/Shanghai. Business time can be
set to a fixed moment (``CRM_CLOCK``) so that a history can be replayed; sessions, lock-outs and
tokens ask :func:`real_now` and are never replayed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BUSINESS_ZONE = ZoneInfo("Asia/Shanghai")

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Days that people write lie between these: far from the calendar's ends, so that every reckoning holds."""

_fixed: datetime | None = None


def set_fixed(moment: datetime | None) -> None:
    """Hold business time at ``moment`` (aware), or let it run again with None."""
    global _fixed  # noqa: PLW0603 - one clock for the process is the point
    if moment is not None and moment.tzinfo is None:
        raise ValueError("a moment needs an offset")
    _fixed = None if moment is None else moment.astimezone(UTC)


def is_fixed() -> bool:
    return _fixed is not None


def real_now() -> datetime:
    """The machine's own time, for sessions, lock-outs and tokens."""
    return datetime.now(UTC)


def now() -> datetime:
    """The moment at which business facts are recorded."""
    return _fixed if _fixed is not None else real_now()


def today() -> date:
    """The business date."""
    return now().astimezone(BUSINESS_ZONE).date()


def business_date(moment: datetime) -> date:
    return moment.astimezone(BUSINESS_ZONE).date()


class FarOffError(ValueError):
    """A day before ``FIRST_DAY`` or after ``LAST_DAY``."""


def parse_day(text: str) -> date:
    """Read a day that a person wrote.

    Raises:
        FarOffError: it lies outside of what people may write.
        ValueError: not a day.
    """
    return within_reach(date.fromisoformat(text.strip()))


def within_reach(day: date) -> date:
    """Raises FarOffError."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise FarOffError(f"{day} is not between {FIRST_DAY} and {LAST_DAY}")
    return day


def parse_moment(text: str) -> datetime:
    """Read an ISO moment.

    Raises:
        ValueError: not a moment, or one without an offset (it would mean another moment elsewhere), or one
            that is past the calendar's ends in UTC.
    """
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        raise ValueError("a moment needs an offset, such as 2025-01-10T02:00:00Z")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("no such moment in UTC") from error


def parse_clock(text: str) -> datetime:
    """Read ``CRM_CLOCK``: a moment; without an offset it is one of the business zone."""
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=BUSINESS_ZONE)
    return moment.astimezone(UTC)


def format_moment(moment: datetime) -> str:
    """``2025-01-10T02:00:00Z``; fractions only where there are any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def start_of_day(day: date) -> datetime:
    """The first moment of a business day."""
    return datetime.combine(day, time.min, BUSINESS_ZONE).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last moment of a business day."""
    return datetime.combine(day, time.max, BUSINESS_ZONE).astimezone(UTC)
