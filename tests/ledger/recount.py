"""The figures of the contract, counted a second time: from its text alone, on plain values, with Fractions.

Nothing of the product is used here but the names of its vocabularies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

CORE = ("YY", "XT", "CZ")
MEASURE = {
    "agreed": ("agreed", 1),
    "contracted": ("contracted", 1),
    "amendment": ("contracted", 1),
    "withdrawal": ("contracted", -1),
    "arrived": ("arrived", 1),
    "repatriated": ("arrived", -1),
}


@dataclass
class Known:
    """An entry as it was handed in, and what was said of it since."""

    ref: str
    project: str
    kind: str
    minor: int
    currency: str
    effective_on: date
    nature: str
    origin: str
    basis: str | None
    credit: tuple[tuple[str, int], ...]
    rates: dict[str, Fraction]
    """Of the month that was in force when it was recorded."""
    recorded_at: datetime
    reverses: Known | None = None
    reversals: list[Known] = field(default_factory=list)
    words: list[tuple[datetime, str]] = field(default_factory=list)

    def standing(self, known_at: datetime | None = None) -> str:
        """The last word known; words come in the order in which they were said."""
        heard = [word for at, word in self.words if known_at is None or at <= known_at]
        return heard[-1] if heard else "open"


def nearest(value: Fraction) -> int:
    """Half-even, by hand."""
    below = value.numerator // value.denominator
    rest = value - below
    if rest == Fraction(1, 2):
        return below if below % 2 == 0 else below + 1
    return below if rest < Fraction(1, 2) else below + 1


def recorded_usd(entry: Known) -> int:
    return nearest(Fraction(entry.minor) / entry.rates[entry.currency])


def fixed_usd(entry: Known, fixed: Fraction) -> int:
    if entry.currency == "USD":
        return entry.minor
    if entry.currency == "CNY":
        return nearest(Fraction(entry.minor) / fixed)
    return nearest(Fraction(entry.minor) * entry.rates["CNY"] / entry.rates[entry.currency] / fixed)


def largest_remainder(cents: int, credit: tuple[tuple[str, int], ...]) -> dict[str, int]:
    """Whole cents first; what is left goes cent by cent to the largest rest, the earlier share first."""
    exact = {park: Fraction(abs(cents) * share, 10_000) for park, share in credit}
    given = {park: part.numerator // part.denominator for park, part in exact.items()}
    rests = {park: exact[park] - given[park] for park in exact}
    for _ in range(abs(cents) - sum(given.values())):
        winner = max(rests, key=lambda park: rests[park])
        given[winner] += 1
        rests[winner] = Fraction(-1)
    return {park: part if cents >= 0 else -part for park, part in given.items()}


def belongs(key: str, entry: Known, standing: str) -> bool:
    measures = {
        "agreed": "agreed",
        "plan-arrived": "arrived",
        "arrived-ministry": "arrived",
        "reported-arrived": "arrived",
    }
    if MEASURE[entry.kind][0] != measures.get(key, "contracted"):
        return False
    if standing not in (("verified", "open") if key.startswith("reported-") else ("verified",)):
        return False
    if key == "arrived-ministry" and entry.basis != "ministry":
        return False
    if key == "new-only" and entry.nature != "new":
        return False
    return not (key == "direct-only" and entry.origin != "direct")


def shares_of(key: str, entry: Known, fixed: Fraction) -> dict[str, int]:
    usd = fixed_usd(entry, fixed) if key == "fixed-rate" else recorded_usd(entry)
    return largest_remainder(MEASURE[entry.kind][1] * usd, entry.credit)


def count(
    key: str,
    entries: list[Known],
    parks: list[str],
    *,
    plan: tuple[date, date],
    as_of: date,
    known_at: datetime,
    fixed: Fraction,
) -> tuple[dict[str, int], int]:
    """A lens's cents by park of its scope, and its number of entries."""
    scope = parks if key == "zone-and-linked" else [park for park in parks if park in CORE]
    cents = dict.fromkeys(scope, 0)
    number = 0
    for entry in entries:
        if entry.recorded_at > known_at or not plan[0] <= entry.effective_on <= min(as_of, plan[1]):
            continue
        if not belongs(key, entry, entry.standing(known_at)):
            continue
        shares = {park: cent for park, cent in shares_of(key, entry, fixed).items() if park in cents}
        number += any(shares.values())
        for park, cent in shares.items():
            cents[park] += cent
    return cents, number


def of_project(project: str, entries: list[Known], *, as_of: date, known_at: datetime) -> dict[str, int]:
    """A project's verified cents by measure: core parks only, not bounded by any plan."""
    sums = {"agreed": 0, "contracted": 0, "arrived": 0}
    for entry in entries:
        if entry.project != project or entry.recorded_at > known_at or entry.effective_on > as_of:
            continue
        if entry.standing(known_at) == "verified":
            shares = largest_remainder(MEASURE[entry.kind][1] * recorded_usd(entry), entry.credit)
            sums[MEASURE[entry.kind][0]] += sum(cent for park, cent in shares.items() if park in CORE)
    return sums
