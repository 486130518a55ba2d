"""What an address of the ledger asks for: which plan and lens, which parks and days, as known when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from flask import request
from flask_babel import gettext as _

from crm.core.days import read_day
from crm.core.visibility import own_park_id
from crm.ledger.lenses import queries as lenses
from crm.ledger.lenses import rules
from crm.ledger.lenses.queries import Question
from crm.ledger.lenses.rules import LENSES, Lens, Period
from crm.web.as_of import requested_as_of, requested_known_at
from crm.web.choices import to_id
from kernel.errors import NotFoundError
from models import Park, Plan, User


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about figures, with the records that it names."""

    plan: Plan
    as_of: date
    question: Question
    parks: list[Park]
    """Those whose figures the viewer may see."""
    park: Park | None
    """The one that is asked for; None is all of the scope."""
    all_parks: Sequence[Park]

    def of_year(self, year: int) -> Question:
        """The same question, for a year's part of the period."""
        period = self.question.period.within(date(year, 1, 1), date(year, 12, 31))
        return replace(self.question, period=period)


def asked_figures(viewer: User) -> Asked:
    """Read plan, as-of, known-at, park and days from the address.

    Raises:
        NotFoundError: no such plan or park, or none that the viewer may see.
        RuleError: a date or moment that can't be read.
    """
    as_of, known_at = requested_as_of(), requested_known_at()
    plan = _requested_plan(as_of)
    own = own_park_id(viewer)
    every = lenses.list_parks()
    parks = [park for park in every if own in (None, park.id)]
    park = _requested_park(parks)
    seen = None if own is None else frozenset({own})
    chosen = frozenset({park.id}) if park is not None else seen
    starts_on, ends_on = _requested_day("from"), _requested_day("to")
    period = Period(starts_on or plan.starts_on, min(ends_on or plan.ends_on, as_of))
    question = Question(period, known_at, plan.fixed_cny_per_usd, chosen)
    return Asked(plan, as_of, question, parks, park, every)


def requested_lens(name: str, default: str | None = None) -> Lens:
    """Raises NotFoundError."""
    lens = LENSES.get(request.args.get(name) or default or "")
    if lens is None:
        raise NotFoundError(_("There is no such lens."))
    return lens


def requested_number(name: str) -> int | None:
    return to_id(request.args.get(name))


def _requested_plan(as_of: date) -> Plan:
    plans = lenses.list_plans()
    if key := request.args.get("plan"):
        found = [plan for plan in plans if plan.key == key]
        if not found:
            raise NotFoundError(_("There is no such plan."))
        return found[0]
    plan = rules.plan_at(plans, as_of)
    if plan is None:
        raise NotFoundError(_("There is no plan yet. Load the reference facts, or add one."))
    return plan


def _requested_park(parks: list[Park]) -> Park | None:
    code = request.args.get("park")
    if not code:
        return None
    for park in parks:
        if park.code == code:
            return park
    raise NotFoundError(_("There is no such park, or none whose figures you may see."))


def _requested_day(name: str) -> date | None:
    text = request.args.get(name, "").strip()
    return read_day(text, _("A date in the address is written as 2024-06-30.")) if text else None


def exact(minor: int) -> Decimal:
    """An amount as a number of a spreadsheet: as text, a negative one would look like a formula."""
    return Decimal(minor).scaleb(-2)
