"""The sums behind every figure of money, and what each entry adds to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, extract, select

from crm.core import kept
from crm.core.database import session
from crm.core.parks import list_parks
from crm.ledger.lenses import rules
from crm.ledger.lenses.queries.conditions import (
    Question,
    counted,
    halves,
    is_in_scope,
    known,
    standing_known,
    whole,
)
from crm.ledger.lenses.queries.cubes import cells_in, fixed_shares
from crm.ledger.lenses.rules import Cell, Dimension, Lens, LensRate, Period, Scope, Step
from crm.ledger.rules import KINDS
from kernel import money
from models import LedgerEntry, LedgerShare, Park, Plan, ProjectVersion
from models.enums import EntryKind, Measure, ParkKind, Standing

IDS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class LensTotals:
    """A lens's sum in US cents, by park code (every park of the scope, zero or not)."""

    lens: Lens
    cents: Mapping[str, int]
    entries: int

    @property
    def total(self) -> int:
        return sum(self.cents.values())


@dataclass(frozen=True, slots=True)
class ProjectMoney:
    """A project's verified sums in US cents, by measure."""

    cents: Mapping[Measure, int] = field(default_factory=dict)

    def __getitem__(self, measure: Measure) -> int:
        return self.cents.get(measure, 0)


def lens_totals(
    lens: Lens,
    plan: Plan,
    as_of: date,
    known_at: datetime,
    park_ids: Sequence[int] | frozenset[int] | None = None,
) -> LensTotals:
    """A lens's sum by park, as of a day and as known at a moment. ``park_ids`` narrows its scope."""
    return totals(lens, Question.of(plan, as_of, known_at, park_ids=park_ids))


def totals(lens: Lens, question: Question, parks: Sequence[Park] | None = None) -> LensTotals:
    return totals_of([lens], question, parks)[0]


def totals_of(
    lenses: Iterable[Lens], question: Question, parks: Sequence[Park] | None = None
) -> list[LensTotals]:
    """The sums of several lenses side by side, with one cube for all that share a rate.

    ``parks`` is the list of all parks, for who has it already; so in the functions below.
    """
    return totals_in(list(lenses), [question.period], question, parks)[0]


def totals_in(
    lenses: Sequence[Lens],
    periods: Sequence[Period],
    question: Question,
    parks: Sequence[Park] | None = None,
) -> list[list[LensTotals]]:
    """The sums of several lenses in several periods, whatever the question's own: a list per period.

    One statement for all, and one more for each measure that a lens counts at the plan's rate.
    """
    parks = parks or list_parks()
    bits = {park.id: 1 << at for at, park in enumerate(parks)}
    which = tuple(lenses), tuple(periods), tuple(bits.items())
    asked = ("totals", *which, question.park_ids, question.fixed_cny_per_usd)

    def work_out() -> list[list[LensTotals]]:
        rates = dict.fromkeys(_rate_of(lens) for lens in lenses)
        cubes = {rate: cells_in(rate, periods, question, bits) for rate in rates}
        return [
            [_totals(lens, cubes[_rate_of(lens)][at], question, parks) for lens in lenses]
            for at in range(len(periods))
        ]

    return kept.answer(asked, known_at=question.known_at, work_out=work_out)


def _rate_of(lens: Lens) -> Measure | None:
    """Which cells a lens is read from: those at recorded rates, or its measure's at the plan's."""
    return lens.measure if lens.rate is LensRate.PLAN else None


def _totals(lens: Lens, cells: Sequence[Cell], question: Question, parks: Sequence[Park]) -> LensTotals:
    bits = {park.code: 1 << at for at, park in enumerate(parks) if is_in_scope(park, lens, question.park_ids)}
    cents, entries = rules.total_up(lens, cells, sum(bits.values()))
    return LensTotals(lens, {code: cents.get(bit, 0) for code, bit in bits.items()}, entries)


def totals_by_month(
    lens: Lens, question: Question, parks: Sequence[Park] | None = None
) -> dict[str, dict[str, int]]:
    """A lens's cents by month (``2024-02``) and park code; months without an entry are left out."""
    by_id = {park.id: park for park in parks or list_parks()}
    found: dict[str, dict[str, int]] = {}
    for month, park_id, cents in _shares_by_month(lens, question):
        park = by_id[park_id]
        if cents and is_in_scope(park, lens, question.park_ids):
            of_month = found.setdefault(f"{month // 100:04d}-{month % 100:02d}", {})
            of_month[park.code] = of_month.get(park.code, 0) + cents
    return dict(sorted(found.items()))


def projects_money(
    project_ids: Iterable[int] | Select[int], as_of: date, known_at: datetime, *, scope: Scope = Scope.CORE
) -> dict[int, ProjectMoney]:
    """Verified sums by project up to a day, whatever the plan; projects without any are left out.

    A select of ids is answered in one statement, ids at hand in batches.
    """
    found: dict[int, ProjectMoney] = {}
    for ids in _in_batches(project_ids):
        found |= _added_up(_project_sums(ids, as_of, known_at, scope))
    return found


