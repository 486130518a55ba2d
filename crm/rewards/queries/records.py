"""Rewards, limited by who looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, exists, extract, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from crm.core.database import session
from crm.core.permissions import Permission, may
from crm.core.streaming import iterate
from crm.core.visibility import own_rewards, visible_rewards
from crm.rewards.rules.steps import BEGINNING
from kernel.errors import NotFoundError
from models import (
    Adviser,
    LedgerEntry,
    Project,
    Referral,
    Reward,
    RewardApproval,
    RewardArrival,
    RewardCalculation,
    RewardPayment,
    User,
)
from models.enums import RewardState

S = RewardState
ADVISERS_OFFERED = 500


@dataclass(frozen=True, slots=True)
class RewardFilters:
    """What the list is narrowed by; ``waits`` is what the viewer may take the next step of."""

    query: str = ""
    state: RewardState | None = None
    park_id: int | None = None
    adviser_id: int | None = None
    year: int | None = None
    waits: bool = False


def rewards_query(filters: RewardFilters, *, viewer: User | None) -> Select[Reward]:
    return (
        select(Reward)
        .join(Reward.adviser)
        .join(Reward.referral)
        .outerjoin(Reward.project)
        .where(visible_rewards(viewer), *_conditions(filters, viewer))
        .options(*_listed())
    )


def _listed() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Reward.adviser),
        joinedload(Reward.project).joinedload(Project.park),
        joinedload(Reward.referral),
    )


def _conditions(filters: RewardFilters, viewer: User | None) -> Iterator[ColumnElement[bool]]:
    if text := filters.query.strip():
        columns = (Reward.ref, Referral.ref, Project.name, Project.ref, Adviser.search_text)
        yield or_(*(column.icontains(text, autoescape=True) for column in columns))
    if filters.state is not None:
        yield Reward.state == filters.state
    if filters.park_id is not None:
        yield Project.park_id == filters.park_id
    if filters.adviser_id is not None:
        yield Reward.adviser_id == filters.adviser_id
    if filters.year is not None:
        yield extract("year", Reward.computed_on) == filters.year
    if filters.waits and viewer is not None:
        yield waits_for(viewer)


def waits_for(viewer: User) -> ColumnElement[bool]:
    """What this person can move on: propose, turn a key that isn't one's own, pay, have paid back."""
    steps: list[ColumnElement[bool]] = []
    if may(viewer, Permission.PROPOSE_REWARDS):
        steps.append(and_(Reward.state == S.COMPUTED, Reward.result_fen > Reward.paid_fen))
        steps.append(Reward.state == S.CLAWBACK_DUE)
    if may(viewer, Permission.APPROVE_REWARDS):
        steps.append(Reward.state.in_((S.APPROVED, S.PART_PAID, S.CLAWBACK_ORDERED)))
        keyed = (S.PROPOSED, S.FIRST_KEY, S.CLAWBACK_PROPOSED)
        steps.append(and_(Reward.state.in_(keyed), ~_took_part(viewer)))
    return or_(*steps) if steps else Reward.id.is_(None)


def _took_part(viewer: User) -> ColumnElement[bool]:
    """Whether the viewer proposed or turned a key since the last proposal."""
    own, later = aliased(RewardApproval), aliased(RewardApproval)
    proposed_since = exists().where(
        later.reward_id == own.reward_id,
        later.step.in_(BEGINNING),
        later.sequence > own.sequence,
    )
    return exists().where(
        own.reward_id == Reward.id, own.recorded_by_id == viewer.id, ~proposed_since.correlate(own)
    )


def iterate_rewards(filters: RewardFilters, *, viewer: User) -> Iterator[Reward]:
    return iterate(rewards_query(filters, viewer=viewer), Reward.id)


def get_reward(reward_id: int, *, viewer: User | None) -> Reward:
    """With the steps and payments of its whole life.

    Raises:
        NotFoundError: no such reward, or none that the viewer may know of.
    """
    row = session.scalars(
        select(Reward)
        .where(Reward.id == reward_id, visible_rewards(viewer))
        .options(
            *_listed(),
            selectinload(Reward.approvals).joinedload(RewardApproval.recorded_by),
            selectinload(Reward.payments).options(
                joinedload(RewardPayment.recorded_by), joinedload(RewardPayment.attachment)
            ),
        )
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such reward, or none that you may see."))
    return row


def get_payment(payment_id: int, *, viewer: User | None) -> RewardPayment:
    row = session.scalars(
        select(RewardPayment)
        .join(RewardPayment.reward)
        .where(RewardPayment.id == payment_id, visible_rewards(viewer))
        .options(joinedload(RewardPayment.reward).joinedload(Reward.project))
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such payment, or none that you may see."))
    return row


def list_calculations(reward: Reward) -> Sequence[RewardCalculation]:
    """All of them, the newest first."""
    return session.scalars(
        select(RewardCalculation)
        .where(RewardCalculation.reward_id == reward.id)
        .order_by(RewardCalculation.sequence.desc())
        .options(joinedload(RewardCalculation.recorded_by), joinedload(RewardCalculation.rule))
    ).all()


def get_calculation(reward: Reward, sequence: int | None) -> RewardCalculation:
    """One calculation with its lines and entries; the last one where none is named.

    Raises:
        NotFoundError: there is none of that number.
    """
    query = select(RewardCalculation).where(RewardCalculation.reward_id == reward.id)
    if sequence is not None:
        query = query.where(RewardCalculation.sequence == sequence)
    row = session.scalars(
        query.order_by(RewardCalculation.sequence.desc())
        .limit(1)
        .options(
            joinedload(RewardCalculation.rule),
            joinedload(RewardCalculation.project),
            selectinload(RewardCalculation.lines),
            selectinload(RewardCalculation.arrivals)
            .joinedload(RewardArrival.entry)
            .joinedload(LedgerEntry.reverses),
        )
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such calculation."))
    return row


def list_advisers(*, viewer: User | None) -> Sequence[Adviser]:
    """Those of whom the viewer sees a reward."""
    seen = select(Reward.adviser_id).where(visible_rewards(viewer))
    return session.scalars(
        select(Adviser).where(Adviser.id.in_(seen)).order_by(Adviser.pinyin_key).limit(ADVISERS_OFFERED)
    ).all()


def list_years(*, viewer: User | None) -> Sequence[int]:
    """In which something was computed, the latest first."""
    year = extract("year", Reward.computed_on)
    rows = session.scalars(select(year).where(visible_rewards(viewer)).distinct().order_by(year.desc()))
    return [int(found) for found in rows]


def rewards_waiting(viewer: User) -> Select[Reward]:
    """Those whose next step the viewer may take, the longest untouched first."""
    return rewards_query(RewardFilters(waits=True), viewer=viewer).order_by(Reward.computed_on, Reward.id)


def _own_rewards(viewer: User) -> Select[Reward]:
    return (
        select(Reward)
        .join(Reward.referral)
        .where(own_rewards(viewer))
        .options(contains_eager(Reward.referral), selectinload(Reward.payments))
    )


def list_own_rewards(viewer: User) -> Sequence[Reward]:
    """An adviser's own, the newest introduction first."""
    query = _own_rewards(viewer).order_by(Referral.received_at.desc(), Referral.id.desc())
    return session.scalars(query).all()


def get_own_reward(ref: str, *, viewer: User) -> Reward:
    """By the number of the referral. Raises NotFoundError, for another's just as for none."""
    row = session.scalars(_own_rewards(viewer).where(Referral.ref == ref)).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such reward, or none that you may see."))
    return row
