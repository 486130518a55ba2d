"""The plan's indicators: baseline, target, latest verified value. None is forced into a number."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import gettext as _

from crm.bulletins.queries.frame import Frame
from crm.indicators.reached import Asked, Reached, reached_of
from crm.rankings.rules import Counting
from crm.web.labels import local_name, phrase
from models.enums import TargetKind
from reports.documents.progress.data import PlanIndicator


def plan_indicators(frame: Frame, invested: int, counting: Counting) -> tuple[PlanIndicator, ...]:
    """One row per indicator; the two computed here come from the ledger and the count of groups."""
    asked = Asked(frame.plan, frame.as_of, frame.known_at, frame.park)
    found = reached_of(
        asked, frame.indicators, viewer=None, invested=invested, counting=counting, held=frame.targets
    )
    return tuple(_row(each, of_zone=frame.park is None) for each in found)


def _row(reached: Reached, *, of_zone: bool) -> PlanIndicator:
    indicator = reached.indicator
    return PlanIndicator(
        number=indicator.number,
        name=local_name(indicator),
        unit=local_name(indicator, "unit"),
        baseline="" if indicator.baseline is None or not of_zone else plain(indicator.baseline),
        target=_target(reached, of_zone=of_zone),
        latest="" if reached.latest is None else plain(reached.latest),
        period=reached.period,
        completion=reached.completion,
    )


def _target(reached: Reached, *, of_zone: bool) -> str:
    """As the plan states it; beside a relative target stands the number that follows from it."""
    indicator = reached.indicator
    if reached.target is None:
        return phrase(indicator.target_text) if of_zone else ""
    number = plain(reached.target)
    if indicator.target_kind is TargetKind.RELATIVE and of_zone:
        return str(_("%(words)s (= %(number)s)", words=phrase(indicator.target_text), number=number))
    return number


def plain(value: Decimal) -> str:
    return f"{value.normalize():,f}"
