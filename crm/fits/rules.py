"""How well a group of firms and what a park wants fit each other: pure, from facts and weights.

Each signal looks for the first of its cases that holds, and a case is worth a share of the signal's weight.
Both are tables, which the page of weights prints and the measurement (docs/fit-quality.md) uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from models.enums import LinkState


class Signal(StrEnum):
    """What speaks for a fit."""

    GAP = "gap"
    INDUSTRY = "industry"
    SIZE = "size"
    MAINLAND = "mainland"
    RANK = "rank"
    WARMTH = "warmth"
    INTEREST = "interest"


Weights = Mapping[Signal, int]

DEFAULT_WEIGHTS: Weights = {
    Signal.GAP: 20,
    Signal.INDUSTRY: 30,
    Signal.SIZE: 10,
    Signal.MAINLAND: 10,
    Signal.RANK: 10,
    Signal.WARMTH: 10,
    Signal.INTEREST: 10,
}
MAX_WEIGHT = 100


class Case(StrEnum):
    """Why a signal speaks."""

    MISSING_DOES_IT = "missing_does_it"
    WEAK_DOES_IT = "weak_does_it"
    MISSING_TRADE = "missing_trade"
    WEAK_TRADE = "weak_trade"
    SAME_INDUSTRY = "same_industry"
    CHAIN_INDUSTRY = "chain_industry"
    MEANS_AMPLE = "means_ample"
    MEANS_FAIR = "means_fair"
    MEANS_TIGHT = "means_tight"
    LARGE = "large"
    MIDDLE = "middle"
    SMALL = "small"
    SITE_HERE = "site_here"
    SITE_ZONE = "site_zone"
    SITE_MAINLAND = "site_mainland"
    RANK_20 = "rank_20"
    RANK_50 = "rank_50"
    RANK_100 = "rank_100"
    LISTED = "listed"
    WARM = "warm"
    COOLING = "cooling"
    COLD = "cold"
    LONG_AGO = "long_ago"
    KNOWN = "known"
    ASKED_THIS = "asked_this"
    ASKED_LIKE = "asked_like"
    PROJECT_LIKE = "project_like"
    PROJECT = "project"


SHARES: Mapping[Signal, Mapping[Case, int]] = {
    Signal.GAP: {
        Case.MISSING_DOES_IT: 100,
        Case.WEAK_DOES_IT: 70,
        Case.MISSING_TRADE: 60,
        Case.WEAK_TRADE: 40,
    },
    Signal.INDUSTRY: {Case.SAME_INDUSTRY: 100, Case.CHAIN_INDUSTRY: 60},
    Signal.SIZE: {
        Case.MEANS_AMPLE: 100,
        Case.MEANS_FAIR: 70,
        Case.MEANS_TIGHT: 30,
        Case.LARGE: 100,
        Case.MIDDLE: 70,
        Case.SMALL: 40,
    },
    Signal.MAINLAND: {Case.SITE_HERE: 100, Case.SITE_ZONE: 80, Case.SITE_MAINLAND: 60},
    Signal.RANK: {Case.RANK_20: 100, Case.RANK_50: 80, Case.RANK_100: 60, Case.LISTED: 40},
    Signal.WARMTH: {Case.WARM: 100, Case.COOLING: 70, Case.COLD: 40, Case.KNOWN: 20, Case.LONG_AGO: 20},
    Signal.INTEREST: {
        Case.ASKED_THIS: 100,
        Case.PROJECT_LIKE: 80,
        Case.ASKED_LIKE: 70,
        Case.PROJECT: 40,
    },
}
"""In percent of the signal's weight."""

TIES = frozenset({Signal.GAP, Signal.INDUSTRY, Signal.INTEREST})
"""Of these one at least has to speak: size, rank and warmth alone tie nobody to a matter."""

MEANS = ((Case.MEANS_AMPLE, 100), (Case.MEANS_FAIR, 30), (Case.MEANS_TIGHT, 10))
"""The group's means in percent of the investment wanted."""
SIZES = ((Case.LARGE, 10_000_000_000), (Case.MIDDLE, 1_000_000_000), (Case.SMALL, 100_000_000))
"""Means in New Taiwan dollars, where no investment is named."""
RANKS = ((Case.RANK_20, 20), (Case.RANK_50, 50), (Case.RANK_100, 100))
AGES = ((Case.WARM, 60), (Case.COOLING, 180), (Case.COLD, 365))
"""Days since the last contact both ways."""
MEANS_OF_TURNOVER = 10
"""Where no capital is known, a tenth of the turnover stands for it."""


