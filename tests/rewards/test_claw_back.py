"""What was paid too much is asked back by two people; who has to act is told, and the adviser what is due."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from crm.advisers import service as advisers
from crm.advisers.service import RulingFields
from crm.core.database import session
from crm.rewards.rules import steps
from crm.rewards.rules.duties import Duty, duty_of
from crm.rewards.rules.public import PublicReward, public_state
from crm.rewards.rules.reckoning import Band, Terms
from crm.rewards.service import approving, drafting
from crm.rewards.service.drafting import RuleFields
from kernel import clock
from kernel.errors import ConflictError, DeniedError, NotAllowedError, RuleError
from models import AdviserTerm, Notice, ReferralRuling, Reward, RewardBand, RewardCalculation, Todo, User
from models.enums import (
    NoticeKind,
    PeriodStart,
    ReferralOutcome,
    ReferralState,
    RewardCause,
    RewardPaymentKind,
    RewardRuleState,
    RewardState,
    RewardStep,
    Role,
    RulingStep,
    TodoSource,
    TodoState,
)
from tests.factories.rewards import (
    approve,
    arrive,
    claw_back,
    make_adviser,
    make_review,
    make_reward,
    pay,
    reverse,
)
from tests.factories.users import make_user

S = RewardState


@pytest.fixture
def in_2026(clock_at) -> None:
    clock_at("2026-07-18T02:00:00Z")


def overpaid(**values: object) -> Reward:
    """Seventy thousand paid, and its arrival reversed since."""
    reward = make_reward(usd=None, **values)
    entry = arrive(reward.project, "1000000")
    approve(reward)
    pay(reward, 70_000_00)
    reverse(entry)
    return reward


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("state", "owed", "asked", "after"),
    [
        (S.CLAWBACK_DUE, 50, 50, S.CLAWBACK_DUE),
        (S.CLAWBACK_PROPOSED, 50, 50, S.CLAWBACK_PROPOSED),
        (S.CLAWBACK_PROPOSED, 40, 50, S.CLAWBACK_DUE),
        (S.CLAWBACK_ORDERED, 40, 50, S.CLAWBACK_ORDERED),
        (S.CLAWBACK_ORDERED, 60, 50, S.CLAWBACK_DUE),
        (S.PAID, 50, 50, S.CLAWBACK_DUE),
    ],
)
def test_what_was_said_of_another_amount_holds_no_more(
    state: RewardState, owed: int, asked: int, after: RewardState
) -> None:
    assert steps.state_clawed(state, owed_fen=owed, asked_fen=asked) is after


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("state", "told"),
    [
        (S.CLAWBACK_DUE, PublicReward.PAID),
        (S.CLAWBACK_PROPOSED, PublicReward.PAID),
        (S.CLAWBACK_ORDERED, PublicReward.TO_COME_BACK),
    ],
)
def test_an_adviser_is_told_that_money_comes_back_once_both_said_so(
    state: RewardState, told: PublicReward
) -> None:
    assert public_state(state) is told


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("state", "result", "paid", "duty"),
    [
        (S.COMPUTED, 0, 0, None),
        (S.COMPUTED, 5, 0, Duty.PROPOSE),
        (S.COMPUTED, 5, 5, None),
        (S.FIRST_KEY, 5, 0, Duty.SECOND_KEY),
        (S.PART_PAID, 5, 2, Duty.PAY),
        (S.PAID, 5, 5, None),
        (S.REFUSED, 5, 0, None),
        (S.CLAWBACK_DUE, 0, 5, Duty.PROPOSE_CLAWBACK),
        (S.CLAWBACK_ORDERED, 0, 5, Duty.RECORD_BACK),
    ],
)
def test_where_a_reward_stands_says_what_is_to_be_done(
    state: RewardState, result: int, paid: int, duty: Duty | None
) -> None:
    assert duty_of(state, result_fen=result, paid_fen=paid) is duty


def test_money_comes_back_after_one_proposed_it_with_a_reason_and_another_confirmed(in_2026) -> None:
    reward, proposer = overpaid(), make_user()
    with pytest.raises(RuleError):
        pay(reward, 70_000_00, RewardPaymentKind.PAID_BACK)
    with pytest.raises(RuleError) as silent:
        approving.take_step(reward, RewardStep.CLAWBACK_PROPOSED, by=proposer, reason=" ")
    approving.take_step(reward, RewardStep.CLAWBACK_PROPOSED, by=proposer, reason="arrival reversed")
    with pytest.raises(DeniedError):
        approving.take_step(reward, RewardStep.CLAWBACK_CONFIRMED, by=proposer)
    with pytest.raises(NotAllowedError):
        approving.take_step(
            reward, RewardStep.CLAWBACK_CONFIRMED, by=make_user(role=Role.PARK_LEAD, park="YY")
        )
    row = approving.take_step(reward, RewardStep.CLAWBACK_CONFIRMED, by=make_user())
    pay(reward, 70_000_00, RewardPaymentKind.PAID_BACK)

    assert not isinstance(silent.value, DeniedError)
    assert row.amount_fen == 70_000_00
    assert (reward.state, reward.paid_fen) == (S.COMPUTED, 0)


def test_another_amount_asks_for_both_again_and_what_is_returned_is_proposed_again(in_2026) -> None:
    reward, second = overpaid(), make_user()
    approving.take_step(reward, RewardStep.CLAWBACK_PROPOSED, by=make_user(), reason="reversed")
    approving.take_step(reward, RewardStep.CLAWBACK_RETURNED, by=second, reason="look again")
    assert reward.state is S.CLAWBACK_DUE
    claw_back(reward)

    arrive(reward.project, "500000")

    assert (reward.state, reward.owed_back_fen) == (S.CLAWBACK_DUE, 35_000_00)


def test_what_was_paid_for_an_introduction_that_lost_its_project_is_asked_back(in_2026) -> None:
    reward = make_reward()
    approve(reward)
    pay(reward, 70_000_00)

    first, second = make_user(role=Role.COORDINATOR), make_user(role=Role.COORDINATOR)
    overturned = RulingFields(ReferralOutcome.NOT_RECOGNISED, "proof was false")
    advisers.rule_on(reward.referral, overturned, by=first)
    assert reward.state is S.PAID, "a proposal moves nothing"
    advisers.confirm_ruling(reward.referral, by=second)

    last = session.query(RewardCalculation).order_by(RewardCalculation.id.desc()).first()
    assert (reward.state, reward.project_id, last.cause) == (
        S.CLAWBACK_DUE,
        None,
        RewardCause.REFERRAL_RULED,
    )
    claw_back(reward)
    assert reward.state is S.CLAWBACK_ORDERED


def _recognising(referral_id: int) -> ReferralRuling:
    return ReferralRuling(
        referral_id=referral_id,
        step=RulingStep.DECIDED,
        outcome=ReferralOutcome.RECOGNISED,
        reasons="first",
        checks="[]",
        recorded_at=clock.now(),
    )


def test_a_referral_tied_to_its_project_earns_at_once(in_2026) -> None:
    reward = make_reward(state=ReferralState.RECEIVED)
    assert reward.result_fen == 0
    referral = reward.referral
    referral.state, referral.project_id = ReferralState.RECOGNISED, None
    in_office = {"from_on": date(2023, 1, 1), "until_on": date(2026, 1, 1), "created_at": clock.now()}
    session.add(AdviserTerm(adviser_id=referral.adviser_id, **in_office))
    session.add(_recognising(referral.id))
    session.commit()

    advisers.tie_project(referral, reward.project_id, by=make_user())

    assert reward.result_fen == 70_000_00


def open_todo(reward: Reward) -> Todo | None:
    return session.scalars(
        select(Todo).where(
            Todo.source == TodoSource.REWARD, Todo.source_id == reward.id, Todo.state == TodoState.OPEN
        )
    ).one_or_none()


def test_each_step_is_the_to_do_of_somebody_who_may_take_it(in_2026, clock_at) -> None:
    lead, first, second = make_user(role=Role.PARK_LEAD, park="YY"), make_user(), make_user()
    reward = make_reward()
    todo = open_todo(reward)
    # Five working days past Saturday the eighteenth.
    assert todo is not None
    assert (todo.owner_id, todo.due_on, todo.park_id) == (lead.id, date(2026, 7, 24), lead.park_id)

    owners = []
    for step, by in (
        (RewardStep.PROPOSED, first),
        (RewardStep.FIRST_KEY, second),
        (RewardStep.RETURNED, second),
    ):
        approving.take_step(reward, step, by=by, reason="why")
        todo = open_todo(reward)
        owners.append(todo.owner_id if todo else None)

    office = set(session.scalars(select(User.id).where(User.role == Role.COORDINATOR)))
    assert owners[0] in office - {first.id}
    assert owners[1] in office - {first.id, second.id}
    assert owners[2] == lead.id
    told = session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.REWARD_WAITING)).all()
    assert lead.id in told


def test_what_is_paid_leaves_no_to_do_and_the_adviser_reads_of_it_by_the_own_number(
    in_2026, client_for
) -> None:
    adviser = client_for(Role.ADVISER)
    reward = overpaid(adviser=make_adviser(user=adviser.user), ref="YJ-OWN")
    claw_back(reward)
    pay(reward, 70_000_00, RewardPaymentKind.PAID_BACK)
    assert open_todo(reward) is None
    own = session.scalars(select(Notice).where(Notice.user_id == adviser.user.id).order_by(Notice.id)).all()
    assert [each.kind for each in own] == [
        NoticeKind.OWN_REWARD_RELEASED,
        NoticeKind.OWN_REWARD_PAID,
        NoticeKind.OWN_REWARD_BACK,
    ]
    assert {str((each.words, each.arguments)) for each in own} == {"({'title': 'YJ-OWN'}, {'ref': 'YJ-OWN'})"}

    page = adviser.get("/notices").text
    assert 'href="/my-rewards/YJ-OWN"' in page
    assert "/open" not in page, "the number of a notice tells how many there are"
    adviser.get("/my-rewards/YJ-OWN")
    assert "Nothing new" in adviser.get("/notices").text


def terms(share: int) -> RuleFields:
    bands = (Band(0, share), Band(100_000_000, 50))
    counted = Terms(
        bands=bands,
        threshold_cents=0,
        period_start=PeriodStart.SIGNED,
        period_months=12,
        cap_minor=None,
        cap_currency=None,
    )
    return RuleFields("rule", date(2026, 8, 1), counted, review_id=make_review().id)


def test_a_draft_is_written_again_its_bands_kept_and_who_did_so_does_not_enact_it(in_2026) -> None:
    drafter, editor = make_user(), make_user()
    draft = drafting.draft_rule(terms(100), by=drafter)
    seen = draft.lock_version

    drafting.edit_draft(draft, terms(200), by=editor, seen=seen)
    with pytest.raises(ConflictError):
        drafting.edit_draft(draft, terms(300), by=drafter, seen=seen)
    session.commit()
    session.expire_all()

    assert [band.share for band in draft.bands] == [200, 50]
    assert sorted(session.scalars(select(RewardBand.share)).all()) == [50, 50, 100, 200]
    with pytest.raises(DeniedError):
        drafting.enact_rule(draft, by=editor)
    drafting.enact_rule(draft, by=drafter)
    with pytest.raises(RuleError):
        drafting.edit_draft(draft, terms(300), by=editor)
    assert draft.state is RewardRuleState.IN_FORCE


def test_the_office_claws_back_and_changes_a_draft_through_the_pages(in_2026, client_for) -> None:
    reward = overpaid()
    first, second = client_for(Role.COORDINATOR), client_for(Role.COORDINATOR)
    address = f"/rewards/{reward.id}"
    form = {"reason": "the arrival was reversed", "lock_version": reward.lock_version}
    assert "Propose the claw-back" in first.get(address).text
    first.post(f"{address}/claw-back", data=form)
    session.expire_all()
    seen = {"lock_version": session.get_one(Reward, reward.id).lock_version}
    own = first.post(f"{address}/claw-back/confirm", data=seen, follow_redirects=True).text
    other = second.post(f"{address}/claw-back/confirm", data=seen, follow_redirects=True).text

    assert "confirm it." in own
    assert "the arrival was reversed" in other
    assert "Record what came back" in other

    draft = drafting.draft_rule(terms(100), by=make_user())
    session.commit()
    form_page = first.get(f"/rewards/rules/{draft.id}/edit").text
    assert 'value="1,000,000' in form_page
    changed = {
        "name": "renamed",
        "in_force_from": "2026-09-01",
        "period_start": "signed",
        "period_months": "24",
        "threshold": "0",
        "from_0": "0",
        "share_0": "3",
        "lock_version": draft.lock_version,
    }
    assert first.post(f"/rewards/rules/{draft.id}/edit", data=changed).status_code == 302
    assert first.post(f"/rewards/rules/{draft.id}/edit", data=changed).status_code == 422
