"""The projects of core parks signed within a plan: how far they came, and their money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from crm.core import kept
from crm.ledger.lenses.queries import ProjectMoney, cohort_money
from crm.projects.queries.cohorts import CohortCounts, cohort_condition, signed_cohort
from models import Park, Plan
from models.enums import Measure


@dataclass(frozen=True, slots=True)
class Cohort:
    """Both by park, the one known then."""

    counts: Mapping[int, CohortCounts]
    money: Mapping[int, ProjectMoney]

    def counts_in(self, park: Park | None) -> CohortCounts:
        """In one park, or in all."""
        if park is not None:
            return self.counts.get(park.id, CohortCounts())
        return sum(self.counts.values(), CohortCounts())

    def money_in(self, park: Park | None) -> tuple[int, int]:
        """Contracted and arrived cents: the core parks' shares, not bounded by the plan's start."""
        sums = [self.money.get(park.id, ProjectMoney())] if park is not None else self.money.values()
        return sum(each[Measure.CONTRACTED] for each in sums), sum(each[Measure.ARRIVED] for each in sums)


def known_cohort(plan: Plan, as_of: date, known_at: datetime) -> Cohort:
    """The cohort of the rates of the field, in two statements; kept until a fact changes."""
    return kept.answer(
        ("cohort", plan.id, as_of),
        known_at=known_at,
        work_out=lambda: Cohort(
            signed_cohort(plan, as_of, known_at),
            cohort_money(cohort_condition(plan, as_of, known_at), as_of, known_at),
        ),
    )