def cohort_money(
    cohort: ColumnElement[bool], as_of: date, known_at: datetime, *, scope: Scope = Scope.CORE
) -> dict[int, ProjectMoney]:
    """What :func:`projects_money` finds for the projects of a condition, added up by their park as known."""
    return _added_up(
        _verified(select(ProjectVersion.park_id, LedgerEntry.kind, *halves()), as_of, known_at, scope)
        .join(ProjectVersion, ProjectVersion.project_id == LedgerEntry.project_id)
        .where(cohort)
        .group_by(ProjectVersion.park_id, LedgerEntry.kind)
    )


def _added_up(query: Select[int, EntryKind, int, int]) -> dict[int, ProjectMoney]:
    """By the query's first column."""
    found: dict[int, dict[Measure, int]] = {}
    for key, kind, high, low in session.execute(query):
        sums, measure = found.setdefault(key, {}), KINDS[kind].measure
        sums[measure] = sums.get(measure, 0) + whole(high, low)
    return {key: ProjectMoney(sums) for key, sums in found.items()}


def _in_batches(project_ids: Iterable[int] | Select[int]) -> Iterator[Sequence[int] | Select[int]]:
    if isinstance(project_ids, Select):
        yield project_ids
        return
    ids = list(project_ids)
    for start in range(0, len(ids), IDS_AT_ONCE):
        yield ids[start : start + IDS_AT_ONCE]


def _project_sums(
    project_ids: Sequence[int] | Select[int], as_of: date, known_at: datetime, scope: Scope
) -> Select[int, EntryKind, int, int]:
    return (
        _verified(select(LedgerEntry.project_id, LedgerEntry.kind, *halves()), as_of, known_at, scope)
        .where(LedgerEntry.project_id.in_(project_ids))
        .group_by(LedgerEntry.project_id, LedgerEntry.kind)
    )


def _verified(
    query: Select[int, EntryKind, int, int], as_of: date, known_at: datetime, scope: Scope
) -> Select[int, EntryKind, int, int]:
    """Of shares of verified entries up to a day."""
    query = query.join(LedgerShare.entry).where(
        standing_known(known_at) == Standing.VERIFIED.value, *known(Period(date.min, as_of), known_at)
    )
    return query.join(LedgerShare.park).where(Park.kind == ParkKind.CORE) if scope is Scope.CORE else query


def entry_cents(lens: Lens | None, entry: LedgerEntry, parks: Sequence[int], fixed: Decimal) -> int:
    """What an entry that the lens counts adds to it, by its shares of ``parks``."""
    if lens is None:
        return 0
    cents = [share.usd_cents for share in entry.shares]
    if lens.rate is LensRate.PLAN:
        amount = rules.fixed_cents(
            entry.amount_minor, entry.currency, entry.rate, cny_rate=entry.cny_rate, fixed=fixed
        )
        cents = money.split(KINDS[entry.kind].sign * amount, [share.share for share in entry.shares])
    return sum(part for share, part in zip(entry.shares, cents, strict=True) if share.park_id in parks)


def step_cents(step: Step, entry: LedgerEntry, scopes: Sequence[Sequence[int]], question: Question) -> int:
    """What an entry adds to a line of a reconciliation; ``scopes`` are the park ids before and after it."""
    fixed = question.fixed_cny_per_usd
    before = entry_cents(step.before, entry, scopes[0], fixed)
    after = entry_cents(step.after, entry, scopes[1], fixed)
    if step.dimension in (Dimension.MEASURE, Dimension.SCOPE, Dimension.RATE):
        return after - before
    return after if rules.is_widening(step) else -before


def _shares_by_month(lens: Lens, question: Question) -> Sequence[tuple[int, int, int]]:
    """(month as 202402, park id, cents) of what the lens counts, whatever its scope; kept like the cubes."""
    fixed = question.fixed_cny_per_usd if lens.rate is LensRate.PLAN else None
    asked = ("months", lens, question.period, fixed)
    work_out = _months_at_fixed_rate if fixed else _months_as_recorded
    return kept.answer(
        asked,
        known_at=question.known_at,
        work_out=lambda: list(work_out(lens, question)),
    )


def _months_at_fixed_rate(lens: Lens, question: Question) -> Iterator[tuple[int, int, int]]:
    sums: dict[tuple[int, int], int] = {}
    for row, shares in fixed_shares(question, *counted(lens, question)):
        month = row.effective_on.year * 100 + row.effective_on.month
        for park_id, cents in shares:
            sums[month, park_id] = sums.get((month, park_id), 0) + cents
    yield from ((month, park_id, cents) for (month, park_id), cents in sums.items())


def _months_as_recorded(lens: Lens, question: Question) -> Iterator[tuple[int, int, int]]:
    month = extract("year", LedgerEntry.effective_on) * 100 + extract("month", LedgerEntry.effective_on)
    query = (
        select(month.label("month"), LedgerShare.park_id, *halves())
        .join(LedgerShare.entry)
        .where(*counted(lens, question))
        .group_by("month", LedgerShare.park_id)
    )
    for number, park_id, high, low in session.execute(query):
        yield int(number), park_id, whole(high, low)