@dataclass(frozen=True, slots=True)
class FirmFacts:
    """What is known of a group that bears on fits. Ids beside a fact lead to what shows it.

    ``links``: names of chain links that it fills; ``means_ntd``: whole dollars; ``sites``: by park.
    """

    firm_id: int
    industries: frozenset[int] = frozenset()
    links: frozenset[str] = frozenset()
    means_ntd: int | None = None
    rank: int | None = None
    edition_id: int | None = None
    sites: Mapping[int, int] = field(default_factory=dict)
    mainland_firm_id: int | None = None
    last_contact_on: date | None = None
    engagement_id: int | None = None
    contacts: int = 0
    projects: Mapping[int | None, int] = field(default_factory=dict)
    """Industry → a project in it."""
    asked: Mapping[int, int] = field(default_factory=dict)
    """Offer → an enquiry about it."""
    asked_industries: Mapping[int, int] = field(default_factory=dict)
    """Industry → an enquiry about an offer in it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a park wants: an offer, or a link that somebody should fill. ``means_ntd``: the investment."""

    park_id: int
    industry_id: int | None = None
    chain_industry_id: int | None = None
    link: str | None = None
    link_state: LinkState = LinkState.FILLED
    means_ntd: int | None = None
    offer_id: int | None = None

    @property
    def industries(self) -> frozenset[int]:
        return frozenset(each for each in (self.industry_id, self.chain_industry_id) if each is not None)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, worth ``hundredths`` of a point of the weight given to the signal. ``proof`` is a record's id."""

    signal: Signal
    case: Case
    weight: int
    proof: int | None = None

    @property
    def hundredths(self) -> int:
        return self.weight * SHARES[self.signal][self.case]


@dataclass(frozen=True, slots=True)
class Fit:
    """One group against one want; ``percent`` of all that could speak for it, rounded down."""

    facts: FirmFacts
    wanted: Wanted
    reasons: tuple[Reason, ...]
    whole: int

    @property
    def hundredths(self) -> int:
        return sum(reason.hundredths for reason in self.reasons)

    @property
    def percent(self) -> int:
        return self.hundredths // self.whole if self.whole else 0

    @property
    def is_tied(self) -> bool:
        return any(reason.signal in TIES and reason.weight for reason in self.reasons)


Found = tuple[Case, int | None] | None


def fit(facts: FirmFacts, wanted: Wanted, weights: Weights, today: date) -> Fit:
    found: dict[Signal, Found] = {
        Signal.GAP: _gap(facts, wanted),
        Signal.INDUSTRY: _industry(facts, wanted),
        Signal.SIZE: _size(facts, wanted),
        Signal.MAINLAND: _mainland(facts, wanted),
        Signal.RANK: _rank(facts),
        Signal.WARMTH: _warmth(facts, today),
        Signal.INTEREST: _interest(facts, wanted),
    }
    reasons = tuple(
        Reason(signal, case[0], weights[signal], case[1])
        for signal, case in found.items()
        if case is not None
    )
    return Fit(facts, wanted, reasons, sum(weights.values()))


def ranked(fits: Iterable[Fit]) -> list[Fit]:
    """Those tied to the matter, the best first; of equal ones the record that is older."""
    tied = [each for each in fits if each.is_tied]
    return sorted(tied, key=lambda each: (-each.hundredths, each.facts.firm_id, each.wanted.offer_id or 0))


def _gap(facts: FirmFacts, wanted: Wanted) -> Found:
    if wanted.link is None or wanted.link_state is LinkState.FILLED:
        return None
    is_missing = wanted.link_state is LinkState.MISSING
    if wanted.link in facts.links:
        return (Case.MISSING_DOES_IT if is_missing else Case.WEAK_DOES_IT), None
    if wanted.industries & facts.industries:
        return (Case.MISSING_TRADE if is_missing else Case.WEAK_TRADE), None
    return None


def _industry(facts: FirmFacts, wanted: Wanted) -> Found:
    if wanted.industry_id in facts.industries:
        return Case.SAME_INDUSTRY, wanted.industry_id
    if wanted.chain_industry_id in facts.industries:
        return Case.CHAIN_INDUSTRY, wanted.chain_industry_id
    return None


def _size(facts: FirmFacts, wanted: Wanted) -> Found:
    means = facts.means_ntd
    if means is None:
        return None
    if wanted.means_ntd:
        percent = means * 100 // wanted.means_ntd
        return next(((case, None) for case, least in MEANS if percent >= least), None)
    return next(((case, None) for case, least in SIZES if means >= least), None)


def _mainland(facts: FirmFacts, wanted: Wanted) -> Found:
    if wanted.park_id in facts.sites:
        return Case.SITE_HERE, facts.sites[wanted.park_id]
    if facts.sites:
        return Case.SITE_ZONE, next(iter(facts.sites.values()))
    return (Case.SITE_MAINLAND, facts.mainland_firm_id) if facts.mainland_firm_id else None


def _rank(facts: FirmFacts) -> Found:
    if facts.rank is None:
        return None
    rank = facts.rank
    case = next((case for case, worst in RANKS if rank <= worst), Case.LISTED)
    return case, facts.edition_id


def _warmth(facts: FirmFacts, today: date) -> Found:
    if facts.last_contact_on is None:
        return (Case.KNOWN, None) if facts.contacts else None
    age = today - facts.last_contact_on
    case = next((case for case, days in AGES if age <= timedelta(days=days)), Case.LONG_AGO)
    return case, facts.engagement_id


def _interest(facts: FirmFacts, wanted: Wanted) -> Found:
    if wanted.offer_id is not None and wanted.offer_id in facts.asked:
        return Case.ASKED_THIS, facts.asked[wanted.offer_id]
    wished = sorted(wanted.industries)
    for case, shown in ((Case.PROJECT_LIKE, facts.projects), (Case.ASKED_LIKE, facts.asked_industries)):
        hit = next((shown[each] for each in wished if each in shown), None)
        if hit is not None:
            return case, hit
    return (Case.PROJECT, next(iter(facts.projects.values()))) if facts.projects else None
