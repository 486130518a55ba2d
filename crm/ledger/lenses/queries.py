"""The sums behind every figure of money: one condition for the sum and for the rows behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    extract,
    false,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.sql.functions import coalesce

from crm.core.database import session
from crm.core.revisions import NAME as REVISION
from crm.ledger.lenses import cache, rules
from crm.ledger.lenses.rules import Cell, Dimension, Lens, LensRate, Period, Scope, Step
from crm.ledger.rules import KINDS
from kernel import money
from models import Counter, LedgerDecision, LedgerEntry, LedgerShare, Park, Plan
from models.enums import Decision, EntryKind, Measure, ParkKind, Standing

#: Sums of many 64-bit numbers don't fit in 64 bits: the two halves of each are summed apart.
HALF = 10**9

Condition = ColumnElement[bool]


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
class Question:
    """What bounds a sum: the plan's period up to a day, what was known at a moment, and which parks."""

    period: Period
    known_at: datetime
    fixed_cny_per_usd: Decimal
    park_ids: frozenset[int] | None = None
    """None is every park of the lens's scope."""

    @classmethod
    def of(
        cls,
        plan: Plan,
        as_of: date,
        known_at: datetime,
        *,
        park_ids: Sequence[int] | frozenset[int] | None = None,
        starts_on: date | None = None,
        ends_on: date | None = None,
    ) -> Question:
        """``starts_on`` and ``ends_on`` narrow the plan's period."""
        period = Period(plan.starts_on, min(as_of, plan.ends_on)).within(starts_on, ends_on)
        chosen = None if park_ids is None else frozenset(park_ids)
        return cls(period, known_at, plan.fixed_cny_per_usd, chosen)


@dataclass(frozen=True, slots=True)
class ProjectMoney:
    """A project's verified sums in US cents, by measure."""

    cents: Mapping[Measure, int] = field(default_factory=dict)

    def __getitem__(self, measure: Measure) -> int:
        return self.cents.get(measure, 0)


def list_plans() -> Sequence[Plan]:
    """All plans, the earliest first."""
    return session.scalars(select(Plan).order_by(Plan.starts_on, Plan.id)).all()


def list_parks() -> Sequence[Park]:
    """All parks, in the order in which they are shown."""
    return session.scalars(select(Park).order_by(Park.position, Park.id)).all()


def lens_totals(
    lens: Lens,
    plan: Plan,
    as_of: date,
    known_at: datetime,
    park_ids: Sequence[int] | frozenset[int] | None = None,
) -> LensTotals:
    """A lens's sum by park, as of a day and as known at a moment. ``park_ids`` narrows its scope."""
    return totals(lens, Question.of(plan, as_of, known_at, park_ids=park_ids))


def totals(lens: Lens, question: Question) -> LensTotals:
    return totals_of([lens], question)[0]


def totals_of(lenses: Iterable[Lens], question: Question) -> list[LensTotals]:
    """The sums of several lenses side by side, with one cube for all that share a rate."""
    parks = list_parks()
    bits = {park.id: 1 << at for at, park in enumerate(parks)}
    cubes: dict[object, Sequence[Cell]] = {}
    found = []
    for lens in lenses:
        cube = lens.measure if lens.rate is LensRate.PLAN else None
        if cube not in cubes:
            cubes[cube] = _cells(cube, question, bits)
        scope = [park for park in parks if is_in_scope(park, lens, question.park_ids)]
        cents, entries = rules.total_up(lens, cubes[cube], sum(bits[park.id] for park in scope))
        found.append(LensTotals(lens, {park.code: cents.get(bits[park.id], 0) for park in scope}, entries))
    return found


def is_in_scope(park: Park, lens: Lens, park_ids: frozenset[int] | None) -> bool:
    return (lens.scope is Scope.ZONE or park.is_core) and (park_ids is None or park.id in park_ids)


def totals_by_month(lens: Lens, question: Question) -> dict[str, dict[str, int]]:
    """A lens's cents by month (``2024-02``) and park code; months without an entry are left out."""
    parks = {park.id: park for park in list_parks()}
    found: dict[str, dict[str, int]] = {}
    for month, park_id, cents in _shares_by_month(lens, question):
        park = parks[park_id]
        if cents and is_in_scope(park, lens, question.park_ids):
            of_month = found.setdefault(f"{month // 100:04d}-{month % 100:02d}", {})
            of_month[park.code] = of_month.get(park.code, 0) + cents
    return dict(sorted(found.items()))


def projects_money(
    project_ids: Sequence[int] | Select[tuple[int]],
    as_of: date,
    known_at: datetime,
    *,
    scope: Scope = Scope.CORE,
) -> dict[int, ProjectMoney]:
    """Verified sums by project up to a day, whatever the plan; projects without any are left out."""
    conditions = [
        standing_known(known_at) == Standing.VERIFIED.value,
        *_known(Period(date.min, as_of), known_at),
        LedgerEntry.project_id.in_(project_ids),
    ]
    query = (
        select(LedgerEntry.project_id, LedgerEntry.kind, *halves())
        .join(LedgerShare.entry)
        .where(*conditions)
        .group_by(LedgerEntry.project_id, LedgerEntry.kind)
    )
    if scope is Scope.CORE:
        query = query.join(LedgerShare.park).where(Park.kind == ParkKind.CORE)
    found: dict[int, dict[Measure, int]] = {}
    for project_id, kind, high, low in session.execute(query):
        sums, measure = found.setdefault(project_id, {}), KINDS[kind].measure
        sums[measure] = sums.get(measure, 0) + whole(high, low)
    return {project_id: ProjectMoney(sums) for project_id, sums in found.items()}


