"""Rewards are computed, never typed: anew whenever what they rest on may have changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.records import hold
from crm.rewards.queries import reckoning as queries
from crm.rewards.rules import reckoning, steps
from crm.rewards.rules.reckoning import Result
from crm.rewards.service import duties
from kernel import clock
from models import (
    Referral,
    Reward,
    RewardArrival,
    RewardCalculation,
    RewardLine,
    RewardRule,
    User,
)
from models.enums import RewardCause, RewardState


def compute_all(cause: RewardCause = RewardCause.DAILY) -> int:
    """Every introduction that may earn something; how many came to another result."""
    return _compute(queries.list_referrals_to_compute(), cause)


def compute_project(project_id: int, cause: RewardCause = RewardCause.ENTRY_DECIDED) -> int:
    return _compute(queries.list_referrals_to_compute(project_id), cause)


def compute_referral(referral_id: int, cause: RewardCause = RewardCause.REFERRAL_RULED) -> int:
    """One introduction, where it may earn something or did."""
    return _compute(queries.list_referrals_to_compute(referral_id=referral_id), cause)


def _compute(referral_ids: Sequence[int], cause: RewardCause) -> int:
    found = [compute_reward(queries.get_referral(number), cause=cause) for number in referral_ids]
    return sum(each is not None for each in found)


def compute_reward(
    referral: Referral, *, cause: RewardCause, by: User | None = None
) -> RewardCalculation | None:
    """Compute what an introduction has earned by now; None where nothing has changed since last time.

    A calculation is only added where it rests on something else or comes to something else; then what two
    keys said of another amount holds no longer, and what was paid beyond what is earned is owed back.
    """
    hold(referral)
    as_of, known_at = clock.today(), clock.now()
    case = queries.case_of(referral, known_at)
    rule = queries.find_rule_at(case.received_on)
    arrivals = queries.list_arrivals(referral.project_id, as_of, known_at)
    result = reckoning.compute(case, queries.terms_of(rule) if rule else None, arrivals)
    found = queries.find_reward_of(referral)
    reward = queries.get_locked(found) if found else _begin(referral, as_of)
    last = queries.find_last_calculation(reward)
    if last is not None and _is_same(last, result, referral, rule):
        return None
    row = _calculation(result, last, as_of=as_of, known_at=known_at)
    row.reward_id, row.cause, row.recorded_by_id = reward.id, cause, by.id if by else None
    row.project_id, row.rule_id = referral.project_id, rule.id if rule else None
    session.add(row)
    before = duties.duty_now(reward)
    _follow(reward, referral, row)
    session.flush()
    duties.follow(reward, before)
    return row


def _begin(referral: Referral, as_of: date) -> Reward:
    ref = free_ref("rewards", f"RW-{as_of.year}-{{:04d}}", queries.is_ref_taken)
    row = Reward(
        ref=ref,
        referral_id=referral.id,
        adviser_id=referral.adviser_id,
        project_id=referral.project_id,
        state=RewardState.COMPUTED,
        computed_on=as_of,
        result_fen=0,
        approved_fen=0,
        paid_fen=0,
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def _is_same(last: RewardCalculation, result: Result, referral: Referral, rule: RewardRule | None) -> bool:
    was = {(arrival.entry_id, arrival.usd_cents, arrival.cny_fen) for arrival in last.arrivals}
    now = {(arrival.entry_id, arrival.usd_cents, arrival.cny_fen) for arrival in result.arrivals}
    return was == now and (
        last.gap,
        last.project_id,
        last.rule_id,
        last.counts_from,
        last.counts_until,
        last.result_fen,
    ) == (
        result.gap,
        referral.project_id,
        rule.id if rule else None,
        result.counts_from,
        result.counts_until,
        result.result_fen,
    )


def _calculation(
    result: Result, last: RewardCalculation | None, *, as_of: date, known_at: datetime
) -> RewardCalculation:
    return RewardCalculation(
        sequence=last.sequence + 1 if last else 1,
        as_of=as_of,
        known_at=known_at,
        recorded_at=known_at,
        gap=result.gap,
        counts_from=result.counts_from,
        counts_until=result.counts_until,
        base_cents=result.base_cents,
        base_fen=result.base_fen,
        uncapped_fen=result.uncapped_fen,
        cap_fen=result.cap_fen,
        result_fen=result.result_fen,
        difference_fen=result.result_fen - (last.result_fen if last else 0),
        arrivals=[
            RewardArrival(entry_id=each.entry_id, usd_cents=each.usd_cents, cny_fen=each.cny_fen)
            for each in result.arrivals
        ],
        lines=[
            RewardLine(
                position=at,
                from_cents=line.from_cents,
                to_cents=line.to_cents,
                share=line.share,
                within_cents=line.within_cents,
                fen=line.fen,
            )
            for at, line in enumerate(result.lines)
        ],
    )


def _follow(reward: Reward, referral: Referral, row: RewardCalculation) -> None:
    state = steps.state_computed(
        reward.state, before_fen=reward.result_fen, result_fen=row.result_fen, paid_fen=reward.paid_fen
    )
    if row.result_fen != reward.result_fen:
        # What was released was another amount: what is left of it may not go out any more.
        reward.approved_fen = min(reward.paid_fen, row.result_fen)
    reward.state, reward.result_fen = state, row.result_fen
    reward.project_id, reward.computed_on = referral.project_id, row.as_of
