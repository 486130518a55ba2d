"""A plan as it is looked at: kept as a file, read again page by page without planning anew."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from crm.imports.columns import COLUMNS, Column, written
from crm.imports.planning import Plan
from crm.imports.rows import Candidate, Row, RowState
from crm.imports.rules import KEPT_ROWS, Kind

Packed = list[Any]
"""A row as JSON holds it: number, state, key, cells, notes.

A cell is column, before, after, reason, candidates.
"""

QUESTIONS = "questions"
"""Rows that are refused only until somebody says which record they mean."""
NOTED = "noted"
"""Rows that can be taken in, but of which something is to be said."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of a row: what is there, what the file says, and why it can't be taken."""

    column: str
    before: str = ""
    after: str = ""
    reason: str = ""
    candidates: Sequence[Candidate] = ()


@dataclass(frozen=True, slots=True)
class ShownRow:
    number: int
    state: RowState
    key: str
    cells: Sequence[ShownCell] = ()
    notes: Sequence[str] = ()

    @property
    def reason(self) -> str:
        """Everything that is wrong, in one line."""
        wrong = [cell for cell in self.cells if cell.reason]
        return " ".join(f"{cell.column}: {cell.reason}" if cell.column else cell.reason for cell in wrong)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would change. ``counts`` are of all rows; of each state the first rows are kept.

    ``packed`` are rows as they are kept: only those that are shown are unpacked.
    """

    kind: Kind
    digest: str
    counts: dict[str, int]
    packed: Sequence[Packed]

    def count(self, show: str) -> int:
        return self.counts.get(show, 0)

    @property
    def is_clean(self) -> bool:
        return not self.count(RowState.BAD)

    @property
    def changes(self) -> int:
        return self.count(RowState.NEW) + self.count(RowState.CHANGED)

    def first_tab(self) -> str:
        """What needs to be looked at first."""
        order = (QUESTIONS, RowState.BAD, RowState.CHANGED, RowState.NEW, RowState.SAME)
        return next((str(show) for show in order if self.count(show)), str(RowState.NEW))

    def kept(self, show: str) -> int:
        """How many of them can be looked at."""
        return sum(1 for row in self.packed if _is_shown(row, show))

    def listed(self, show: str, start: int = 0, size: int | None = None) -> list[ShownRow]:
        end = None if size is None else start + size
        wanted = (row for row in self.packed if _is_shown(row, show))
        return [_unpack(row) for row in islice(wanted, start, end)]


def _is_shown(row: Packed, show: str) -> bool:
    """By the state, which stands second, or the notes, which stand last; a question has candidates, which
    stand last in a cell."""
    if show == QUESTIONS:
        return any(cell[-1] for cell in row[3])
    if show == NOTED:
        return bool(row[4])
    return bool(row[1] == show)


def preview_of(plan: Plan) -> Preview:
    counts = {state.value: number for state, number in plan.counts.items()}
    counts[NOTED] = sum(bool(row.notes) for row in plan.rows)
    counts[QUESTIONS] = sum(any(cell.candidates for cell in row.bad) for row in plan.rows)
    return Preview(plan.kind, plan.digest, counts, [_pack(row) for row in _kept(plan)])


def _kept(plan: Plan) -> Iterator[ShownRow]:
    columns = COLUMNS[plan.kind]
    taken: Counter[RowState] = Counter()
    for row in plan.rows:
        taken[row.state] += 1
        if taken[row.state] <= KEPT_ROWS:
            yield ShownRow(row.number, row.state, _key(row, columns), tuple(_cells(row, columns)), row.notes)


def _key(row: Row, columns: Sequence[Column]) -> str:
    """What the row calls itself, also where it has not found its record."""
    first = columns[0]
    return row.key or (written(first, row.get(first.name)) if row.gives(first.name) else "")


def _cells(row: Row, columns: Sequence[Column]) -> Iterator[ShownCell]:
    if row.state is RowState.BAD:
        yield from _refused(row, columns)
        return
    for column in columns:
        if column.name in row.after:
            yield ShownCell(column.name, row.before.get(column.name, ""), row.after[column.name])


def _refused(row: Row, columns: Sequence[Column]) -> Iterator[ShownCell]:
    """Every cell at fault with its reasons, and beside it what the row says otherwise."""
    said = {
        column.name: written(column, row.given[column.name]) for column in columns if row.gives(column.name)
    }
    for name in dict.fromkeys(cell.column for cell in row.bad):
        faults = [cell for cell in row.bad if cell.column == name]
        candidates = tuple(each for cell in faults for each in cell.candidates)
        reason = " ".join(dict.fromkeys(cell.reason for cell in faults))
        yield ShownCell(name, "", said.pop(name, ""), reason, candidates)
    for name, text in said.items():
        yield ShownCell(name, "", text)


def _pack(row: ShownRow) -> Packed:
    cells = [
        [
            cell.column,
            cell.before,
            cell.after,
            cell.reason,
            [[each.key, each.label] for each in cell.candidates],
        ]
        for cell in row.cells
    ]
    return [row.number, row.state.value, row.key, cells, list(row.notes)]


def _unpack(row: Packed) -> ShownRow:
    number, state, key, cells, notes = row
    return ShownRow(number, RowState(state), key, [_unpack_cell(*cell) for cell in cells], notes)


def _unpack_cell(column: str, before: str, after: str, reason: str, choices: list[list[str]]) -> ShownCell:
    return ShownCell(column, before, after, reason, [Candidate(key, words) for key, words in choices])


def dump(preview: Preview) -> bytes:
    whole = {
        "kind": preview.kind.value,
        "digest": preview.digest,
        "counts": preview.counts,
        "rows": preview.packed,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def load(content: bytes) -> Preview:
    """The preview that :func:`dump` wrote."""
    whole = json.loads(content)
    return Preview(Kind(whole["kind"]), whole["digest"], whole["counts"], whole["rows"])