def standing_known(known_at: datetime) -> ColumnElement[str]:
    """What held of an entry at a moment, as the value of a :class:`Standing`."""
    last = (
        select(type_coerce(LedgerDecision.decision, String))
        .where(
            LedgerDecision.entry_id == LedgerEntry.id,
            LedgerDecision.decision != Decision.CHECKED,
            LedgerDecision.recorded_at <= known_at,
        )
        .order_by(LedgerDecision.recorded_at.desc(), LedgerDecision.sequence.desc())
        .limit(1)
        .correlate(LedgerEntry)
        .scalar_subquery()
    )
    return coalesce(last, literal(Standing.OPEN.value, String))


def counted(lens: Lens, question: Question) -> list[Condition]:
    """The entries that a lens counts, whatever their shares."""
    conditions = [
        *_known(question.period, question.known_at),
        LedgerEntry.kind.in_(lens.kinds),
        standing_known(question.known_at).in_(sorted(standing.value for standing in lens.decisions)),
    ]
    if lens.nature != rules.ALL_NATURES:
        conditions.append(LedgerEntry.nature.in_(sorted(lens.nature)))
    if lens.origin != rules.ALL_ORIGINS:
        conditions.append(LedgerEntry.origin.in_(sorted(lens.origin)))
    if lens.basis is not None:
        conditions.append(LedgerEntry.basis == lens.basis)
    return conditions


def has_share_in(park_ids: Sequence[int]) -> Condition:
    """Entries of which one of the parks has a share other than 0.00."""
    shared = select(LedgerShare.id).where(
        LedgerShare.entry_id == LedgerEntry.id,
        LedgerShare.park_id.in_(park_ids),
        LedgerShare.usd_cents != 0,
    )
    return shared.correlate(LedgerEntry).exists()


def scope_ids(lens: Lens | None, question: Question) -> list[int]:
    if lens is None:
        return []
    return [park.id for park in list_parks() if is_in_scope(park, lens, question.park_ids)]


def behind(lens: Lens, question: Question) -> Condition:
    """The rows behind a figure, as a condition on entries."""
    return and_(*counted(lens, question), has_share_in(scope_ids(lens, question)))


def between(step: Step, question: Question) -> Condition:
    """The rows behind one line of a reconciliation: entries that count differently before and after it."""
    before, after = scope_ids(step.before, question), scope_ids(step.after, question)
    lens = step.after or step.before
    if lens is None:
        raise ValueError("a step stands between two lenses")
    if step.dimension is Dimension.SCOPE:
        return and_(*counted(lens, question), has_share_in(sorted(set(before) ^ set(after))))
    if step.dimension is Dimension.RATE:
        other = LedgerEntry.currency != money.Currency.USD
        return and_(*counted(lens, question), has_share_in(after), other)
    if step.before is None or step.after is None:
        return behind(lens, question)
    wide, narrow = (step.after, step.before) if rules.is_widening(step) else (step.before, step.after)
    counts_narrow = and_(*counted(narrow, question))
    # An unknown (a basis that is not given) is no match: NOT must not turn it into another unknown.
    return and_(*counted(wide, question), coalesce(counts_narrow, false()).is_(False), has_share_in(after))


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


def _known(period: Period, known_at: datetime) -> list[Condition]:
    return [
        LedgerEntry.recorded_at <= known_at,
        LedgerEntry.effective_on >= period.starts_on,
        LedgerEntry.effective_on <= period.ends_on,
    ]


