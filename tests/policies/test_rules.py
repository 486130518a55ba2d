from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.policies.rules import claims, matching, promises
from crm.policies.rules.matching import Condition, Facts, Fit, Outcome
from crm.policies.rules.promises import Fault, Paid, Standing
from models.enums import (
    PaymentVerdict,
    PolicyClaimState,
    PolicyCondition,
    PromiseKind,
    PromiseState,
    Stage,
)

pytestmark = pytest.mark.no_database

K, S = PolicyCondition, PromiseState
TODAY = date(2024, 6, 30)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("condition", "facts", "outcome"),
    [
        (Condition(K.PARKS, ("YY", "XT")), Facts(parks=frozenset({"XT"})), Outcome.MET),
        (Condition(K.PARKS, ("YY",)), Facts(parks=frozenset({"XT"})), Outcome.UNMET),
        (Condition(K.PARKS, ("YY",)), Facts(), Outcome.UNKNOWN),
        (Condition(K.INDUSTRIES, ("7",)), Facts(industries=frozenset({"7", "8"})), Outcome.MET),
        (Condition(K.SETTLED), Facts(is_settled=True), Outcome.MET),
        (Condition(K.SETTLED), Facts(is_settled=False), Outcome.UNMET),
        (Condition(K.OPERATING), Facts(), Outcome.UNKNOWN),
        (Condition(K.LISTED), Facts(is_listed=True), Outcome.MET),
        (Condition(K.STAGE, ("signed",)), Facts(stage=Stage.SIGNED), Outcome.MET),
        (Condition(K.STAGE, ("signed",)), Facts(stage=Stage.TALKS), Outcome.UNMET),
        (Condition(K.STAGE, ("signed",)), Facts(), Outcome.UNMET),
        (Condition(K.INVESTMENT, ("1000",)), Facts(investment_usd=1000), Outcome.MET),
        (Condition(K.INVESTMENT, ("1000",)), Facts(investment_usd=999), Outcome.UNMET),
        (Condition(K.INVESTMENT, ("1000",)), Facts(), Outcome.UNKNOWN),
        (Condition(K.LEVELS, ("a", "b")), Facts(level="b"), Outcome.MET),
        (Condition(K.LEVELS, ("a", "b")), Facts(level="e"), Outcome.UNMET),
        (Condition(K.EMPLOYED), Facts(is_employed=True), Outcome.MET),
        (Condition(K.DECLARED, ("what no record holds",)), Facts(is_settled=True), Outcome.UNKNOWN),
    ],
)
def test_a_condition_is_looked_up_among_what_is_known(condition, facts, outcome) -> None:
    assert matching.findings([condition], facts)[0].outcome is outcome


def test_one_unmet_condition_turns_away_and_one_open_asks() -> None:
    settled, listed = Condition(K.SETTLED), Condition(K.LISTED)
    facts = Facts(is_settled=True)

    assert matching.fit_of(matching.findings([settled], facts)) is Fit.FITS
    assert matching.fit_of(matching.findings([settled, listed], facts)) is Fit.TO_CHECK
    assert matching.fit_of(matching.findings([settled, listed], Facts(is_settled=False))) is Fit.NOT
    assert matching.fit_of(()) is Fit.FITS


def test_a_reason_says_what_was_found() -> None:
    found = matching.findings([Condition(K.PARKS, ("YY",))], Facts(parks=frozenset({"XT", "CZ"})))[0]

    assert found.found == ("CZ", "XT")


def test_conditions_are_kept_as_they_are_read() -> None:
    conditions = (Condition(K.PARKS, ("YY",)), Condition(K.SETTLED))

    assert matching.read_conditions(matching.stored_conditions(conditions)) == conditions


@pytest.mark.parametrize("kind", list(PolicyCondition))
def test_every_kind_of_condition_is_looked_up(kind) -> None:
    values = {K.STAGE: ("signed",), K.INVESTMENT: ("1",)}.get(kind, ("x",))

    found = matching.findings([Condition(kind, values)], Facts(stage=Stage.LEAD))

    assert found[0].condition.kind is kind


