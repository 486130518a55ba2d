"""The cubes that lenses are read from: one at recorded rates for all, one a measure at the plan's rate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, func, literal, select

from crm.core.database import session
from crm.core.revisions import NAME as REVISION
from crm.ledger.lenses import cache, rules
from crm.ledger.lenses.queries.conditions import Condition, Question, halves, known, standing_known, whole
from crm.ledger.lenses.rules import Cell, Period
from crm.ledger.rules import KINDS
from kernel import money
from kernel.money import Currency
from models import Counter, LedgerDecision, LedgerEntry, LedgerShare
from models.enums import Measure, Standing

DAY = timedelta(days=1)


def current_revision() -> tuple[int, datetime]:
    """The revision of the facts, and the moment of the last one recorded in the ledger."""
    entry = select(func.max(LedgerEntry.recorded_at)).scalar_subquery()
    decision = select(func.max(LedgerDecision.recorded_at)).scalar_subquery()
    revision = select(Counter.value).where(Counter.name == REVISION).scalar_subquery()
    number, recorded_at, decided_at = session.execute(select(revision, entry, decision)).one()
    return number or 0, max(filter(None, (recorded_at, decided_at)), default=cache.EVER)


def cells_of(fixed: Measure | None, question: Question, bits: Mapping[int, int]) -> Sequence[Cell]:
    """The cube: at recorded rates, or one measure at the plan's. Kept until a fact changes."""
    asked = ("cells", question.period, fixed, fixed and question.fixed_cny_per_usd, tuple(bits.items()))

    def work_out() -> Sequence[Cell]:
        if fixed is None:
            return list(_recorded_cells(question, bits))
        kinds = LedgerEntry.kind.in_([kind for kind, rule in KINDS.items() if rule.measure is fixed])
        # USD stays as it is, so that the database sums it up; only the others are worked out one by one.
        in_usd = LedgerEntry.currency == Currency.USD
        kept = _recorded_cells(question, bits, kinds, in_usd)
        return [*kept, *_fixed_cells(question, bits, kinds, ~in_usd)]

    return cache.answer(asked, known_at=question.known_at, revision=current_revision, work_out=work_out)


def cells_in(periods: Sequence[Period], question: Question, bits: Mapping[int, int]) -> list[list[Cell]]:
    """The cube at recorded rates of each of some periods, which may overlap, in one statement.

    Time is cut at every beginning and end; a period's cube is made of the cubes between its cuts.
    """
    cuts = sorted({day for each in periods for day in (each.starts_on, each.ends_on + DAY)})
    asked = ("periods", tuple(periods), tuple(bits.items()))
    if len(cuts) < 2:
        return [[] for _ in periods]

    def work_out() -> list[list[Cell]]:
        place = case(*((LedgerEntry.effective_on < cut, at) for at, cut in enumerate(cuts)), else_=len(cuts))
        span = replace(question, period=Period(cuts[0], cuts[-1] - DAY))
        between: dict[int, list[Cell]] = {}
        for at, cell in _placed_cells(span, bits, place):
            between.setdefault(at, []).append(cell)
        return [_joined(each, cuts, between) for each in periods]

    return cache.answer(asked, known_at=question.known_at, revision=current_revision, work_out=work_out)


def _joined(period: Period, cuts: Sequence[date], between: Mapping[int, list[Cell]]) -> list[Cell]:
    """The cells of all stretches between two cuts that lie in the period."""
    inside = [at for at in range(1, len(cuts)) if period.starts_on <= cuts[at - 1] <= period.ends_on]
    return [cell for at in inside for cell in between.get(at, ())]


def _recorded_cells(question: Question, bits: Mapping[int, int], *only: Condition) -> Iterator[Cell]:
    return (cell for _, cell in _placed_cells(question, bits, literal(0), *only))


def _placed_cells(
    question: Question, bits: Mapping[int, int], place: ColumnElement[int], *only: Condition
) -> Iterator[tuple[int, Cell]]:
    """The cube, told apart by ``place`` as well."""
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
        place.label("place"),
    )
    query = (
        select(*alike, *halves(), func.count())
        .select_from(LedgerShare)
        .join(LedgerShare.entry)
        .join(shared, shared.c.entry_id == LedgerEntry.id)
        .where(LedgerShare.usd_cents != 0, *known(question.period, question.known_at), *only)
        .group_by(LedgerShare.park_id, shared.c.parks, LedgerEntry.kind, "standing")
        .group_by(LedgerEntry.nature, LedgerEntry.origin, LedgerEntry.basis, "place")
    )
    for row in session.execute(query):
        park_id, parks, kind, standing, nature, origin, basis, at, high, low, entries = row
        cents = whole(high, low)
        yield (
            at,
            Cell(bits[park_id], int(parks), kind, Standing(standing), nature, origin, basis, cents, entries),
        )


def fixed_shares(question: Question, *only: Condition) -> Iterator[tuple[Any, list[tuple[int, int]]]]:
    """Entries with their shares at the plan's rate, other than 0.00: (row, [(park id, cents)])."""
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
        .where(*known(question.period, question.known_at), *only)
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


def _fixed_cells(question: Question, bits: Mapping[int, int], *only: Condition) -> Iterator[Cell]:
    sums: dict[tuple[Any, ...], list[int]] = {}
    for row, shares in fixed_shares(question, *only):
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
