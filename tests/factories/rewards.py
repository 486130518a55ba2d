"""Introductions that may earn something, the rule they are paid by, and the review it rests on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from crm.advisers.service.keys import keys_of
from crm.core import names, storage
from crm.core.database import session
from crm.ledger import service as ledger
from crm.rewards.service import approving
from crm.rewards.service.approving import PaymentFields
from crm.rewards.service.computing import compute_reward
from kernel import clock
from models import Adviser, LedgerEntry, Project, Referral, Review, Reward, RewardBand, RewardRule, User
from models.enums import (
    AdviserKind,
    Decision,
    EntryKind,
    PeriodStart,
    ReferralState,
    ReviewConclusion,
    ReviewKind,
    RewardCause,
    RewardPaymentKind,
    RewardRuleState,
    RewardStep,
    Role,
    Stage,
)
from tests.factories import next_number
from tests.factories.ledger import add_proof, make_entry
from tests.factories.projects import make_project
from tests.factories.users import make_user

PDF = b"%PDF-1.4 receipt"


def make_review(**values: Any) -> Review:
    given: dict[str, Any] = {
        "kind": ReviewKind.FAIR_COMPETITION,
        "number": f"FC-{next_number()}",
        "reviewed_on": date(2021, 12, 1),
        "unit": "示例审查单位",
        "subject": "招商奖励办法（示例）",
        "conclusion": ReviewConclusion.PASSED,
        "created_at": clock.now(),
    }
    row = Review(**(given | values))
    session.add(row)
    session.commit()
    return row


def make_rule(bands: tuple[tuple[int, int], ...] = ((0, 100),), **values: Any) -> RewardRule:
    """In force since 2022; one percent of all, or ``bands`` of US cents and hundredths of a percent."""
    given: dict[str, Any] = {
        "version": next_number(),
        "name": "示例奖励规则",
        "in_force_from": date(2022, 1, 1),
        "period_start": PeriodStart.SIGNED,
        "period_months": 24,
        "threshold_cents": 0,
        "state": RewardRuleState.IN_FORCE,
        "drafted_at": clock.now(),
    }
    if "review" not in values and "review_id" not in values:
        given["review_id"] = make_review().id
    row = RewardRule(**(given | values))
    row.bands = [
        RewardBand(position=at, from_cents=start, share=share) for at, (start, share) in enumerate(bands)
    ]
    session.add(row)
    session.commit()
    return row


def make_adviser(*, user: User | None = None, name: str | None = None, **values: Any) -> Adviser:
    number = next_number()
    name = name or f"示例顾问{number}"
    row = Adviser(
        ref=f"AD-{number:05d}",
        kind=AdviserKind.PERSON,
        name_hans=name,
        name_hant=name,
        user_id=user.id if user else None,
        created_at=clock.now(),
        pinyin_key=names.pinyin(name),
        search_text=names.tokens([name]),
    )
    for key, value in values.items():
        setattr(row, key, value)
    session.add(row)
    session.commit()
    return row


def make_referral(
    *, adviser: Adviser | None = None, project: Project | None = None, **values: Any
) -> Referral:
    """Recognised, received at the beginning of 2024, tied to a project that was signed in 2024."""
    number = next_number()
    project = project or make_project(stage=Stage.SIGNED)
    firm_name = values.pop("firm_name", "示例科技股份有限公司")
    row = Referral(
        ref=values.pop("ref", f"YJ-TEST-{number:04d}"),
        client_key=f"key-{number}",
        adviser_id=(adviser or make_adviser()).id,
        firm_name=firm_name,
        search_text=names.tokens([firm_name]),
        **keys_of(firm_name, None, None),
        proposal="示例",
        introduced_on=date(2023, 12, 31),
        received_at=datetime(2024, 1, 1, 2, tzinfo=UTC),
        state=ReferralState.RECOGNISED,
        firm_id=project.firm_id,
        park_id=project.park_id,
        project_id=project.id,
    )
    for key, value in values.items():
        setattr(row, key, value)
    session.add(row)
    session.commit()
    return row


def arrive(project: Project, usd: str, day: date | None = None, **values: Any) -> LedgerEntry:
    """A verified arrival (or what ``kind`` says) of a project."""
    return make_entry(
        project=project,
        kind=values.pop("kind", EntryKind.ARRIVED),
        amount=usd,
        effective_on=day or project.signed_on or date(2024, 6, 1),
        verified_by=make_user(),
        **values,
    )


def reverse(entry: LedgerEntry) -> LedgerEntry:
    """A verified reversal."""
    row = ledger.record_reversal(entry, by=make_user())
    add_proof(row)
    ledger.decide_entry(row, Decision.VERIFIED, by=make_user())
    session.commit()
    return row


def make_reward(*, usd: str | None = "1000000", park: str = "YY", **values: Any) -> Reward:
    """Computed from one arrival by a rule that is in force (one is made where none is)."""
    if session.query(RewardRule).first() is None:
        make_rule()
    project = values.pop("project", None) or make_project(park=park, stage=Stage.SIGNED)
    referral = make_referral(project=project, **values)
    if usd is not None:
        arrive(project, usd)
    compute_reward(referral, cause=RewardCause.FIRST)
    session.commit()
    return session.query(Reward).filter_by(referral_id=referral.id).one()


def approve(reward: Reward) -> None:
    """Proposed and released by three people."""
    for step in (RewardStep.PROPOSED, RewardStep.FIRST_KEY, RewardStep.SECOND_KEY):
        approving.take_step(reward, step, by=make_user(role=Role.COORDINATOR))
    session.commit()


def claw_back(reward: Reward) -> None:
    """Proposed and confirmed by two people."""
    for step, why in ((RewardStep.CLAWBACK_PROPOSED, "overpaid"), (RewardStep.CLAWBACK_CONFIRMED, None)):
        approving.take_step(reward, step, by=make_user(role=Role.COORDINATOR), reason=why)
    session.commit()


def pay(reward: Reward, fen: int, kind: RewardPaymentKind = RewardPaymentKind.PAYMENT) -> None:
    written = PaymentFields(f"PAY-{next_number()}", clock.today(), fen)
    by = make_user(role=Role.COORDINATOR)
    paper = storage.attach(PDF, "receipt.pdf", by_id=by.id)
    approving.record_payment(reward, kind, written, evidence=paper, by=by)
    session.commit()
