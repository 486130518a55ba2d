"""The sums behind every figure of money: one condition for the sum and for the rows behind it."""

from __future__ import annotations

from crm.core.parks import list_parks
from crm.ledger.lenses.queries.conditions import (
    Question,
    behind,
    between,
    halves,
    list_plans,
    scope_ids,
    standing_known,
    whole,
)
from crm.ledger.lenses.queries.sums import (
    LensTotals,
    ProjectMoney,
    cohort_money,
    entry_cents,
    lens_totals,
    projects_money,
    step_cents,
    totals,
    totals_by_month,
    totals_in,
    totals_of,
)

__all__ = [
    "LensTotals",
    "ProjectMoney",
    "Question",
    "behind",
    "between",
    "cohort_money",
    "entry_cents",
    "halves",
    "lens_totals",
    "list_parks",
    "list_plans",
    "projects_money",
    "scope_ids",
    "standing_known",
    "step_cents",
    "totals",
    "totals_by_month",
    "totals_in",
    "totals_of",
    "whole",
]
