"""What every part of a report shares: the plan, the dates, the parks, and how a figure is made."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from crm.core.parks import list_parks
from crm.indicators import figures, queries
from crm.indicators.reached import plan_years, target_of
from crm.ledger.lenses.figures import lens_figure, part_figure
from crm.ledger.lenses.queries import LensTotals, Question, totals_in
from crm.ledger.lenses.rules import LENSES, Period, leading_lens
from crm.web.labels import local_name
from kernel import clock
from kernel.figures import Figure, RowFilter, Unit
from models import Indicator, IndicatorTarget, Park, Plan
from models.enums import IndicatorSource

AGREED, ARRIVED, WITH_LINKED = "agreed", "plan-arrived", "zone-and-linked"
#: What counts and rates are counted by, beside the ledger's lenses; named in labels.
GROUPS, COHORT, PIPELINE, CALENDAR = "top-groups", "signed-cohort", "pipeline", "calendar"
TARGET, BASELINE = "target", "baseline"

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Frame:
    """A question to the zone, or to one park of it."""

    plan: Plan
    as_of: date
    known_at: datetime
    parks: Sequence[Park]
    """The core parks in their order, or the one park asked for."""
    park: Park | None
    indicators: Sequence[Indicator]
    targets: Mapping[tuple[int, int | None, int | None], IndicatorTarget]
    every_park: Sequence[Park]

    @classmethod
    def of(
        cls,
        plan: Plan,
        as_of: date,
        known_at: datetime,
        park: Park | None = None,
        *,
        every_park: Sequence[Park] = (),
    ) -> Frame:
        """``every_park`` is the list of all parks, for who has it already."""
        every_park = every_park or list_parks()
        return cls(
            plan,
            as_of,
            known_at,
            [each for each in every_park if each.is_core] if park is None else [park],
            park,
            queries.list_indicators(plan),
            queries.targets_known(plan, known_at),
            every_park,
        )

    @property
    def lead_key(self) -> str:
        """The lens that the plan lets lead."""
        return leading_lens(self.plan).key

    @property
    def until(self) -> date:
        """The last day that counts: the as-of date, or the plan's end."""
        return min(self.as_of, self.plan.ends_on)

    @property
    def park_ids(self) -> frozenset[int] | None:
        return None if self.park is None else frozenset({self.park.id})

    def question(self, starts_on: date | None = None, ends_on: date | None = None) -> Question:
        """Part of the plan's period; without bounds all of it up to the as-of date."""
        return Question.of(
            self.plan,
            self.as_of,
            self.known_at,
            park_ids=self.park_ids,
            starts_on=starts_on,
            ends_on=ends_on,
        )

    def any_question(self, starts_on: date, ends_on: date) -> Question:
        """Any period, also before the plan, as for the year before its first."""
        return Question(Period(starts_on, ends_on), self.known_at, self.plan.fixed_cny_per_usd, self.park_ids)

    def sums(self) -> dict[str, LensTotals]:
        """Every lens of the table, up to the as-of date."""
        return figures.lens_sums(self.question(), self.every_park)

    def sums_in(self, questions: Mapping[Key, Question]) -> dict[Key, dict[str, LensTotals]]:
        """The lenses that stand beside each other wherever the headline is shown, in several periods."""
        keys = list(dict.fromkeys((self.lead_key, AGREED, ARRIVED, WITH_LINKED)))
        found = totals_in(
            [LENSES[key] for key in keys],
            [each.period for each in questions.values()],
            self.question(),
            self.every_park,
        )
        return {name: dict(zip(keys, sums, strict=True)) for name, sums in zip(questions, found, strict=True)}

    def lens_figure(self, totals: LensTotals, question: Question, *, park: Park | None = None) -> Figure:
        """A sum under a lens, with its rows; of one park where ``park`` is given."""
        figure = lens_figure(totals, self.plan, question, park=park or self.park)
        return figure if park is not None else replace(figure, row_count=totals.entries)

    def lens_part(self, key: str, cents: int, question: Question) -> Figure:
        """A part of the sum under a lens, such as that up to a month's end, with the rows of that part."""
        return part_figure(cents, LensTotals(LENSES[key], {}, 0), self.plan, question, self.park)

    def money(self, cents: int | None, lens: str, rows: RowFilter | None = None) -> Figure:
        """An amount that is no sum of entries, such as a target or what is left of it."""
        return Figure(cents, Unit.USD, lens, self.as_of, self.known_at, rows)

    def target_money(self, cents: int | None) -> Figure:
        """The target for new investment, or a part of it; behind it stands the breakdown by year and park."""
        return self.money(cents, TARGET, self.target_rows(IndicatorSource.NEW_INVESTMENT))

    def target_rows(self, source: IndicatorSource) -> RowFilter | None:
        indicator = self.indicator(source)
        if indicator is None:
            return None
        return RowFilter("indicators.detail", self.dates() | {"number": str(indicator.number)})

    def count(self, number: int | None, lens: str, endpoint: str = "", **arguments: str) -> Figure:
        rows = RowFilter(endpoint, self.dates() | arguments) if endpoint else None
        return Figure(number, Unit.COUNT, lens, self.as_of, self.known_at, rows, number)

    def percent(self, value: Decimal | None, lens: str, rows: RowFilter | None = None) -> Figure:
        return Figure(value, Unit.PERCENT, lens, self.as_of, self.known_at, rows)

    def points(self, value: Decimal | None, lens: str) -> Figure:
        """A difference of two percentages."""
        return Figure(value, Unit.PLAIN, lens, self.as_of, self.known_at)

    def dates(self) -> dict[str, str]:
        """The address's part that reproduces the figure."""
        place = {} if self.park is None else {"park": self.park.code}
        return {
            "plan": self.plan.key,
            "as_of": self.as_of.isoformat(),
            "known_at": clock.format_moment(self.known_at),
            **place,
        }

    def indicator(self, source: IndicatorSource) -> Indicator | None:
        return next((each for each in self.indicators if each.source is source), None)

    def target_cents(self, year: int | None = None, park: Park | None = None) -> int | None:
        """The target for new investment in US cents; None where none is recorded.

        The whole plan's target of a park is the sum of its years' where it has none of its own.
        """
        indicator = self.indicator(IndicatorSource.NEW_INVESTMENT)
        value = None if indicator is None else self.target(indicator, year, park)
        return None if value is None else int(value * figures.CENTS_PER_HUNDRED_MILLION)

    def target(self, indicator: Indicator, year: int | None, park: Park | None) -> Decimal | None:
        if year is None:
            return target_of(self.plan, indicator, self.targets, park).value
        held = self.targets.get((indicator.id, year, park.id if park else None))
        return held.value if held is not None else None

    def years(self) -> range:
        return plan_years(self.plan)


def park_name(park: Park) -> str:
    return local_name(park)


def leading(frame: Frame, sums: Mapping[str, LensTotals]) -> LensTotals:
    """The sum under the lens that the plan lets lead."""
    return sums[frame.lead_key]
