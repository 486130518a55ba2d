"""The headline figures of a plan: every lens, the groups that count, the rates of the field.

One question, one answer: the cockpit, the report, the command and the API all ask here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crm.core import kept
from crm.firms.queries import list_firms_by_id
from crm.indicators import queries
from crm.indicators.cohorts import known_cohort
from crm.ledger.lenses import queries as lens_queries
from crm.ledger.lenses.queries import LensTotals, Question
from crm.ledger.lenses.rules import LENSES, leading_lens
from crm.projects.queries.cohorts import CohortCounts
from crm.rankings.queries.facts import load_counting_facts
from crm.rankings.rules import Counting, count_groups
from kernel import clock, money
from models import Firm, Indicator, IndicatorTarget, Park, Plan
from models.enums import IndicatorSource

CENTS_PER_HUNDRED_MILLION = 100_000_000 * 100


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of the field: the cohort's counts, and its money in US cents."""

    counts: CohortCounts
    contracted: int
    arrived: int


@dataclass(frozen=True, slots=True)
class Targets:
    """The two headline targets as known: US cents, and numbers of groups."""

    investment: int | None
    groups: int | None
    groups_baseline: int | None


@dataclass(frozen=True, slots=True)
class Headline:
    """All headline figures of a plan as of a day, as known at a moment."""

    plan: Plan
    as_of: date
    known_at: datetime
    lenses: Mapping[str, LensTotals]
    counting: Counting
    rates: Rates
    targets: Targets

    @property
    def leading(self) -> LensTotals:
        """The sum under the lens that the plan lets lead."""
        return self.lenses[leading_lens(self.plan).key]


def headline(plan: Plan, as_of: date, known_at: datetime) -> Headline:
    """Answer the question for every park; a viewer limited to a park asks :func:`lens_sums` for it."""
    return Headline(
        plan=plan,
        as_of=as_of,
        known_at=known_at,
        lenses=lens_sums(Question.of(plan, as_of, known_at)),
        counting=counting(plan, as_of, known_at),
        rates=rates(plan, as_of, known_at),
        targets=targets(plan, known_at),
    )


def lens_sums(question: Question, parks: Sequence[Park] | None = None) -> dict[str, LensTotals]:
    """Every lens of the table, zero or not; ``parks`` is the list of all, for who has it already."""
    return dict(zip(LENSES, lens_queries.totals_of(LENSES.values(), question, parks), strict=True))


def counting(plan: Plan, as_of: date, known_at: datetime) -> Counting:
    """The groups that count toward the plan's second target, and what the others lack."""
    return kept.answer(
        ("groups", plan.ranking_series, as_of),
        known_at=known_at,
        work_out=lambda: count_groups(load_counting_facts(plan.ranking_series, as_of, known_at), as_of),
    )


def rates(plan: Plan, as_of: date, known_at: datetime) -> Rates:
    """Registration, start and production by number; contracted and arrived by amount."""
    found = known_cohort(plan, as_of, known_at)
    return Rates(found.counts_in(None), *found.money_in(None))


def targets(plan: Plan, known_at: datetime) -> Targets:
    """The targets of both headline figures; a later version of one replaces the plan's own."""
    return targets_of(queries.list_indicators(plan), queries.targets_known(plan, known_at))


def targets_of(
    indicators: Sequence[Indicator], known: Mapping[tuple[int, int | None, int | None], IndicatorTarget]
) -> Targets:
    """The same, for who has asked for indicators and targets already."""
    held = queries.final_targets(indicators, known)
    investment = _by_source(indicators, IndicatorSource.NEW_INVESTMENT)
    groups = _by_source(indicators, IndicatorSource.TOP_GROUPS)
    amount = held[investment.id] if investment else None
    number = held[groups.id] if groups else None
    return Targets(
        investment=None if amount is None else _in_cents(amount),
        groups=None if number is None else int(number),
        groups_baseline=int(groups.baseline) if groups and groups.baseline is not None else None,
    )


def as_json(figures: Headline, firms: Mapping[int, Firm] | None = None) -> dict[str, Any]:
    """The shape that the contract fixes: amounts are strings with two decimals.

    ``firms`` has the groups that count by id, for who has them already.
    """
    if firms is None:
        firms = list_firms_by_id({group.group_firm_id for group in figures.counting.counted})
    return {
        "as_of": figures.as_of.isoformat(),
        "known_at": clock.format_moment(figures.known_at),
        "plan": figures.plan.key,
        "lenses": {key: _lens_json(totals) for key, totals in figures.lenses.items()},
        "targets": {
            "new-investment": {
                "target_usd": _amount(figures.targets.investment),
                "actual_usd": money.format_minor(figures.leading.total),
                "lens": figures.leading.lens.key,
            },
            "top-100-settled": {
                "target": figures.targets.groups,
                "baseline": figures.targets.groups_baseline,
                "actual": len(figures.counting.counted),
                "gone": figures.counting.gone,
                "groups": _groups_json(figures.counting, firms),
            },
        },
        "rates": {
            "signed": figures.rates.counts.signed,
            "registration": figures.rates.counts.registration,
            "start": figures.rates.counts.start,
            "production": figures.rates.counts.production,
            "contracted_usd": money.format_minor(figures.rates.contracted),
            "arrived_usd": money.format_minor(figures.rates.arrived),
        },
    }


def _lens_json(totals: LensTotals) -> dict[str, Any]:
    return {
        "usd": money.format_minor(totals.total),
        "entries": totals.entries,
        "parks": {code: money.format_minor(cents) for code, cents in totals.cents.items()},
    }


def _groups_json(found: Counting, firms: Mapping[int, Firm]) -> list[dict[str, Any]]:
    return [
        {
            "group_ref": firms[group.group_firm_id].ref,
            "name": firms[group.group_firm_id].name,
            "counted_on": group.counted_on.isoformat(),
            "edition": group.edition,
            "rank": group.rank,
            "park": group.park,
            "gone": group.is_gone,
        }
        for group in found.counted
    ]


def _by_source(indicators: Any, source: IndicatorSource) -> Indicator | None:
    return next((indicator for indicator in indicators if indicator.source is source), None)


def _in_cents(hundred_millions: Decimal) -> int:
    """The indicator's unit is USD 100 million."""
    return int(hundred_millions * CENTS_PER_HUNDRED_MILLION)


def _amount(cents: int | None) -> str | None:
    return None if cents is None else money.format_minor(cents)
