"""The lenses as data, and what follows from them. Source: the table of figures in the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from crm.ledger.rules import KINDS
from kernel.money import Currency, round_half_even
from models.enums import Basis, EntryKind, Measure, Nature, Origin, Standing

if TYPE_CHECKING:
    from models import Plan

VERIFIED = frozenset({Standing.VERIFIED})
REPORTED = frozenset({Standing.VERIFIED, Standing.OPEN})
ALL_NATURES = frozenset(Nature)
ALL_ORIGINS = frozenset(Origin)


class Scope(StrEnum):
    CORE = "core"
    ZONE = "zone"
    """Core parks and linked areas."""


class LensRate(StrEnum):
    RECORDED = "recorded"
    PLAN = "plan"
    """The plan's fixed rate."""


class Dimension(StrEnum):
    """What two lenses can differ in, in the order in which a reconciliation walks."""

    MEASURE = "measure"
    DECISIONS = "decisions"
    NATURE = "nature"
    ORIGIN = "origin"
    SCOPE = "scope"
    BASIS = "basis"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Lens:
    """Which entries a figure counts. None in ``basis`` is the province's count: all."""

    key: str
    measure: Measure
    decisions: frozenset[Standing] = VERIFIED
    nature: frozenset[Nature] = ALL_NATURES
    origin: frozenset[Origin] = ALL_ORIGINS
    scope: Scope = Scope.CORE
    basis: Basis | None = None
    rate: LensRate = LensRate.RECORDED

    @property
    def kinds(self) -> tuple[EntryKind, ...]:
        return tuple(kind for kind, rule in KINDS.items() if rule.measure is self.measure)


LENSES: Mapping[str, Lens] = {
    lens.key: lens
    for lens in (
        Lens("plan-headline", Measure.CONTRACTED),
        Lens("agreed", Measure.AGREED),
        Lens("plan-arrived", Measure.ARRIVED),
        Lens("arrived-ministry", Measure.ARRIVED, basis=Basis.MINISTRY),
        Lens("reported-contracted", Measure.CONTRACTED, decisions=REPORTED),
        Lens("reported-arrived", Measure.ARRIVED, decisions=REPORTED),
        Lens("new-only", Measure.CONTRACTED, nature=frozenset({Nature.NEW})),
        Lens("direct-only", Measure.CONTRACTED, origin=frozenset({Origin.DIRECT})),
        Lens("zone-and-linked", Measure.CONTRACTED, scope=Scope.ZONE),
        Lens("fixed-rate", Measure.CONTRACTED, rate=LensRate.PLAN),
    )
}


def leading_lens(plan: Plan) -> Lens:
    """The lens that the plan's setting lets lead."""
    return LENSES.get(plan.headline_lens, LENSES["plan-headline"])


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included. Empty where the end lies before the beginning."""

    starts_on: date
    ends_on: date

    def within(self, starts_on: date | None, ends_on: date | None) -> Period:
        return Period(max(self.starts_on, starts_on or date.min), min(self.ends_on, ends_on or date.max))


def plan_at(plans: Sequence[Plan], as_of: date) -> Plan | None:
    """The plan in force on a day, or else the last one ended, or else the first to come."""
    in_force = [plan for plan in plans if plan.starts_on <= as_of <= plan.ends_on]
    if in_force:
        return max(in_force, key=lambda plan: plan.starts_on)
    ended = [plan for plan in plans if plan.ends_on < as_of]
    if ended:
        return max(ended, key=lambda plan: plan.ends_on)
    return min(plans, key=lambda plan: plan.starts_on, default=None)


@dataclass(frozen=True, slots=True)
class Cell:
    """The sum of one park's shares of all entries that are alike in what lenses look at.

    ``parks`` has the bits of every park that has a share other than 0.00 in these entries, so that
    an entry shared by several parks can be counted once.
    """

    park: int
    """The park's bit."""
    parks: int
    kind: EntryKind
    standing: Standing
    nature: Nature
    origin: Origin
    basis: Basis | None
    cents: int
    entries: int


def counts(lens: Lens, cell: Cell) -> bool:
    """Whether the lens counts the cell's entries; its scope is looked at apart."""
    return (
        KINDS[cell.kind].measure is lens.measure
        and cell.standing in lens.decisions
        and cell.nature in lens.nature
        and cell.origin in lens.origin
        and (lens.basis is None or cell.basis is lens.basis)
    )


def total_up(lens: Lens, cells: Iterable[Cell], scope: int) -> tuple[dict[int, int], int]:
    """The cents by park's bit, and the number of entries with a share other than 0.00 in ``scope``.

    ``scope`` has the bits of the parks to count.
    """
    cents: dict[int, int] = {}
    entries = 0
    for cell in cells:
        if not cell.park & scope or not counts(lens, cell):
            continue
        cents[cell.park] = cents.get(cell.park, 0) + cell.cents
        counted = cell.parks & scope
        if cell.park == counted & -counted:
            entries += cell.entries
    return cents, entries


@lru_cache(maxsize=4096)
def _fixed_ratio(currency: Currency, rate: Decimal, cny_rate: Decimal, fixed: Decimal) -> tuple[int, int]:
    if currency is Currency.USD:
        return 1, 1
    cny = Fraction(1) if currency is Currency.CNY else Fraction(cny_rate) / Fraction(rate)
    return (cny / Fraction(fixed)).as_integer_ratio()


def fixed_cents(
    amount_minor: int, currency: Currency, rate: Decimal, *, cny_rate: Decimal, fixed: Decimal
) -> int:
    """US cents at the plan's fixed rate, rounded once.

    USD stays; CNY is divided by it; others first become CNY at their own month's rates, unrounded.
    """
    times, by = _fixed_ratio(currency, rate, cny_rate, fixed)
    return round_half_even(Fraction(amount_minor * times, by))


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a reconciliation: what changes between two lenses that differ in one thing.

    ``before`` or ``after`` is None at nought, where the walk passes from one measure to another.
    """

    dimension: Dimension
    before: Lens | None
    after: Lens | None


def walk(start: Lens, end: Lens) -> Iterator[Step]:
    """The steps from one lens to another, one dimension at a time.

    From one measure to another the way leads through nought.
    """
    here = start
    if start.measure is not end.measure:
        yield Step(Dimension.MEASURE, start, None)
        basis = start.basis if end.measure is Measure.ARRIVED else None
        here = replace(start, key="", measure=end.measure, basis=basis)
        yield Step(Dimension.MEASURE, None, here)
    for dimension in list(Dimension)[1:]:
        wanted = getattr(end, dimension.value)
        if getattr(here, dimension.value) != wanted:
            there = replace(here, **{"key": "", dimension.value: wanted})
            yield Step(dimension, here, there)
            here = there


def is_widening(step: Step) -> bool:
    """Whether the lens after a step counts all that the one before it counts, and more.

    Raises:
        ValueError: neither of the two holds the other, so that a line could not have one sign.
    """
    before, after = (_chosen(side, step.dimension) for side in (step.before, step.after))
    if not (before <= after or after <= before):
        raise ValueError(f"{step} is no single step")
    return before < after


def _chosen(lens: Lens | None, dimension: Dimension) -> frozenset[object]:
    """What a lens takes in, in a dimension that chooses entries."""
    if lens is None:
        return frozenset()
    if dimension is Dimension.BASIS:
        return frozenset(Basis) if lens.basis is None else frozenset({lens.basis})
    chosen: frozenset[object] = getattr(lens, dimension.value)
    return chosen
