"""Plans, indicators, their targets and values: as known at a moment, limited by the viewer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.core.visibility import own_park_id
from crm.indicators import rules
from crm.ledger.lenses import queries as lenses
from crm.ledger.lenses.rules import plan_at
from crm.projects import queries as projects
from kernel import clock
from kernel.errors import NotFoundError
from models import (
    Indicator,
    IndicatorDecision,
    IndicatorTarget,
    IndicatorValue,
    Plan,
    User,
)
from models.enums import Decision

list_plans, get_plan = lenses.list_plans, projects.get_plan


def get_plan_for(key: str | None, as_of: date, plans: Sequence[Plan] = ()) -> Plan:
    """The plan with a key. Without one: in force at ``as_of``, else the last ended, else the first to come.

    ``plans`` is the list of all, for who has it already.

    Raises:
        NotFoundError: no such plan, or none at all.
    """
    plans = plans or list_plans()
    if key:
        plan = next((each for each in plans if each.key == key), None)
        if plan is None:
            raise NotFoundError(_("There is no plan %(key)s.", key=key))
        return plan
    plan = plan_at(plans, as_of)
    if plan is None:
        raise NotFoundError(_("There is no plan yet. Load the reference facts, or add one."))
    return plan


def list_indicators(plan: Plan) -> Sequence[Indicator]:
    """The plan's indicators by number."""
    return session.scalars(
        select(Indicator).where(Indicator.plan_id == plan.id).order_by(Indicator.number)
    ).all()


def get_indicator(plan: Plan, number: int) -> Indicator:
    """Raises NotFoundError."""
    indicator = session.scalars(
        select(Indicator).where(Indicator.plan_id == plan.id, Indicator.number == number)
    ).one_or_none()
    if indicator is None:
        raise NotFoundError(_("The plan has no indicator %(number)s.", number=number))
    return indicator


def targets_known(
    plan: Plan, known_at: datetime
) -> dict[tuple[int, int | None, int | None], IndicatorTarget]:
    """The targets that held at ``known_at``, by (indicator, year, park)."""
    rows = session.scalars(
        select(IndicatorTarget)
        .join(Indicator)
        .where(Indicator.plan_id == plan.id, IndicatorTarget.recorded_at <= known_at)
        .order_by(IndicatorTarget.recorded_at, IndicatorTarget.id)
    )
    held = {(row.indicator_id, row.year, row.park_id): row for row in rows}
    return {key: row for key, row in held.items() if row.value is not None}


@dataclass(frozen=True, slots=True)
class TargetVersion:
    """A target as it was set; ``is_held`` where no later one took its place."""

    target: IndicatorTarget
    is_held: bool


def list_targets(indicator: Indicator, known_at: datetime) -> Sequence[IndicatorTarget]:
    """Every target ever set for an indicator, the last first."""
    return session.scalars(
        select(IndicatorTarget)
        .where(IndicatorTarget.indicator_id == indicator.id, IndicatorTarget.recorded_at <= known_at)
        .options(joinedload(IndicatorTarget.park))
        .order_by(IndicatorTarget.recorded_at.desc(), IndicatorTarget.id.desc())
    ).all()


@dataclass(frozen=True, slots=True)
class ReportedValue:
    """The last value reported for a period, and what was decided on it."""

    value: IndicatorValue
    decision: Decision | None
    note: str = ""
    """What the last decision said."""

    @property
    def is_verified(self) -> bool:
        return self.decision is Decision.VERIFIED


def values_known(
    plan: Plan, known_at: datetime, *, viewer: User | None, indicator_id: int | None = None
) -> list[ReportedValue]:
    """The last value of each (indicator, park, period) with its last decision, oldest period first."""
    query = _latest_values(plan, known_at)
    park_id = own_park_id(viewer)
    if park_id is not None:
        query = query.where(IndicatorValue.park_id == park_id)
    if indicator_id is not None:
        query = query.where(IndicatorValue.indicator_id == indicator_id)
    query = query.options(
        joinedload(IndicatorValue.indicator),
        joinedload(IndicatorValue.park),
        joinedload(IndicatorValue.recorded_by),
        joinedload(IndicatorValue.attachment),
        selectinload(IndicatorValue.decisions),
    )
    found = []
    for value in session.scalars(query.order_by(IndicatorValue.period, IndicatorValue.id)):
        known = [row for row in value.decisions if row.recorded_at <= known_at]
        if value.value is not None:
            decision = rules.holding_decision([row.decision for row in known])
            found.append(ReportedValue(value, decision, known[-1].note or "" if known else ""))
    return found


def _latest_values(plan: Plan, known_at: datetime) -> Select[IndicatorValue]:
    place = func.row_number().over(
        partition_by=(IndicatorValue.indicator_id, IndicatorValue.park_id, IndicatorValue.period),
        order_by=(IndicatorValue.recorded_at.desc(), IndicatorValue.id.desc()),
    )
    numbered = (
        select(IndicatorValue.id, place.label("place"))
        .join(Indicator)
        .where(Indicator.plan_id == plan.id, IndicatorValue.recorded_at <= known_at)
        .subquery()
    )
    return select(IndicatorValue).join(
        numbered, (numbered.c.id == IndicatorValue.id) & (numbered.c.place == 1)
    )


def get_value(value_id: int, *, viewer: User | None) -> IndicatorValue:
    """Raises NotFoundError, also where the viewer may not know of it."""
    query = select(IndicatorValue).where(IndicatorValue.id == value_id)
    park_id = own_park_id(viewer)
    if park_id is not None:
        query = query.where(IndicatorValue.park_id == park_id)
    value = session.scalars(query).one_or_none()
    if value is None:
        raise NotFoundError(_("There is no such value."))
    return value


def reread_locked(value: IndicatorValue) -> IndicatorValue:
    """The value with its decisions as they are now, held against other deciders until the commit."""
    session.flush()
    session.execute(select(IndicatorValue.id).where(IndicatorValue.id == value.id).with_for_update()).all()
    return session.scalars(
        select(IndicatorValue)
        .where(IndicatorValue.id == value.id)
        .options(selectinload(IndicatorValue.decisions))
        .execution_options(populate_existing=True)
    ).one()


def count_open_values(plan: Plan, *, viewer: User | None) -> int:
    """Reported values that wait for a second person's word: as many as their page lists."""
    decided = select(IndicatorDecision.value_id)
    latest = _latest_values(plan, clock.now()).where(
        IndicatorValue.id.not_in(decided), IndicatorValue.value.is_not(None)
    )
    park_id = own_park_id(viewer)
    if park_id is not None:
        latest = latest.where(IndicatorValue.park_id == park_id)
    return session.execute(select(func.count()).select_from(latest.subquery())).scalar_one()


def final_targets(
    indicators: Sequence[Indicator], held: Mapping[tuple[int, int | None, int | None], IndicatorTarget]
) -> dict[int, Decimal | None]:
    """Each indicator's target for the whole plan: the one recorded last, else the plan's own."""
    return {
        indicator.id: (
            held[(indicator.id, None, None)].value if (indicator.id, None, None) in held else indicator.target
        )
        for indicator in indicators
    }
