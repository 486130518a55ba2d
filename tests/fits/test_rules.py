from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.fits import rules
from crm.fits.rules import DEFAULT_WEIGHTS, Case, FirmFacts, Signal, Wanted
from models.enums import LinkState

pytestmark = pytest.mark.no_database
TODAY = date(2024, 6, 30)
OFFER = Wanted(
    park_id=1, industry_id=10, chain_industry_id=11, link="隔膜", link_state=LinkState.MISSING, offer_id=7
)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("facts", "case"),
    [
        ({"industries": {10}, "links": {"隔膜"}}, Case.MISSING_DOES_IT),
        ({"industries": {10}}, Case.MISSING_TRADE),
        ({"industries": {10}}, Case.SAME_INDUSTRY),
        ({"industries": {11}}, Case.CHAIN_INDUSTRY),
        ({"means_ntd": 10_000_000_000}, Case.LARGE),
        ({"means_ntd": 9_999_999_999}, Case.MIDDLE),
        ({"means_ntd": 100_000_000}, Case.SMALL),
        ({"sites": {1: 5, 2: 6}}, Case.SITE_HERE),
        ({"sites": {2: 6}}, Case.SITE_ZONE),
        ({"mainland_firm_id": 4}, Case.SITE_MAINLAND),
        ({"rank": 20}, Case.RANK_20),
        ({"rank": 21}, Case.RANK_50),
        ({"rank": 100}, Case.RANK_100),
        ({"rank": 101}, Case.LISTED),
        ({"last_contact_on": days_ago(60)}, Case.WARM),
        ({"last_contact_on": days_ago(61)}, Case.COOLING),
        ({"last_contact_on": days_ago(181)}, Case.COLD),
        ({"last_contact_on": days_ago(366)}, Case.LONG_AGO),
        ({"contacts": 1}, Case.KNOWN),
        ({"asked": {7: 3}}, Case.ASKED_THIS),
        ({"asked_industries": {10: 3}}, Case.ASKED_LIKE),
        ({"projects": {10: 3}, "asked_industries": {10: 4}}, Case.PROJECT_LIKE),
        ({"projects": {99: 3}}, Case.PROJECT),
    ],
)
def test_each_signal_speaks_by_the_first_of_its_cases(facts, case) -> None:
    reasons = rules.fit(FirmFacts(1, **facts), OFFER, DEFAULT_WEIGHTS, TODAY).reasons

    assert case in [reason.case for reason in reasons]


@pytest.mark.parametrize(
    ("means", "case"),
    [(1000, Case.MEANS_AMPLE), (999, Case.MEANS_FAIR), (299, Case.MEANS_TIGHT), (99, None), (None, None)],
)
def test_means_are_held_against_the_investment_where_one_is_named(means, case) -> None:
    fit = rules.fit(FirmFacts(1, means_ntd=means), Wanted(1, means_ntd=1000), DEFAULT_WEIGHTS, TODAY)

    assert [reason.case for reason in fit.reasons] == ([case] if case else [])


@pytest.mark.parametrize("state", [LinkState.FILLED, LinkState.WEAK, LinkState.MISSING])
def test_a_link_that_is_filled_leaves_no_gap_and_a_weak_one_a_smaller(state) -> None:
    wanted = Wanted(1, 10, link="隔膜", link_state=state)
    reasons = rules.fit(FirmFacts(1, frozenset({10})), wanted, DEFAULT_WEIGHTS, TODAY).reasons
    points = {reason.signal: reason.hundredths for reason in reasons}

    expected = {LinkState.FILLED: None, LinkState.WEAK: 800, LinkState.MISSING: 1200}
    assert points.get(Signal.GAP) == expected[state]


def test_points_are_the_sum_of_the_reasons_and_never_past_the_whole() -> None:
    best = FirmFacts(
        1,
        industries=frozenset({10}),
        links=frozenset({"隔膜"}),
        means_ntd=10**12,
        rank=1,
        sites={1: 5},
        last_contact_on=TODAY,
        asked={7: 3},
    )
    fit = rules.fit(best, OFFER, DEFAULT_WEIGHTS, TODAY)

    assert fit.hundredths == sum(reason.hundredths for reason in fit.reasons)
    assert fit.percent == 100


def test_size_rank_and_warmth_alone_tie_nobody_to_a_matter() -> None:
    giant = FirmFacts(1, means_ntd=10**12, rank=1, sites={1: 5}, last_contact_on=TODAY)
    small = FirmFacts(2, industries=frozenset({10}))
    fits = [rules.fit(facts, OFFER, DEFAULT_WEIGHTS, TODAY) for facts in (giant, small)]

    assert [fit.facts.firm_id for fit in rules.ranked(fits)] == [2]


def test_a_weight_of_nothing_silences_its_signal() -> None:
    weights = {**DEFAULT_WEIGHTS, Signal.GAP: 0, Signal.INDUSTRY: 0}
    fit = rules.fit(FirmFacts(1, industries=frozenset({10})), OFFER, weights, TODAY)

    assert fit.hundredths == 0
    assert not fit.is_tied


def test_of_equal_fits_the_order_is_always_the_same() -> None:
    fits = [
        rules.fit(FirmFacts(number, frozenset({10})), OFFER, DEFAULT_WEIGHTS, TODAY) for number in (3, 1, 2)
    ]

    assert [fit.facts.firm_id for fit in rules.ranked(fits)] == [1, 2, 3]


def test_every_case_has_a_share_within_its_signal() -> None:
    cases = [case for of_signal in rules.SHARES.values() for case in of_signal]

    assert sorted(cases) == sorted(Case)
    assert all(0 < share <= 100 for of_signal in rules.SHARES.values() for share in of_signal.values())
