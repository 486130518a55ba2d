"""The plan's indicators: baseline, target, latest verified value. None is forced into a number."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from crm.bulletins.queries.frame import Frame
from crm.indicators import figures, queries, rules
from crm.indicators.queries import ReportedValue
from crm.ledger.lenses.queries import LensTotals
from crm.web.labels import local_name
from models import Indicator
from models.enums import IndicatorKind, IndicatorSource
from reports.documents.progress.data import PlanIndicator

CENT = Decimal("0.01")


def plan_indicators(frame: Frame, lead: LensTotals, counted: int) -> tuple[PlanIndicator, ...]:
    """One row per indicator; the two computed here come from the ledger and the count of groups."""
    finals = queries.final_targets(frame.plan, frame.indicators, frame.known_at)
    values: dict[int, list[ReportedValue]] = defaultdict(list)
    for each in queries.values_known(frame.plan, frame.known_at, viewer=None):
        is_here = frame.park is None or each.value.park_id == frame.park.id
        if each.is_verified and is_here and rules.parse_period(each.value.period).ends_on <= frame.as_of:
            values[each.value.indicator_id].append(each)
    rows = []
    for indicator in frame.indicators:
        latest, period = _latest(frame, indicator, values[indicator.id], lead, counted)
        rows.append(_row(indicator, latest, period, finals[indicator.id]))
    return tuple(rows)


def _row(indicator: Indicator, latest: Decimal | None, period: str, target: Decimal | None) -> PlanIndicator:
    share = None
    if latest is not None and target:
        share = (latest * 100 / target).quantize(CENT)
    return PlanIndicator(
        number=indicator.number,
        name=local_name(indicator),
        unit=local_name(indicator, "unit"),
        baseline="" if indicator.baseline is None else _plain(indicator.baseline),
        target=indicator.target_text if target is None else _plain(target),
        latest="" if latest is None else _plain(latest),
        period=period,
        completion=share,
    )


def _latest(
    frame: Frame, indicator: Indicator, values: list[ReportedValue], lead: LensTotals, counted: int
) -> tuple[Decimal | None, str]:
    until = frame.until.isoformat()
    if indicator.source is IndicatorSource.NEW_INVESTMENT:
        return (Decimal(lead.total) / figures.CENTS_PER_HUNDRED_MILLION).quantize(Decimal("0.0001")), until
    if indicator.source is IndicatorSource.TOP_GROUPS:
        return Decimal(counted), frame.as_of.isoformat()
    if not values:
        return None, ""
    period = max(values, key=lambda each: rules.parse_period(each.value.period).ends_on).value.period
    of_period = [each.value for each in values if each.value.period == period]
    whole = [each.value for each in of_period if each.park_id is None and each.value is not None]
    if whole:
        return whole[-1], period
    if indicator.kind is IndicatorKind.RATE and frame.park is None:
        # Rates of parks don't add up to one of the zone: it is given only where the zone's own is reported.
        return None, ""
    return sum((each.value or Decimal(0) for each in of_period), Decimal(0)), period


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