@pytest.mark.parametrize(
    ("until", "claim_until", "is_in_force"),
    [(None, None, True), (TODAY, None, True), (TODAY - DAY, None, False), (None, TODAY - DAY, False)],
)
def test_what_is_past_is_not_offered(until, claim_until, is_in_force) -> None:
    found = matching.is_in_force(valid_until=until, claim_until=claim_until, today=TODAY)

    assert found is is_in_force


@pytest.mark.parametrize(
    ("standing", "state"),
    [
        (Standing(100, 0, None), S.OPEN),
        (Standing(100, 0, TODAY + 31 * DAY), S.OPEN),
        (Standing(100, 0, TODAY + 30 * DAY), S.DUE),
        (Standing(100, 0, TODAY), S.DUE),
        (Standing(100, 0, TODAY - DAY), S.OVERDUE),
        (Standing(100, 40, TODAY - DAY), S.OVERDUE),
        (Standing(100, 40, TODAY + DAY), S.PART_PAID),
        (Standing(100, 100, TODAY - DAY), S.PAID),
        (Standing(None, 0, TODAY - DAY), S.OVERDUE),
        (Standing(100, 40, TODAY - DAY, is_cleared=True), S.CLEARED),
        (Standing(100, 0, TODAY - DAY, is_cancelled=True), S.CANCELLED),
    ],
)
def test_where_a_promise_stands_follows_from_its_days_and_payments(standing, state) -> None:
    assert promises.state_of(standing, TODAY) is state


def test_only_confirmed_payments_count_and_reversals_come_off() -> None:
    confirmed, returned = PaymentVerdict.CONFIRMED, PaymentVerdict.RETURNED
    payments = [Paid(500, confirmed), Paid(300, None), Paid(200, returned), Paid(-500, confirmed)]

    assert promises.paid_sum(payments) == 0
    assert promises.paid_sum(payments[:3]) == 500


@pytest.mark.parametrize(
    ("kind", "amount", "has_basis", "reviewed_on", "faults"),
    [
        (PromiseKind.SUBSIDY, 1, True, None, [Fault.NO_REVIEW]),
        (PromiseKind.LAND, None, True, None, [Fault.NO_REVIEW]),
        (PromiseKind.SERVICE, None, True, None, []),
        (PromiseKind.SERVICE, 1, True, None, [Fault.NO_REVIEW]),
        (PromiseKind.SUBSIDY, 1, True, TODAY, []),
        (PromiseKind.SUBSIDY, 1, True, TODAY + DAY, [Fault.REVIEW_LATER]),
        (PromiseKind.SUBSIDY, 1, False, TODAY, [Fault.NO_BASIS]),
    ],
)
def test_an_incentive_binds_only_with_basis_and_passed_review(
    kind, amount, has_basis, reviewed_on, faults
) -> None:
    found = promises.faults_against_binding(kind, amount, TODAY, has_basis=has_basis, reviewed_on=reviewed_on)
    assert found == faults


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"amount": 61}, Fault.TOO_MUCH),
        ({"pending": 1}, Fault.TOO_MUCH),
        ({"amount": 0}, Fault.NOT_POSITIVE),
        ({"paid_on": TODAY + DAY}, Fault.DAY_AHEAD),
        ({"has_proof": False}, Fault.NO_PROOF),
        ({"is_bound": False}, Fault.NOT_BOUND),
        ({"is_reviewed": False}, Fault.UNREVIEWED),
        ({}, None),
    ],
)
def test_what_stands_against_a_payment(changes, fault) -> None:
    given = {"amount": 60, "paid_on": TODAY, "pending": 0}
    given |= {"is_bound": True, "is_reviewed": True, "has_proof": True, **changes}

    found = promises.faults_against_paying(Standing(100, 40, None), today=TODAY, **given)

    assert found == ([fault] if fault else [])


def test_a_claim_that_was_refused_can_be_filed_anew_and_a_paid_one_stays() -> None:
    state = PolicyClaimState

    assert claims.can_step(state.REFUSED, state.FILED)
    assert not claims.can_step(state.PREPARED, state.PAID)
    assert claims.NEXT[state.PAID] == ()
