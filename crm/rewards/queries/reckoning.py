"""What a calculation rests on: the introduction, the rule at its day, and the project's verified arrivals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.ledger.lenses.queries import Question
from crm.ledger.lenses.queries.conditions import counted
from crm.ledger.lenses.rules import LENSES, Lens, Period, Scope
from crm.ledger.rules import KINDS
from crm.rewards.rules.reckoning import Arrival, Band, Case, Terms, rule_at
from kernel import clock
from models import (
    AdviserRelation,
    Firm,
    LedgerEntry,
    ProjectVersion,
    Referral,
    Reward,
    RewardCalculation,
    RewardRule,
)
from models.enums import ReferralState

LENS: Lens = replace(LENSES["plan-arrived"], scope=Scope.ZONE)
"""Verified arrivals net of what went back, by the province's count, in core parks and linked areas."""


def list_referrals_to_compute(
    project_id: int | None = None, *, referral_id: int | None = None
) -> Sequence[int]:
    """Recognised ones with a project, and whatever has a reward already; of one project, or only one, where
    it is named."""
    fits: list[ColumnElement[bool]] = [
        or_(
            (Referral.state == ReferralState.RECOGNISED) & Referral.project_id.is_not(None),
            select(Reward.id).where(Reward.referral_id == Referral.id).correlate(Referral).exists(),
        )
    ]
    if project_id is not None:
        fits.append(Referral.project_id == project_id)
    if referral_id is not None:
        fits.append(Referral.id == referral_id)
    return session.scalars(select(Referral.id).where(*fits).order_by(Referral.id)).all()


def get_referral(referral_id: int) -> Referral:
    return session.scalars(select(Referral).where(Referral.id == referral_id)).one()


def find_reward_of(referral: Referral) -> Reward | None:
    return session.scalars(select(Reward).where(Reward.referral_id == referral.id)).one_or_none()


def find_last_calculation(reward: Reward) -> RewardCalculation | None:
    return session.scalars(
        select(RewardCalculation)
        .where(RewardCalculation.reward_id == reward.id)
        .order_by(RewardCalculation.sequence.desc())
        .limit(1)
        .options(selectinload(RewardCalculation.arrivals))
    ).one_or_none()


def is_ref_taken(ref: str) -> bool:
    return session.execute(select(Reward.id).where(Reward.ref == ref)).first() is not None


def case_of(referral: Referral, known_at: datetime) -> Case:
    """The introduction with its project's days as they were known."""
    facts = _facts(referral.project_id, known_at)
    return Case(
        is_recognised=referral.state is ReferralState.RECOGNISED,
        is_related=facts is not None and _is_related(referral.adviser_id, facts.firm_id),
        has_project=facts is not None and not facts.is_archived,
        received_on=clock.business_date(referral.received_at),
        signed_on=facts.signed_on if facts else None,
        registered_on=facts.registered_on if facts else None,
    )


def _facts(project_id: int | None, known_at: datetime) -> ProjectVersion | None:
    if project_id is None:
        return None
    return session.scalars(
        select(ProjectVersion)
        .where(ProjectVersion.project_id == project_id, ProjectVersion.recorded_at <= known_at)
        .order_by(ProjectVersion.recorded_at.desc(), ProjectVersion.id.desc())
        .limit(1)
    ).one_or_none()


def _is_related(adviser_id: int, firm_id: int) -> bool:
    """Whether the adviser is bound to a firm of the investor's group, as the groups are now."""
    group = func.coalesce(Firm.group_id, Firm.merged_into_id, Firm.id)
    investor = select(group).where(Firm.id == firm_id).scalar_subquery()
    found = session.execute(
        select(AdviserRelation.id)
        .join(AdviserRelation.firm)
        .where(
            AdviserRelation.adviser_id == adviser_id,
            AdviserRelation.archived_at.is_(None),
            group == investor,
        )
    )
    return found.first() is not None


def find_rule_at(day: date) -> RewardRule | None:
    """The version of the rule in force on a day, with its bands."""
    versions = session.scalars(
        select(RewardRule).where(RewardRule.archived_at.is_(None)).options(selectinload(RewardRule.bands))
    )
    return rule_at(versions, day)


def terms_of(rule: RewardRule) -> Terms:
    return Terms(
        bands=tuple(Band(band.from_cents, band.share) for band in rule.bands),
        threshold_cents=rule.threshold_cents,
        period_start=rule.period_start,
        period_months=rule.period_months,
        cap_minor=rule.cap_minor,
        cap_currency=rule.cap_currency,
    )


def list_arrivals(project_id: int | None, as_of: date, known_at: datetime) -> list[Arrival]:
    """Every entry of the project that the lens counts, whatever its parks' shares."""
    if project_id is None:
        return []
    question = Question(Period(date.min, as_of), known_at, Decimal(1))
    rows = session.execute(
        select(
            LedgerEntry.id,
            LedgerEntry.kind,
            LedgerEntry.effective_on,
            LedgerEntry.usd_cents,
            LedgerEntry.cny_fen,
        ).where(LedgerEntry.project_id == project_id, *counted(LENS, question))
    )
    return [
        Arrival(number, effective_on, KINDS[kind].sign * cents, KINDS[kind].sign * fen)
        for number, kind, effective_on, cents, fen in rows
    ]


def is_counted_since(day: date) -> bool:
    """Whether an introduction received on that day or later has been computed by a version already."""
    computed = (
        select(Reward.id)
        .join(Reward.referral)
        .join(Reward.calculations)
        .where(Referral.received_at >= clock.start_of_day(day), RewardCalculation.rule_id.is_not(None))
    )
    return session.execute(computed.limit(1)).first() is not None


def get_locked(reward: Reward) -> Reward:
    """The reward as it is now with all that was said of it, held until the commit."""
    held = select(Reward).where(Reward.id == reward.id).with_for_update()
    session.flush()
    session.execute(held.execution_options(populate_existing=True)).all()
    return session.scalars(
        select(Reward)
        .where(Reward.id == reward.id)
        .options(
            joinedload(Reward.project),
            selectinload(Reward.approvals),
            selectinload(Reward.payments),
        )
        .execution_options(populate_existing=True)
    ).one()
