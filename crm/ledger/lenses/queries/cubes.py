"""The cubes that lenses are read from: one at recorded rates for all, one a measure at the plan's rate."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import Integer, Subquery, case, func, select

from crm.core import kept
from crm.core.database import session
from crm.ledger.lenses import rules
from crm.ledger.lenses.queries.conditions import Condition, Question, halves, known, standing_known, whole
from crm.ledger.lenses.rules import Cell, Period
from crm.ledger.rules import KINDS
from kernel import money
from kernel.money import Currency
from models import LedgerEntry, LedgerShare
from models.enums import Basis, EntryKind, Measure, Nature, Origin, Standing

DAY = timedelta(days=1)


Tagged = tuple[bool, Cell]
"""Whether the entries are in US dollars, and their sum."""
Alike = tuple[int, int, EntryKind, Standing, Nature, Origin, Basis | None]
Placed = Iterable[tuple[int, Tagged]]
"""Cells by the stretch of time in which they lie: 1 is that between the first two cuts."""


def cells_in(
    fixed: Measure | None, periods: Sequence[Period], question: Question, bits: Mapping[int, int]
) -> list[list[Cell]]:
    """The cells of each of some periods, which may overlap: at recorded rates, or a measure's at the plan's.

    What is missing is asked for in one statement (two at the plan's rate), and kept until a fact changes.
    """
    recorded = _kept_in(("cells",), periods, question, bits, _recorded_cells)
    if fixed is None:
        return [[cell for _, cell in cells] for cells in recorded]
    # USD stays as it is, so that the database sums it up; only the others are worked out one by one.
    in_usd = [
        [cell for is_usd, cell in cells if is_usd and KINDS[cell.kind].measure is fixed] for cells in recorded
    ]
    at_rate = ("fixed", fixed, question.fixed_cny_per_usd)
    worked_out = _kept_in(at_rate, periods, question, bits, partial(_fixed_cells, fixed))
    return [as_is + [cell for _, cell in cells] for as_is, cells in zip(in_usd, worked_out, strict=True)]


def _kept_in(
    name: Hashable,
    periods: Sequence[Period],
    question: Question,
    bits: Mapping[int, int],
    ask: Callable[[Question, Mapping[int, int], Sequence[date]], Placed],
) -> list[list[Tagged]]:
    """Time is cut at every beginning and end; a period's cells are those between its cuts."""

    def work_out(missing: Sequence[int]) -> list[list[Tagged]]:
        wanted = [periods[at] for at in missing]
        cuts = sorted(
            {
                day
                for each in wanted
                if each.starts_on <= each.ends_on
                for day in (each.starts_on, each.ends_on + DAY)
            }
        )
        if not cuts:
            return [[] for _ in wanted]
        between: dict[int, list[Tagged]] = {}
        for at, cell in ask(replace(question, period=Period(cuts[0], cuts[-1] - DAY)), bits, cuts):
            between.setdefault(at, []).append(cell)
        return [_joined(each, cuts, between) for each in wanted]

    asked = [(name, each, tuple(bits.items())) for each in periods]
    return kept.answers(asked, known_at=question.known_at, work_out=work_out)


def _joined(period: Period, cuts: Sequence[date], between: Mapping[int, list[Tagged]]) -> list[Tagged]:
    """The cells of all stretches between two cuts that lie in the period."""
    inside = [at for at in range(1, len(cuts)) if period.starts_on <= cuts[at - 1] <= period.ends_on]
    return [cell for at in inside for cell in between.get(at, ())]


def _sharing_parks(bits: Mapping[int, int]) -> Subquery:
    """The parks that have a share of each entry, as the sum of their bits."""
    bit = case(dict(bits), value=LedgerShare.park_id)
    return (
        select(LedgerShare.entry_id, func.sum(bit, type_=Integer).label("parks"))
        .where(LedgerShare.usd_cents != 0)
        .group_by(LedgerShare.entry_id)
        .subquery()
    )


def _recorded_cells(question: Question, bits: Mapping[int, int], cuts: Sequence[date]) -> Placed:
    shared = _sharing_parks(bits)
    place = case(*((LedgerEntry.effective_on < cut, at) for at, cut in enumerate(cuts)), else_=len(cuts))
    alike = (
        LedgerShare.park_id,
        shared.c.parks,
        LedgerEntry.kind,
        standing_known(question.known_at).label("standing"),
        LedgerEntry.nature,
        LedgerEntry.origin,
        LedgerEntry.basis,
        place.label("place"),
        case((LedgerEntry.currency == Currency.USD, 1), else_=0).label("in_usd"),
    )
    query = (
        select(*alike, *halves(), func.count())
        .select_from(LedgerShare)
        .join(LedgerShare.entry)
        .join(shared, shared.c.entry_id == LedgerEntry.id)
        .where(LedgerShare.usd_cents != 0, *known(question.period, question.known_at))
        .group_by(LedgerShare.park_id, shared.c.parks, LedgerEntry.kind, "standing")
        .group_by(LedgerEntry.nature, LedgerEntry.origin, LedgerEntry.basis, "place", "in_usd")
    )
    for row in session.execute(query):
        park_id, parks, kind, standing, nature, origin, basis, at, in_usd, high, low, entries = row
        cell = Cell(
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
        yield at, (bool(in_usd), cell)


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


def _fixed_cells(fixed: Measure, question: Question, bits: Mapping[int, int], cuts: Sequence[date]) -> Placed:
    """One measure's entries in other currencies than US dollars, worked out one by one."""
    kinds = LedgerEntry.kind.in_([kind for kind, rule in KINDS.items() if rule.measure is fixed])
    sums: dict[tuple[int, Alike], list[int]] = {}
    for row, shares in fixed_shares(question, kinds, LedgerEntry.currency != Currency.USD):
        parks = sum(bits[park_id] for park_id, _ in shares)
        at = bisect_right(cuts, row.effective_on)
        for park_id, cents in shares:
            of_entry = row.kind, Standing(row.standing), row.nature, row.origin, row.basis
            alike = bits[park_id], parks, *of_entry
            of_cell = sums.setdefault((at, alike), [0, 0])
            of_cell[0] += cents
            of_cell[1] += 1
    for (at, alike), (cents, entries) in sums.items():
        yield at, (False, Cell(*alike, cents, entries))
