"""How far each indicator is: its target, and the last value that holds for a day, as known at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from crm.indicators import figures, queries, rules
from crm.indicators.queries import ReportedValue
from crm.indicators.rules import WholeTarget
from crm.ledger.lenses.queries import Question, totals
from crm.ledger.lenses.rules import leading_lens
from crm.rankings.rules import Counting
from kernel import clock
from kernel.figures import RowFilter
from models import Indicator, IndicatorTarget, Park, Plan, User
from models.enums import Direction, IndicatorKind, IndicatorSource

CENT = Decimal("0.01")
CENTS_PER_UNIT = figures.CENTS_PER_HUNDRED_MILLION

Targets = Mapping[tuple[int, int | None, int | None], IndicatorTarget]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which plan, as of when, as known when; of one park where ``park`` is given."""

    plan: Plan
    as_of: date
    known_at: datetime
    park: Park | None = None

    @property
    def until(self) -> date:
        return min(self.as_of, self.plan.ends_on)

    @property
    def dates(self) -> dict[str, str]:
        place = {} if self.park is None else {"park": self.park.code}
        return {
            "plan": self.plan.key,
            "as_of": self.as_of.isoformat(),
            "known_at": clock.format_moment(self.known_at),
            **place,
        }


@dataclass(frozen=True, slots=True)
class Reached:
    """``latest`` is None where nothing is verified yet, ``target`` where the plan gives no number.

    ``completion`` is in percent; ``rows`` lists what a value computed here rests on.
    """

    indicator: Indicator
    target: Decimal | None
    latest: Decimal | None = None
    period: str = ""
    rows: RowFilter | None = None

    @property
    def completion(self) -> Decimal | None:
        """None without a number to divide by, and where less is better: there no share says how far."""
        if self.latest is None or not self.target or self.indicator.direction is Direction.DOWN:
            return None
        return (self.latest * 100 / self.target).quantize(CENT)


def reached_of(
    asked: Asked,
    indicators: Sequence[Indicator],
    *,
    viewer: User | None,
    invested: int | None = None,
    counting: Counting | None = None,
    held: Targets | None = None,
) -> list[Reached]:
    """One answer per indicator, in their order; values of other parks stay out of a park's answer.

    ``invested`` (US cents) and ``counting`` are what is computed here, ``held`` the targets known then,
    for who has them already.
    """
    held = queries.targets_known(asked.plan, asked.known_at) if held is None else held
    values: dict[int, list[ReportedValue]] = defaultdict(list)
    for each in queries.values_known(asked.plan, asked.known_at, viewer=viewer):
        is_here = asked.park is None or each.value.park_id == asked.park.id
        if each.is_verified and is_here and is_over(each, asked.as_of):
            values[each.value.indicator_id].append(each)
    found = []
    for indicator in indicators:
        target = target_of(asked.plan, indicator, held, asked.park).value
        if indicator.source is IndicatorSource.NEW_INVESTMENT:
            found.append(_investment(asked, indicator, target, invested))
        elif indicator.source is IndicatorSource.TOP_GROUPS:
            found.append(_groups(asked, indicator, target, counting))
        else:
            latest, period = _last_reported(indicator, values[indicator.id], of_zone=asked.park is None)
            found.append(Reached(indicator, target, latest, period))
    return found


def is_over(value: ReportedValue, as_of: date) -> bool:
    """Whether the value's period had ended by a day: before that it can't be known."""
    return rules.parse_period(value.value.period).ends_on <= as_of


def target_of(plan: Plan, indicator: Indicator, held: Targets, park: Park | None) -> WholeTarget:
    """The target for the whole plan: the zone's is the plan's own where no later one was set."""
    park_id = park.id if park else None
    own = held.get((indicator.id, None, park_id))
    if park is None:
        return WholeTarget(own.value if own else indicator.target)
    of_years = (held.get((indicator.id, year, park_id)) for year in plan_years(plan))
    return rules.whole_target(
        indicator.kind, own.value if own else None, [row.value if row else None for row in of_years]
    )


def plan_years(plan: Plan) -> range:
    return range(plan.starts_on.year, plan.ends_on.year + 1)


def _groups(asked: Asked, indicator: Indicator, target: Decimal | None, counting: Counting | None) -> Reached:
    found = counting or figures.counting(asked.plan, asked.as_of, asked.known_at)
    here = [group for group in found.counted if asked.park is None or group.park == asked.park.code]
    rows = RowFilter("cockpit.groups", asked.dates)
    return Reached(indicator, target, Decimal(len(here)), asked.as_of.isoformat(), rows)


def _investment(asked: Asked, indicator: Indicator, target: Decimal | None, invested: int | None) -> Reached:
    lens = leading_lens(asked.plan)
    if invested is None:
        parks = None if asked.park is None else [asked.park.id]
        question = Question.of(asked.plan, asked.as_of, asked.known_at, park_ids=parks)
        invested = totals(lens, question).total
    latest = (Decimal(invested) / CENTS_PER_UNIT).quantize(Decimal("0.0001"))
    rows = RowFilter("ledger.rows", asked.dates | {"lens": lens.key})
    return Reached(indicator, target, latest, asked.until.isoformat(), rows)


def _last_reported(
    indicator: Indicator, values: list[ReportedValue], *, of_zone: bool
) -> tuple[Decimal | None, str]:
    """The last period's value: the zone's own where it is reported, else the parks' together."""
    if not values:
        return None, ""
    period = max(values, key=lambda each: rules.parse_period(each.value.period).ends_on).value.period
    of_period = [each.value for each in values if each.value.period == period]
    whole = [each.value for each in of_period if each.park_id is None and each.value is not None]
    if whole:
        return whole[-1], period
    if indicator.kind is IndicatorKind.RATE and of_zone:
        # Rates of parks don't add up to one of the zone: it is given only where the zone's own is reported.
        return None, ""
    return sum((each.value or Decimal(0) for each in of_period), Decimal(0)), period
