"""A thousand random introductions, reckoned by the product and by an independent recount."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from types import SimpleNamespace

import pytest

from crm.rewards.rules.reckoning import Arrival, Band, Case, Terms, compute, rule_at
from kernel.money import Currency
from models.enums import PeriodStart, RewardRuleState
from tests.rewards.recount import Entry, Introduction, Rule, earned

CASES = 1_000
START = datetime(2026, 1, 5, 2, tzinfo=UTC)
BANDS = ([(0, 20)], [(0, 10), (10**8, 25)], [(0, 5), (5 * 10**7, 0), (10**8, 33), (10**9, 10_000)])
SIGNED = (date(2024, 1, 31), date(2024, 2, 29), date(2023, 11, 30), date(2024, 6, 15))
AMOUNTS = (1, 3, 50, 10**8 - 1, 10**8, 10**8 + 1, 5 * 10**7, 123_456_789, 10**12 + 7)
RATES = (Fraction(7), Fraction("6.4512"), Fraction("7.1848"), Fraction("7.005"))


@dataclass
class Story:
    """One introduction, its rules and its ledger, as both sides are told of it."""

    who: Introduction
    rules: list[Rule]
    entries: list[Entry]


def a_rule(luck: random.Random, number: int) -> Rule:
    begins = date(2022, 1, 1) + timedelta(days=luck.choice((0, 365, 365, 540, 700)))
    cap = luck.choice((None, None, ("CNY", luck.choice((0, 1, 70_000, 3 * 10**8))), ("USD", 10**5)))
    return Rule(
        number=number,
        begins=begins,
        ends=luck.choice((None,) * 7 + (begins + timedelta(days=luck.choice((0, 1, 200))),)),
        is_enacted=luck.random() < 0.9,
        bands=luck.choice(BANDS),
        threshold=luck.choice((0, 0, 10**8, 10**8 + 1)),
        months=luck.choice((1, 12, 13, 24)),
        from_registration=luck.random() < 0.2,
        cap=cap,
    )


def a_story(luck: random.Random) -> Story:
    signed = luck.choice((*SIGNED, None)) if luck.random() < 0.2 else luck.choice(SIGNED)
    anchor = signed or date(2024, 3, 1)
    who = Introduction(
        received=anchor - timedelta(days=luck.choice((0, -1, 1, 1, 30, 30, 60, 90, 200, 200, 300, 400))),
        signed=signed,
        registered=luck.choice((None, anchor + timedelta(days=luck.choice((0, 40))))),
        is_recognised=luck.random() < 0.95,
        is_related=luck.random() < 0.05,
        has_project=luck.random() < 0.97,
    )
    rules = [a_rule(luck, number) for number in range(luck.randint(1, 4))]
    return Story(who, rules, a_ledger(luck, anchor, rules))


def a_ledger(luck: random.Random, anchor: date, rules: list[Rule]) -> list[Entry]:
    """Arrivals about the edges of the period, repatriations, reversals, and reversals of reversals."""
    edges = [0, 1, 10, 20, 100, 200, -1, *(days for rule in rules for days in _about(anchor, rule.months))]
    entries: list[Entry] = []
    for number in range(luck.randint(0, 12)):
        moment = START + timedelta(days=number)
        if entries and luck.random() < 0.35:
            twin = luck.choice(entries)
            made = Entry(number, twin.kind, twin.day, -twin.cents, -twin.fen, moment)
        else:
            cents = luck.choice(AMOUNTS)
            made = Entry(
                number,
                luck.choice(("arrived",) * 5 + ("repatriated", "contracted")),
                anchor + timedelta(days=luck.choice(edges)),
                cents,
                round(cents * luck.choice(RATES)),
                moment,
            )
        words = ("checked", "verified", "returned") if luck.random() < 0.2 else ("verified",)
        made.words = [(moment + timedelta(hours=at), word) for at, word in enumerate(words)]
        entries.append(made)
    return entries


def _about(anchor: date, months: int) -> tuple[int, ...]:
    days = round(months * 30.4)
    return tuple(range(days - 3, days + 4))


def as_the_product_knows_it(story: Story, as_of: date, known_at: datetime) -> int:
    """What the queries would find of it, put to the pure reckoning."""
    versions = [
        SimpleNamespace(
            version=rule.number,
            in_force_from=rule.begins,
            retired_from=rule.ends,
            state=RewardRuleState.IN_FORCE if rule.is_enacted else RewardRuleState.DRAFT,
            rule=rule,
        )
        for rule in story.rules
    ]
    version = rule_at(versions, story.who.received)
    arrivals = [
        Arrival(entry.number, entry.day, sign * entry.cents, sign * entry.fen)
        for entry in story.entries
        for sign in ({"arrived": 1, "repatriated": -1}.get(entry.kind, 0),)
        if sign and entry.recorded_at <= known_at and entry.day <= as_of
        if entry.standing(known_at) == "verified"
    ]
    who = story.who
    case = Case(who.is_recognised, who.is_related, who.has_project, who.received, who.signed, who.registered)
    result = compute(case, None if version is None else terms_of(version.rule), arrivals)
    assert sum(line.fen for line in result.lines) == result.uncapped_fen
    assert (result.gap is None) or result.result_fen == 0
    return result.result_fen


def terms_of(rule: Rule) -> Terms:
    return Terms(
        tuple(Band(begin, share) for begin, share in rule.bands),
        rule.threshold,
        PeriodStart.REGISTERED if rule.from_registration else PeriodStart.SIGNED,
        rule.months,
        rule.cap[1] if rule.cap else None,
        Currency(rule.cap[0]) if rule.cap else None,
    )


@pytest.mark.no_database
def test_a_thousand_introductions_earn_what_an_independent_recount_says_to_the_fen() -> None:
    luck = random.Random(20260718)
    earning = 0
    while earning < CASES:
        story = a_story(luck)
        known_at = START + timedelta(days=luck.choice((2, 5, 30)), hours=luck.choice((0, 1, 2)))
        as_of = luck.choice((date(2024, 2, 29), date(2025, 1, 1), date(2026, 6, 30)))
        found = as_the_product_knows_it(story, as_of, known_at)
        assert found == earned(story.who, story.rules, story.entries, as_of=as_of, known_at=known_at), story
        # Those that earn nothing are compared too, and counted apart.
        earning += found > 0
