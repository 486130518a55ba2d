"""What an introduction earns, counted a second time: from the words of the rule alone, entry by entry.

Nothing of the product is used here, not even the names of its vocabularies: plain values, whole numbers over
a common denominator instead of its fractions, the dollars taken off band by band, from the highest down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass
class Entry:
    """An entry as it was written: also what went back is positive; a reversal has the opposite amounts."""

    number: int
    kind: str
    day: date
    cents: int
    fen: int
    recorded_at: datetime
    words: list[tuple[datetime, str]] = field(default_factory=list)

    def standing(self, at: datetime) -> str:
        said = [word for moment, word in self.words if moment <= at and word != "checked"]
        return said[-1] if said else "open"


@dataclass
class Rule:
    number: int
    begins: date
    ends: date | None
    is_enacted: bool
    bands: list[tuple[int, int]]
    """(from US cents on, hundredths of a percent)"""
    threshold: int
    months: int
    from_registration: bool
    cap: tuple[str, int] | None


@dataclass
class Introduction:
    received: date
    signed: date | None
    registered: date | None
    is_recognised: bool = True
    is_related: bool = False
    has_project: bool = True


def rule_of(rules: list[Rule], day: date) -> Rule | None:
    """Go through the days of the rules, the latest first."""
    for rule in sorted(rules, key=lambda each: (each.begins, each.number), reverse=True):
        if rule.is_enacted and rule.begins <= day:
            return None if rule.ends and rule.ends <= day else rule
    return None


def last_day(begins: date, months: int) -> date:
    """Walk the calendar month by month; where the day is missing, step back from the next month's first."""
    year, month = begins.year, begins.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    first_of_next = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return min(first_of_next - timedelta(days=1), date(year, month, 1) + timedelta(days=begins.day - 1))


def half_even(above: int, below: int) -> int:
    """``above ÷ below`` (neither negative) to the nearest whole, ties to the even one."""
    whole, rest = divmod(above, below)
    if 2 * rest > below or (2 * rest == below and whole % 2 == 1):
        return whole + 1
    return whole


def earned(
    who: Introduction, rules: list[Rule], entries: list[Entry], *, as_of: date, known_at: datetime
) -> int:
    """Fen."""
    rule = rule_of(rules, who.received)
    if rule is None or not who.is_recognised or who.is_related or not who.has_project:
        return 0
    if who.signed is None or who.received >= who.signed:
        return 0
    begins = who.registered if rule.from_registration else who.signed
    if begins is None:
        return 0
    ends = min(last_day(begins, rule.months), as_of)
    verified = [
        entry
        for entry in entries
        if begins <= entry.day <= ends
        and entry.recorded_at <= known_at
        and entry.standing(known_at) == "verified"
    ]
    cents, fen = _net(verified)
    return 0 if cents < 1 or fen < 1 or cents < rule.threshold else _shared_out(rule, cents, fen)


def _net(entries: list[Entry]) -> tuple[int, int]:
    came = [entry for entry in entries if entry.kind == "arrived"]
    went = [entry for entry in entries if entry.kind == "repatriated"]
    cents = sum(entry.cents for entry in came) - sum(entry.cents for entry in went)
    return cents, sum(entry.fen for entry in came) - sum(entry.fen for entry in went)


def _shared_out(rule: Rule, cents: int, fen: int) -> int:
    """From the highest band down: what lies above its beginning is paid for and taken off."""
    whole, left = 0, cents
    for begin, share in reversed(rule.bands):
        if left > begin:
            whole += half_even((left - begin) * share * fen, 10_000 * cents)
            left = begin
    if rule.cap is None:
        return whole
    currency, most = rule.cap
    limit = half_even(most * fen, cents) if currency == "USD" else most
    return limit if limit < whole else whole
