"""One condition for a sum and for the rows behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, String, and_, false, func, literal, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import coalesce

from crm.core.database import session
from crm.core.parks import list_parks
from crm.ledger.lenses import rules
from crm.ledger.lenses.rules import Dimension, Lens, LensRate, Period, Scope, Step
from kernel import money
from models import LedgerDecision, LedgerEntry, LedgerShare, Park, Plan
from models.enums import Decision, Standing

#: Sums of many 64-bit numbers don't fit in 64 bits: the two halves of each are summed apart.
HALF = 10**9

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Question:
    """What bounds a sum: the plan's period up to a day, what was known at a moment, and which parks."""

    period: Period
    known_at: datetime
    fixed_cny_per_usd: Decimal
    park_ids: frozenset[int] | None = None
    """None is every park of the lens's scope."""

    @classmethod
    def of(
        cls,
        plan: Plan,
        as_of: date,
        known_at: datetime,
        *,
        park_ids: Sequence[int] | frozenset[int] | None = None,
        starts_on: date | None = None,
        ends_on: date | None = None,
    ) -> Question:
        """``starts_on`` and ``ends_on`` narrow the plan's period."""
        period = Period(plan.starts_on, min(as_of, plan.ends_on)).within(starts_on, ends_on)
        chosen = None if park_ids is None else frozenset(park_ids)
        return cls(period, known_at, plan.fixed_cny_per_usd, chosen)


def list_plans() -> Sequence[Plan]:
    """All plans, the earliest first."""
    return session.scalars(select(Plan).order_by(Plan.starts_on, Plan.id)).all()


def is_in_scope(park: Park, lens: Lens, park_ids: frozenset[int] | None) -> bool:
    return (lens.scope is Scope.ZONE or park.is_core) and (park_ids is None or park.id in park_ids)


def standing_known(known_at: datetime) -> ColumnElement[str]:
    """What held of an entry at a moment, as the value of a :class:`Standing`."""
    last = (
        select(type_coerce(LedgerDecision.decision, String))
        .where(
            LedgerDecision.entry_id == LedgerEntry.id,
            LedgerDecision.decision != Decision.CHECKED,
            LedgerDecision.recorded_at <= known_at,
        )
        .order_by(LedgerDecision.recorded_at.desc(), LedgerDecision.sequence.desc())
        .limit(1)
        .correlate(LedgerEntry)
        .scalar_subquery()
    )
    return coalesce(last, literal(Standing.OPEN.value, String))


def counted(lens: Lens, question: Question) -> list[Condition]:
    """The entries that a lens counts, whatever their shares."""
    conditions = [
        *known(question.period, question.known_at),
        LedgerEntry.kind.in_(lens.kinds),
        standing_known(question.known_at).in_(sorted(standing.value for standing in lens.decisions)),
    ]
    if lens.nature != rules.ALL_NATURES:
        conditions.append(LedgerEntry.nature.in_(sorted(lens.nature)))
    if lens.origin != rules.ALL_ORIGINS:
        conditions.append(LedgerEntry.origin.in_(sorted(lens.origin)))
    if lens.basis is not None:
        conditions.append(LedgerEntry.basis == lens.basis)
    return conditions


def has_share_in(park_ids: Sequence[int], rate: LensRate) -> Condition:
    """Entries of which one of the parks has a share other than 0.00.

    What rounds to nothing at its recorded rate may be a cent at the plan's, so there every share counts.
    """
    shared = select(LedgerShare.id).where(
        LedgerShare.entry_id == LedgerEntry.id,
        LedgerShare.park_id.in_(park_ids),
    )
    if rate is LensRate.RECORDED:
        shared = shared.where(LedgerShare.usd_cents != 0)
    return shared.correlate(LedgerEntry).exists()


def scope_ids(lens: Lens | None, question: Question, parks: Sequence[Park] | None = None) -> list[int]:
    if lens is None:
        return []
    return [park.id for park in parks or list_parks() if is_in_scope(park, lens, question.park_ids)]


def behind(lens: Lens, question: Question, parks: Sequence[Park] | None = None) -> Condition:
    """The rows behind a figure, as a condition on entries."""
    return and_(*counted(lens, question), has_share_in(scope_ids(lens, question, parks), lens.rate))


def between(step: Step, question: Question, parks: Sequence[Park] | None = None) -> Condition:
    """The rows behind one line of a reconciliation: entries that count differently before and after it."""
    parks = parks or list_parks()
    before, after = scope_ids(step.before, question, parks), scope_ids(step.after, question, parks)
    lens = step.after or step.before
    if lens is None:
        raise ValueError("a step stands between two lenses")
    if step.dimension is Dimension.SCOPE:
        return and_(*counted(lens, question), has_share_in(sorted(set(before) ^ set(after)), lens.rate))
    if step.dimension is Dimension.RATE:
        other = LedgerEntry.currency != money.Currency.USD
        return and_(*counted(lens, question), has_share_in(after, LensRate.PLAN), other)
    if step.before is None or step.after is None:
        return behind(lens, question, parks)
    wide, narrow = (step.after, step.before) if rules.is_widening(step) else (step.before, step.after)
    counts_narrow = and_(*counted(narrow, question))
    # An unknown (a basis that is not given) is no match: NOT must not turn it into another unknown.
    return and_(
        *counted(wide, question), coalesce(counts_narrow, false()).is_(False), has_share_in(after, wide.rate)
    )


def known(period: Period, known_at: datetime) -> list[Condition]:
    return [
        LedgerEntry.recorded_at <= known_at,
        LedgerEntry.effective_on >= period.starts_on,
        LedgerEntry.effective_on <= period.ends_on,
    ]


def halves(column: InstrumentedAttribute[Any] = LedgerShare.usd_cents) -> tuple[Any, Any]:
    """The sums of both halves of a column; :func:`whole` puts them together."""
    return func.sum(column // HALF), func.sum(column % HALF)


def whole(high: Any, low: Any) -> int:
    return int(high) * HALF + int(low)
