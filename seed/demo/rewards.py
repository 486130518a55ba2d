"""Versions of a made-up rule, and rewards in every state, one with a reversal after its payment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from crm.core import storage
from crm.core.database import session
from crm.ledger import service as ledger
from crm.rewards.rules import steps
from crm.rewards.service import approving
from crm.rewards.service.approving import PaymentFields
from crm.rewards.service.computing import compute_all
from kernel import clock
from kernel.money import Currency
from models import (
    Attachment,
    LedgerEvidence,
    Project,
    Referral,
    Review,
    Reward,
    RewardArrival,
    RewardBand,
    RewardCalculation,
    RewardRule,
    User,
)
from models.enums import (
    Decision,
    EvidenceType,
    PeriodStart,
    ReviewConclusion,
    ReviewKind,
    RewardCause,
    RewardPaymentKind,
    RewardRuleState,
    RewardStep,
)
from seed.demo import fiction
from seed.demo.people import Staff

MILLION = 1_000_000_00
BANDS = ((0, 10), (MILLION, 20), (10 * MILLION, 5))
VERSIONS = (
    (1, date(2019, 1, 1), ((0, 15),), 0, 200_000_00, PeriodStart.SIGNED, 24),
    (2, date(2024, 1, 1), BANDS, 500_000_00, 500_000_00, PeriodStart.SIGNED, 36),
)
"""Number, day, bands, threshold in US cents, cap in fen, where the period begins, months."""
PROPOSED, FIRST, SECOND = RewardStep.PROPOSED, RewardStep.FIRST_KEY, RewardStep.SECOND_KEY
WAYS: tuple[tuple[tuple[RewardStep, ...], int], ...] = (
    ((PROPOSED, FIRST, SECOND), 100),
    ((PROPOSED, FIRST, SECOND), 100),
    ((PROPOSED, FIRST, SECOND), 40),
    ((PROPOSED, FIRST), 0),
    ((PROPOSED,), 0),
    ((PROPOSED, FIRST, SECOND), 0),
    ((PROPOSED, RewardStep.REFUSED), 0),
    ((), 0),
)
"""The steps of each reward that earns something, and how many percent are paid then."""


def make(random: Random, staff: Staff) -> None:
    review = _review()
    for version in VERSIONS:
        _rule(version, review, staff.coordinators)
    session.flush()
    compute_all(RewardCause.FIRST)
    paper = storage.attach("示例：付款凭证，仅供演示。".encode(), "示例付款凭证.txt", by_id=None)
    people = [session.get_one(User, number) for number in staff.coordinators]
    earning = session.scalars(select(Reward).where(Reward.result_fen > 0).order_by(Reward.id)).all()
    for number, reward in enumerate(earning):
        way, percent = WAYS[number % len(WAYS)]
        _walk(reward, way, _lead_of(reward, staff), people)
        if percent:
            day = clock.today() - timedelta(days=random.randrange(5, 400))
            written = PaymentFields(
                f"{fiction.MARK}付〔{day.year}〕{number + 1}号", day, reward.result_fen * percent // 100
            )
            _pay(reward, written, paper, people[number % len(people)])
    if earning:
        _take_back(earning[0], staff, people[0], paper)


def _review() -> Review:
    row = Review(
        kind=ReviewKind.FAIR_COMPETITION,
        number=f"{fiction.MARK}审〔2018〕奖励1号",
        reviewed_on=date(2018, 12, 1),
        unit="示例公平竞争审查单位",
        subject="招商奖励办法（示例）公平竞争审查",
        conclusion=ReviewConclusion.PASSED,
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def _rule(
    version: tuple[int, date, tuple[tuple[int, int], ...], int, int, PeriodStart, int],
    review: Review,
    coordinators: Sequence[int],
) -> None:
    number, begins, bands, threshold, cap, start, months = version
    session.add(
        RewardRule(
            version=number,
            name=f"招商奖励办法（示例）第{number}版",
            basis="示例：仅供演示，不是任何现行文件。",
            in_force_from=begins,
            period_start=start,
            period_months=months,
            threshold_cents=threshold,
            cap_minor=cap,
            cap_currency=Currency.CNY,
            review_id=review.id,
            state=RewardRuleState.IN_FORCE,
            drafted_at=clock.start_of_day(begins - timedelta(days=20)),
            drafted_by_id=coordinators[0],
            enacted_at=clock.start_of_day(begins - timedelta(days=10)),
            enacted_by_id=coordinators[-1],
            bands=[
                RewardBand(position=at, from_cents=first, share=share)
                for at, (first, share) in enumerate(bands)
            ],
        )
    )


def _lead_of(reward: Reward, staff: Staff) -> User:
    referral = session.get_one(Referral, reward.referral_id)
    project = session.get_one(Project, referral.project_id)
    return session.get_one(User, staff.by_park[project.park_id][-1])


def _walk(reward: Reward, way: Sequence[RewardStep], lead: User, people: Sequence[User]) -> None:
    for step in way:
        by = {PROPOSED: lead, FIRST: people[0]}.get(step, people[-1])
        reason = "示例：顾问协议已约定不另行奖励。" if step in steps.REASONED else None
        approving.take_step(reward, step, by=by, reason=reason)


def _pay(reward: Reward, written: PaymentFields, paper: Attachment, by: User) -> None:
    approving.record_payment(reward, RewardPaymentKind.PAYMENT, written, evidence=paper, by=by)


def _take_back(reward: Reward, staff: Staff, verifier: User, paper: Attachment) -> None:
    """After the payment the last arrival is reversed: what was paid too much is owed back."""
    last = session.scalars(
        select(RewardArrival)
        .join(RewardArrival.calculation)
        .where(RewardCalculation.reward_id == reward.id, RewardArrival.usd_cents > 0)
        .order_by(RewardArrival.id.desc())
    ).first()
    if last is None:
        return
    officer = session.get_one(User, staff.by_park[last.entry.project.park_id][0])
    undone = ledger.record_reversal(last.entry, by=officer, note="示例：验资报告更正。")
    undone.evidence.append(LedgerEvidence(attachment=paper, type=EvidenceType.VERIFICATION))
    session.flush()
    ledger.decide_entry(undone, Decision.VERIFIED, by=verifier)
