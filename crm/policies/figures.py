"""Sums of promises as figures: with their dates and the way to their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from crm.policies.queries.promises import ParkSums
from crm.policies.rules.promises import Show
from kernel.figures import Figure, RowFilter, Unit
from models import Park


@dataclass(frozen=True, slots=True)
class SumRow:
    """One park's line; ``park`` is None for all of them together."""

    park: Park | None
    promised: Figure
    paid: Figure
    open: Figure
    let_off: Figure
    overdue: Figure


def sum_rows(sums: Sequence[ParkSums], *, as_of: date, known_at: datetime) -> list[SumRow]:
    """A line for each park that promised anything, and one for all where there are several."""
    rows = [_row(each.park, [each], as_of, known_at) for each in sums]
    return [*rows, _row(None, sums, as_of, known_at)] if len(rows) > 1 else rows


def _row(park: Park | None, sums: Iterable[ParkSums], as_of: date, known_at: datetime) -> SumRow:
    parts = list(sums)
    where = {"park": str(park.id)} if park else {}

    def figure(name: str, value: int, unit: Unit, show: Show) -> Figure:
        rows = RowFilter("promises.index", {**where, "show": show.value})
        return Figure(value, unit, f"promises-{name}", as_of, known_at, rows)

    return SumRow(
        park,
        figure("promised", sum(each.promised for each in parts), Unit.CNY, Show.GIVEN),
        figure("paid", sum(each.paid for each in parts), Unit.CNY, Show.GIVEN),
        figure("open", sum(each.open for each in parts), Unit.CNY, Show.OPEN),
        figure("cleared", sum(each.let_off for each in parts), Unit.CNY, Show.CLEARED),
        figure("overdue", sum(each.overdue for each in parts), Unit.COUNT, Show.OVERDUE),
    )
