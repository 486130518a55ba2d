"""Rewards follow the ledger, need two keys, and are paid as far as they are released."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm.core.database import session
from crm.rewards.service import approving, drafting
from crm.rewards.service.approving import PaymentFields
from crm.rewards.service.computing import compute_all, compute_reward
from kernel import clock
from kernel.errors import ConflictError, DeniedError, NotAllowedError, RuleError
from models import AdviserRelation, Reward, RewardCalculation
from models.enums import (
    EntryKind,
    ReferralState,
    ReviewConclusion,
    RewardCause,
    RewardGap,
    RewardPaymentKind,
    RewardRuleState,
    RewardState,
    RewardStep,
    Role,
    Stage,
)
from tests.factories.projects import make_attachment, make_project
from tests.factories.rewards import (
    approve,
    arrive,
    claw_back,
    make_adviser,
    make_referral,
    make_review,
    make_reward,
    make_rule,
    pay,
    reverse,
)
from tests.factories.users import make_user
from tests.racing import at_once


@pytest.fixture(autouse=True)
def in_2026(clock_at) -> None:
    clock_at("2026-07-18T02:00:00Z")


def fresh(reward: Reward) -> Reward:
    session.rollback()
    session.expire_all()
    return session.get_one(Reward, reward.id)


def test_a_decision_on_an_entry_computes_the_reward_in_the_same_moment() -> None:
    make_rule()
    project = make_project(stage=Stage.SIGNED)
    referral = make_referral(project=project)

    arrive(project, "1000000")
    reward = session.query(Reward).filter_by(referral_id=referral.id).one()

    # One percent of a million dollars, at the entry's own seven.
    assert (reward.state, reward.result_fen) == (RewardState.COMPUTED, 70_000_00)


def test_reversals_and_what_went_back_take_the_reward_down_and_a_reversed_reversal_brings_it_back() -> None:
    reward = make_reward(usd=None)
    project = reward.project
    first = arrive(project, "1000000")
    arrive(project, "400000", kind=EntryKind.REPATRIATED)
    undo = reverse(first)
    reverse(undo)

    rows = session.query(RewardCalculation).order_by(RewardCalculation.sequence).all()

    assert [(row.result_fen, row.gap) for row in rows] == [
        (0, RewardGap.NO_ARRIVAL),
        (70_000_00, None),
        (42_000_00, None),
        (0, RewardGap.NO_ARRIVAL),
        (42_000_00, None),
    ]
    assert [row.difference_fen for row in rows] == [0, 70_000_00, -28_000_00, -42_000_00, 42_000_00]


def test_what_changes_nothing_adds_no_calculation() -> None:
    reward = make_reward()

    assert compute_all() == 0
    assert session.query(RewardCalculation).filter_by(reward_id=reward.id).count() == 1


def test_the_rule_of_the_day_on_which_the_referral_was_received_holds() -> None:
    make_rule(bands=((0, 100),), in_force_from=date(2022, 1, 1))
    make_rule(bands=((0, 300),), in_force_from=date(2024, 1, 2))
    early = make_reward(received_at=datetime(2024, 1, 1, 15, 59, tzinfo=UTC))
    late = make_reward(received_at=datetime(2024, 1, 1, 16, 0, tzinfo=UTC))

    assert (early.result_fen, late.result_fen) == (70_000_00, 210_000_00)


def test_only_the_office_second_person_and_third_release_an_amount() -> None:
    reward = make_reward()
    first, second = make_user(), make_user()
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    rival = make_user(role=Role.PARK_LEAD, park="XT")

    with pytest.raises(NotAllowedError):
        approving.take_step(reward, RewardStep.PROPOSED, by=rival)
    approving.take_step(reward, RewardStep.PROPOSED, by=lead)
    with pytest.raises(NotAllowedError):
        approving.take_step(reward, RewardStep.FIRST_KEY, by=lead)
    approving.take_step(reward, RewardStep.FIRST_KEY, by=first)
    with pytest.raises(DeniedError):
        approving.take_step(reward, RewardStep.SECOND_KEY, by=first)
    approving.take_step(reward, RewardStep.SECOND_KEY, by=second)

    assert (reward.state, reward.approved_fen) == (RewardState.APPROVED, 70_000_00)


def test_who_proposed_turns_no_key() -> None:
    reward, proposer = make_reward(), make_user()
    approving.take_step(reward, RewardStep.PROPOSED, by=proposer)

    with pytest.raises(DeniedError):
        approving.take_step(reward, RewardStep.FIRST_KEY, by=proposer)


def test_a_review_that_fell_stops_the_next_step() -> None:
    reward = make_reward()
    review = session.query(RewardCalculation).one().rule.review
    review.conclusion = ReviewConclusion.NOT_PASSED
    session.commit()

    with pytest.raises(DeniedError):
        approving.take_step(reward, RewardStep.PROPOSED, by=make_user())


def test_another_amount_asks_for_both_keys_again() -> None:
    reward = make_reward()
    approve(reward)
    arrive(reward.project, "500000")

    reward = fresh(reward)

    assert (reward.state, reward.approved_fen, reward.result_fen) == (RewardState.COMPUTED, 0, 105_000_00)


def test_a_reversal_after_payment_is_owed_back_and_a_later_arrival_is_a_supplement() -> None:
    reward = make_reward(usd=None)
    entry = arrive(reward.project, "1000000")
    approve(fresh(reward))
    pay(reward, 50_000_00)
    assert fresh(reward).state is RewardState.PART_PAID
    pay(reward, 20_000_00)
    assert fresh(reward).state is RewardState.PAID

    reverse(entry)
    assert (fresh(reward).state, reward.owed_back_fen) == (RewardState.CLAWBACK_DUE, 70_000_00)
    claw_back(reward)
    pay(reward, 30_000_00, RewardPaymentKind.PAID_BACK)
    assert (fresh(reward).state, reward.owed_back_fen) == (RewardState.CLAWBACK_ORDERED, 40_000_00)

    arrive(reward.project, "2000000")
    assert (fresh(reward).state, reward.result_fen, reward.paid_fen) == (
        RewardState.COMPUTED,
        140_000_00,
        40_000_00,
    )
    approve(reward)
    assert fresh(reward).state is RewardState.PART_PAID
    pay(reward, 100_000_00)
    assert fresh(reward).state is RewardState.PAID


@pytest.mark.parametrize(
    ("fen", "day", "has_paper"),
    [(70_000_01, date(2026, 7, 18), True), (0, date(2026, 7, 18), True), (1, date(2026, 7, 19), True),
     (1, date(2026, 7, 18), False)],
)  # fmt: skip
def test_no_more_is_paid_than_is_released_nor_ahead_nor_without_a_document(
    fen: int, day: date, has_paper: bool
) -> None:
    reward = make_reward()
    approve(reward)

    with pytest.raises(RuleError):
        approving.record_payment(
            reward,
            RewardPaymentKind.PAYMENT,
            PaymentFields("1", day, fen),
            evidence=make_attachment() if has_paper else None,
            by=make_user(),
        )


def test_a_wrong_payment_is_reversed_once() -> None:
    reward = make_reward()
    approve(reward)
    pay(reward, 70_000_00)
    payment = fresh(reward).payments[0]

    approving.reverse_payment(payment, reason="wrong account", by=make_user())

    assert (reward.state, reward.paid_fen, reward.open_fen) == (RewardState.APPROVED, 0, 70_000_00)
    with pytest.raises(RuleError):
        approving.reverse_payment(payment, reason="again", by=make_user())


def test_two_who_turn_the_same_key_and_pay_at_once_do_it_once(app) -> None:
    reward = make_reward()
    approving.take_step(reward, RewardStep.PROPOSED, by=make_user())
    session.commit()
    people = [make_user(), make_user()]
    number, seen = reward.id, reward.lock_version

    def turn(by_id: int):
        def act() -> None:
            row = session.get_one(Reward, number)
            user = session.get_one(type(people[0]), by_id)
            approving.take_step(row, RewardStep.FIRST_KEY, by=user, seen=seen)

        return act

    assert at_once(app, *(turn(person.id) for person in people)) == ["ConflictError", "done"]


def test_two_who_pay_the_whole_at_once_pay_it_once(app) -> None:
    reward = make_reward()
    approve(reward)
    person, paper, number = make_user(), make_attachment(), reward.id
    by_id, paper_id, seen = person.id, paper.id, reward.lock_version

    def act() -> None:
        approving.record_payment(
            session.get_one(Reward, number),
            RewardPaymentKind.PAYMENT,
            PaymentFields("1", clock.today(), 70_000_00),
            evidence=session.get_one(type(paper), paper_id),
            by=session.get_one(type(person), by_id),
            seen=seen,
        )

    assert at_once(app, act, act) == ["ConflictError", "done"]
    assert fresh(reward).paid_fen == 70_000_00


def test_two_computations_at_once_add_one_reward(app) -> None:
    make_rule()
    project = make_project(stage=Stage.SIGNED)
    referral = make_referral(project=project)
    number = referral.id

    def act() -> None:
        compute_reward(session.get_one(type(referral), number), cause=RewardCause.DAILY)

    assert at_once(app, act, act) == ["done", "done"]
    assert session.query(RewardCalculation).count() == 1


def test_somebody_bound_to_the_investor_earns_nothing() -> None:
    adviser = make_adviser()
    reward = make_reward(adviser=adviser)
    session.add(
        AdviserRelation(
            adviser_id=adviser.id, firm_id=reward.project.firm_id, why="shareholder", created_at=clock.now()
        )
    )
    session.commit()

    compute_all()
    last = session.query(RewardCalculation).order_by(RewardCalculation.id.desc()).first()

    assert (last.gap, last.result_fen, last.difference_fen) == (RewardGap.RELATED, 0, -70_000_00)


def test_a_referral_that_is_not_recognised_begins_no_reward() -> None:
    make_rule()
    make_referral(state=ReferralState.RECEIVED)

    assert compute_all() == 0


def test_a_rule_is_enacted_by_another_person_after_its_review_and_not_over_what_was_computed() -> None:
    drafter, other = make_user(), make_user()
    make_reward()
    draft = make_rule(
        state=RewardRuleState.DRAFT, in_force_from=date(2026, 8, 1), review_id=None, drafted_by_id=drafter.id
    )
    with pytest.raises(DeniedError):
        drafting.enact_rule(draft, by=other)
    drafting.name_review(draft, make_review().id, by=other)
    with pytest.raises(DeniedError):
        drafting.enact_rule(draft, by=drafter)
    early = make_rule(state=RewardRuleState.DRAFT, in_force_from=date(2023, 12, 1), drafted_by_id=drafter.id)
    with pytest.raises(RuleError):
        drafting.enact_rule(early, by=other)

    seen = draft.lock_version
    drafting.enact_rule(draft, by=other, seen=seen)

    assert draft.state is RewardRuleState.IN_FORCE
    with pytest.raises(ConflictError):
        drafting.enact_rule(draft, by=make_user(), seen=seen)