def halves() -> tuple[Any, Any]:
    return func.sum(LedgerShare.usd_cents // HALF), func.sum(LedgerShare.usd_cents % HALF)


def whole(high: Any, low: Any) -> int:
    return int(high) * HALF + int(low)


def _revision() -> tuple[int, datetime]:
    """The revision of the facts, and the moment of the last one recorded in the ledger."""
    entry = select(func.max(LedgerEntry.recorded_at)).scalar_subquery()
    decision = select(func.max(LedgerDecision.recorded_at)).scalar_subquery()
    revision = select(Counter.value).where(Counter.name == REVISION).scalar_subquery()
    number, recorded_at, decided_at = session.execute(select(revision, entry, decision)).one()
    return number or 0, max(filter(None, (recorded_at, decided_at)), default=cache.EVER)


def _cells(fixed: Measure | None, question: Question, bits: Mapping[int, int]) -> Sequence[Cell]:
    """The cube: at recorded rates, or one measure at the plan's. Kept until a fact changes."""
    asked = ("cells", question.period, fixed, fixed and question.fixed_cny_per_usd, tuple(bits.items()))

    def work_out() -> Sequence[Cell]:
        if fixed is None:
            return list(_recorded_cells(question, bits))
        kinds = [kind for kind, rule in KINDS.items() if rule.measure is fixed]
        return list(_fixed_cells(kinds, question, bits))

    return cache.answer(asked, known_at=question.known_at, revision=_revision, work_out=work_out)


def _recorded_cells(question: Question, bits: Mapping[int, int]) -> Iterator[Cell]:
    bit = case(dict(bits), value=LedgerShare.park_id)
    shared = (
        select(LedgerShare.entry_id, func.sum(bit, type_=Integer).label("parks"))
        .where(LedgerShare.usd_cents != 0)
        .group_by(LedgerShare.entry_id)
        .subquery()
    )
    alike = (
        LedgerShare.park_id,
        shared.c.parks,
        LedgerEntry.kind,
        standing_known(question.known_at).label("standing"),
        LedgerEntry.nature,
        LedgerEntry.origin,
        LedgerEntry.basis,
    )
    query = (
        select(*alike, *halves(), func.count())
        .select_from(LedgerShare)
        .join(LedgerShare.entry)
        .join(shared, shared.c.entry_id == LedgerEntry.id)
        .where(LedgerShare.usd_cents != 0, *_known(question.period, question.known_at))
        .group_by(LedgerShare.park_id, shared.c.parks, LedgerEntry.kind, "standing")
        .group_by(LedgerEntry.nature, LedgerEntry.origin, LedgerEntry.basis)
    )
    for park_id, parks, kind, standing, nature, origin, basis, high, low, entries in session.execute(query):
        yield Cell(
            bits[park_id],
            int(parks),
            kind,
            Standing(standing),
            nature,
            origin,
            basis,
            whole(high, low),
            entries,
        )


def _fixed_shares(
    kinds: Sequence[EntryKind], question: Question
) -> Iterator[tuple[Any, list[tuple[int, int]]]]:
    """Every entry of some kinds with its shares at the plan's rate: (row, [(park id, cents)])."""
    query = (
        select(
            LedgerEntry.id,
            LedgerEntry.kind,
            standing_known(question.known_at).label("standing"),
            LedgerEntry.nature,
            LedgerEntry.origin,
            LedgerEntry.basis,
            LedgerEntry.effective_on,
            LedgerEntry.amount_minor,
            LedgerEntry.currency,
            LedgerEntry.rate,
            LedgerEntry.cny_rate,
            LedgerShare.park_id,
            LedgerShare.share,
        )
        .join(LedgerEntry.shares)
        .where(LedgerEntry.kind.in_(kinds), *_known(question.period, question.known_at))
        .order_by(LedgerEntry.id, LedgerShare.position)
    )
    fixed = question.fixed_cny_per_usd
    for _id, group in groupby(session.execute(query), key=lambda row: row.id):
        rows = list(group)
        row = rows[0]
        amount = rules.fixed_cents(
            row.amount_minor, row.currency, row.rate, cny_rate=row.cny_rate, fixed=fixed
        )
        cents = money.split(KINDS[row.kind].sign * amount, [part.share for part in rows])
        yield row, [(part.park_id, cent) for part, cent in zip(rows, cents, strict=True) if cent]


def _fixed_cells(kinds: Sequence[EntryKind], question: Question, bits: Mapping[int, int]) -> Iterator[Cell]:
    sums: dict[tuple[Any, ...], list[int]] = {}
    for row, shares in _fixed_shares(kinds, question):
        parks = sum(bits[park_id] for park_id, _ in shares)
        for park_id, cents in shares:
            alike = (
                bits[park_id],
                parks,
                row.kind,
                Standing(row.standing),
                row.nature,
                row.origin,
                row.basis,
            )
            of_cell = sums.setdefault(alike, [0, 0])
            of_cell[0] += cents
            of_cell[1] += 1
    for alike, (cents, entries) in sums.items():
        yield Cell(*alike, cents, entries)


def _shares_by_month(lens: Lens, question: Question) -> Iterator[tuple[int, int, int]]:
    """(month as 202402, park id, cents) of what the lens counts, the parks of no scope left out later."""
    if lens.rate is LensRate.PLAN:
        for row, shares in _fixed_shares(lens.kinds, question):
            if _counts_row(lens, row):
                month = row.effective_on.year * 100 + row.effective_on.month
                yield from ((month, park_id, cents) for park_id, cents in shares)
        return
    month = extract("year", LedgerEntry.effective_on) * 100 + extract("month", LedgerEntry.effective_on)
    query = (
        select(month.label("month"), LedgerShare.park_id, *halves())
        .join(LedgerShare.entry)
        .where(*counted(lens, question))
        .group_by("month", LedgerShare.park_id)
    )
    for number, park_id, high, low in session.execute(query):
        yield int(number), park_id, whole(high, low)


def _counts_row(lens: Lens, row: Any) -> bool:
    cell = Cell(0, 0, row.kind, Standing(row.standing), row.nature, row.origin, row.basis, 0, 0)
    return rules.counts(lens, cell)
