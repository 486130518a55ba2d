"""An indicator's targets by year and park, whether they add up, and what each year brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from crm.indicators import queries, rules
from crm.indicators.reached import CENTS_PER_UNIT, Asked, Targets, plan_years, target_of
from crm.indicators.rules import SumCheck
from crm.ledger.lenses.queries import Question, totals
from crm.ledger.lenses.rules import leading_lens
from kernel.figures import Figure, RowFilter, Unit, rate_percent
from models import Indicator, Park, Plan
from models.enums import IndicatorSource


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """A year's targets, None in ``year`` being the whole plan; ``reached`` where it is computed here.

    ``is_sum`` says which parts are no targets of their own but the sum of the parks' years.
    """

    year: int | None
    whole: Decimal | None
    parts: tuple[Decimal | None, ...]
    is_sum: tuple[bool, ...]
    over_parks: SumCheck | None
    over_years: SumCheck | None = None
    reached: Figure | None = None
    completion: Decimal | None = None


def breakdown(asked: Asked, indicator: Indicator, parks: Sequence[Park]) -> list[BreakdownRow]:
    """A row per year, then one for the whole plan."""
    held = queries.targets_known(asked.plan, asked.known_at)
    return [
        *(_year_row(asked, indicator, parks, held, year) for year in plan_years(asked.plan)),
        _plan_row(asked, indicator, parks, held),
    ]


def _year_row(
    asked: Asked, indicator: Indicator, parks: Sequence[Park], held: Targets, year: int
) -> BreakdownRow:
    whole = _held(held, indicator, year, None)
    parts = tuple(_held(held, indicator, year, park) for park in parks)
    reached = _reached(asked, indicator, date(year, 1, 1), date(year, 12, 31))
    return BreakdownRow(
        year=year,
        whole=whole,
        parts=parts,
        is_sum=(False,) * len(parts),
        over_parks=rules.check_sum(whole, parts),
        reached=reached,
        completion=_completion(reached, whole),
    )


def _plan_row(asked: Asked, indicator: Indicator, parks: Sequence[Park], held: Targets) -> BreakdownRow:
    whole = target_of(asked.plan, indicator, held, None).value
    of_parks = [target_of(asked.plan, indicator, held, park) for park in parks]
    parts = tuple(each.value for each in of_parks)
    of_zone = [_held(held, indicator, year, None) for year in plan_years(asked.plan)]
    reached = _reached(asked, indicator, asked.plan.starts_on, asked.plan.ends_on)
    return BreakdownRow(
        year=None,
        whole=whole,
        parts=parts,
        is_sum=tuple(each.is_sum for each in of_parks),
        over_parks=rules.check_sum(whole, parts),
        over_years=rules.check_sum(whole, of_zone) if rules.adds_up(indicator.kind) else None,
        reached=reached,
        completion=_completion(reached, whole),
    )


def _held(held: Targets, indicator: Indicator, year: int | None, park: Park | None) -> Decimal | None:
    row = held.get((indicator.id, year, park.id if park else None))
    return row.value if row else None


def _reached(asked: Asked, indicator: Indicator, first: date, last: date) -> Figure | None:
    """New investment within some days, of the zone or the one park asked for; None for days to come."""
    until = min(last, asked.until)
    if indicator.source is not IndicatorSource.NEW_INVESTMENT or first > until:
        return None
    lens = leading_lens(asked.plan)
    parks = None if asked.park is None else [asked.park.id]
    question = Question.of(
        asked.plan, asked.as_of, asked.known_at, park_ids=parks, starts_on=first, ends_on=until
    )
    return Figure(
        value=totals(lens, question).total,
        unit=Unit.USD,
        lens=lens.key,
        as_of=until,
        known_at=asked.known_at,
        rows=_rows(asked, lens.key, first, until),
    )


def _rows(asked: Asked, lens: str, first: date, until: date) -> RowFilter:
    days = {"as_of": until.isoformat(), "from": first.isoformat(), "to": until.isoformat(), "lens": lens}
    return RowFilter("ledger.rows", asked.dates | days)


def _completion(reached: Figure | None, whole: Decimal | None) -> Decimal | None:
    if reached is None or not whole:
        return None
    return rate_percent(int(reached.value or 0), int(whole * CENTS_PER_UNIT))


def earlier_targets(plan: Plan, indicator: Indicator, known_at: datetime) -> list[queries.TargetVersion]:
    """Every target ever set for the indicator, the last first, with whether it still holds."""
    held = {row.id for row in queries.targets_known(plan, known_at).values()}
    return [
        queries.TargetVersion(row, is_held=row.id in held)
        for row in queries.list_targets(indicator, known_at)
    ]
