"""What the progress report is made from: figures already computed, names already translated.

Money is in USD cents. Every figure names its lens, its own as-of date (last year's figures have last
year's) and the rows behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kernel.figures import Figure
from reports.content import Locale


@dataclass(frozen=True, slots=True)
class Investment:
    """The first target: new investment under the leading lens, and what stands beside it.

    Percents are Decimals with two decimals; ``ahead`` is completion less time-proportional pace in
    percentage points, negative where behind. ``required_per_month`` is None in a closed plan.
    """

    target: Figure
    actual: Figure
    agreed: Figure
    contracted: Figure
    arrived: Figure
    new_projects: Figure
    completion: Figure
    time_pace: Figure
    ahead: Figure
    remaining: Figure
    achieved_per_month: Figure
    required_per_month: Figure
    projected: Figure | None = None
    with_linked: Figure | None = None
    """The leading sum with the linked areas' shares, beside that of the core parks; None for one park."""


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """The end of a quarter: what had been reached (None where it lies ahead), what pace asked for; cents."""

    on: date
    actual: int | None
    pace: int


@dataclass(frozen=True, slots=True)
class CountedGroup:
    """``park`` is that of the establishment that made it count."""

    name: str
    edition: str
    rank: int
    park: str
    counted_on: date
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class MissingGroup:
    """A ranked group that doesn't count yet, and what it lacks, in words."""

    name: str
    edition: str
    rank: int | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """The second target. ``not_counted_total`` says how many there are if ``not_counted`` is an excerpt."""

    target: Figure
    baseline: Figure
    actual: Figure
    gone: Figure
    completion: Figure
    required_per_year: Figure
    counted: tuple[CountedGroup, ...]
    not_counted: tuple[MissingGroup, ...]
    not_counted_total: int


@dataclass(frozen=True, slots=True)
class Lens:
    """One legitimate total. ``details`` are pairs of what it fixes (measure, decisions, scope, …);
    ``linked`` is the linked areas' part, None where the lens leaves them out."""

    key: str
    name: str
    meaning: str
    total: Figure
    entries: int
    parks: tuple[Figure, ...]
    linked: Figure | None = None
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WalkLine:
    """A step between two lenses: what is added or taken away, by how many entries. In cents.

    ``figure`` is the same amount with the way to its rows, where they can be opened.
    """

    label: str
    usd: int
    entries: int | None = None
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """``start`` plus all lines equals ``end``, to the cent."""

    start: Figure
    lines: tuple[WalkLine, ...]
    end: Figure

    def __post_init__(self) -> None:
        ends = (self.start.value, self.end.value)
        if not all(isinstance(end, int) for end in ends):
            raise ValueError("a walk goes from one sum to another")
        if int(ends[0] or 0) + sum(line.usd for line in self.lines) != ends[1]:
            raise ValueError(f"the walk from {self.start.lens} to {self.end.lens} doesn't arrive")


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A row of the bulletin's first table: one indicator under one lens, in one park or in all."""

    park: str
    indicator: str
    year_target: Figure | None
    month: Figure
    year: Figure
    last_year: Figure
    change: Decimal | None
    completion: Decimal | None
    time_pace: Decimal
    ahead: Decimal | None
    plan: Figure
    plan_share: Decimal | None


@dataclass(frozen=True, slots=True)
class StageRow:
    """A row of the second table: projects by stage, and the four rates in percent."""

    park: str
    lead: int
    talks: int
    intent: int
    framework: int
    formal: int
    registered: int
    construction: int
    operating: int
    registration_rate: Decimal | None
    start_rate: Decimal | None
    production_rate: Decimal | None
    arrival_rate: Decimal | None


@dataclass(frozen=True, slots=True)
class YearCell:
    """One park's year of the plan under the leading lens, with the same period a year before."""

    target: Figure | None
    contracted: Figure
    last_year: Figure
    change: Decimal | None
    arrived: Figure


@dataclass(frozen=True, slots=True)
class YearRow:
    """``until`` is the year's end, or the as-of date in the current year."""

    year: int
    until: date
    total: YearCell
    parks: tuple[YearCell, ...]


@dataclass(frozen=True, slots=True)
class SignedProject:
    """``investor`` with group and rank where known. Amounts are the core parks' verified sums."""

    name: str
    investor: str
    park: str
    signed_on: date
    stage: str
    status: str
    contracted: Figure
    arrived: Figure


@dataclass(frozen=True, slots=True)
class Rates:
    """The four rates of the field over the projects signed from ``since`` to ``until``."""

    since: date
    until: date
    signed: Figure
    registered: Figure
    started: Figure
    producing: Figure
    registration: Figure
    start: Figure
    production: Figure
    arrival: Figure
    contracted: Figure
    arrived: Figure


@dataclass(frozen=True, slots=True)
class PlanIndicator:
    """One of the plan's indicators. Values are text as the plan prints them: two of them have no number.

    ``latest`` is the latest verified value, empty where there is none; ``period`` is its period.
    """

    number: int
    name: str
    unit: str
    baseline: str
    target: str
    latest: str
    period: str
    completion: Decimal | None


@dataclass(frozen=True, slots=True)
class ProgressInput:
    """``parks`` are the names of the core parks in the order of every tuple by park.

    ``other_lenses`` names what counts and rates are counted by, beside the ledger's lenses.
    ``data`` is the answer of ``figures --json`` for the same dates; it travels with the file.
    """

    zone: str
    plan: str
    plan_starts_on: date
    plan_ends_on: date
    is_closed: bool
    as_of: date
    known_at: datetime
    locale: Locale
    parks: tuple[str, ...]
    investment: Investment
    course: tuple[CoursePoint, ...]
    groups: Groups
    lenses: tuple[Lens, ...]
    walks: tuple[Walk, ...]
    indicator_rows: tuple[IndicatorRow, ...]
    stage_rows: tuple[StageRow, ...]
    stage_total: StageRow
    years: tuple[YearRow, ...]
    projects: tuple[SignedProject, ...]
    rates: Rates
    indicators: tuple[PlanIndicator, ...]
    document_number: str = ""
    notice: str = ""
    issuer: str = ""
    other_lenses: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
