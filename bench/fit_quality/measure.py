"""Order the firms for each offer of the labelled set, and say how good the order is."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import fmean

from crm.fits import rules
from crm.fits.rules import DEFAULT_WEIGHTS, FirmFacts, Wanted, Weights
from models.enums import LinkState

FOLDER = Path(__file__).resolve().parent
TODAY = date(2024, 6, 30)
TOP = 5
DEPTH = 10
RELEVANT = 2
"""Grades: 3 just this, 2 worth a call, 1 far-fetched, 0 no. What isn't labelled is 0."""
MILLION = 1_000_000
SHUFFLES = 200

Labels = Mapping[str, Mapping[str, int]]
Order = Callable[[str, Random], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over the offers; ``best_precision`` is what a perfect order would reach."""

    precision: float
    ndcg: float
    best_precision: float


@dataclass(frozen=True, slots=True)
class LabelledSet:
    firms: Mapping[str, FirmFacts]
    offers: Mapping[str, Wanted]
    labels: Labels

    @property
    def pairs(self) -> int:
        return sum(len(of_offer) for of_offer in self.labels.values())


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _number(word: str) -> int:
    """Industries and parks go by short words in the files, by numbers in the rules."""
    return int.from_bytes(word.encode(), "big")


def _numbers(words: str) -> dict[int, int]:
    return {_number(word): 1 for word in words.split()}


def read() -> LabelledSet:
    offers = {row["offer"]: _wanted(place, row) for place, row in enumerate(_rows("offers"), start=1)}
    numbers = {name: wanted.offer_id or 0 for name, wanted in offers.items()}
    firms = {row["firm"]: _facts(place, row, numbers) for place, row in enumerate(_rows("firms"), start=1)}
    labels: dict[str, dict[str, int]] = {name: {} for name in offers}
    for row in _rows("labels"):
        labels[row["offer"]][row["firm"]] = int(row["grade"])
    return LabelledSet(firms, offers, labels)


def _wanted(place: int, row: Mapping[str, str]) -> Wanted:
    means = row["means_million_ntd"]
    return Wanted(
        park_id=_number(row["park"]),
        industry_id=_number(row["industry"]),
        chain_industry_id=_number(row["chain_industry"]),
        link=row["link"] or None,
        link_state=LinkState(row["link_state"]),
        means_ntd=int(means) * MILLION if means else None,
        offer_id=place,
    )


def _facts(place: int, row: Mapping[str, str], offers: Mapping[str, int]) -> FirmFacts:
    days = row["days_since_contact"]
    return FirmFacts(
        firm_id=place,
        industries=frozenset(_numbers(row["industries"])),
        links=frozenset(row["links"].split()),
        means_ntd=int(row["means_million_ntd"]) * MILLION,
        rank=int(row["rank"]) if row["rank"] else None,
        sites=_numbers(row["sites"]),
        mainland_firm_id=place if row["is_on_mainland"] else None,
        last_contact_on=TODAY - timedelta(days=int(days)) if days else None,
        contacts=int(row["contacts"]),
        projects=dict.fromkeys(_numbers(row["projects"]), 1),
        asked={offers[word]: 1 for word in row["asked"].split()},
        asked_industries=_numbers(row["asked_industries"]),
    )


# --- Orders --------------------------------------------------------------------------------------


def by_rules(known: LabelledSet, weights: Weights = DEFAULT_WEIGHTS) -> Order:
    names = {facts.firm_id: name for name, facts in known.firms.items()}

    def order(offer: str, _random: Random) -> Sequence[str]:
        wanted = known.offers[offer]
        fits = (rules.fit(facts, wanted, weights, TODAY) for facts in known.firms.values())
        return [names[fit.facts.firm_id] for fit in rules.ranked(fits)]

    return order


def by_industry(known: LabelledSet) -> Order:
    """The naive way: firms of the industry, in no order among themselves."""

    def order(offer: str, random: Random) -> Sequence[str]:
        wanted = known.offers[offer].industry_id
        same = [name for name, facts in known.firms.items() if wanted in facts.industries]
        return random.sample(same, len(same))

    return order


def by_chance(known: LabelledSet) -> Order:
    return lambda _offer, random: random.sample(list(known.firms), len(known.firms))


# --- Measures ------------------------------------------------------------------------------------


def precision(grades: Sequence[int]) -> float:
    """Of the first five, how many are worth a call; a shorter list fills up with nothing."""
    return sum(grade >= RELEVANT for grade in grades[:TOP]) / TOP


def gain(grades: Sequence[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))


def measure(known: LabelledSet, order: Order, *, repeat: int = 1, seed: int = 1) -> Quality:
    random = Random(seed)
    precisions, ndcgs, best = [], [], []
    for offer, labels in known.labels.items():
        ideal = sorted(labels.values(), reverse=True)
        best.append(precision(ideal))
        for _turn in range(repeat):
            grades = [labels.get(firm, 0) for firm in order(offer, random)]
            precisions.append(precision(grades))
            ndcgs.append(gain(grades) / gain(ideal))
    return Quality(fmean(precisions), fmean(ndcgs), fmean(best))


def measure_all(known: LabelledSet) -> dict[str, Quality]:
    return {
        "rules": measure(known, by_rules(known)),
        "industry only": measure(known, by_industry(known), repeat=SHUFFLES),
        "chance": measure(known, by_chance(known), repeat=SHUFFLES),
    }
