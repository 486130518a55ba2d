"""A row of a file on its way: what it gives, what is wrong with it, and what it would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from crm.imports.columns import COLUMNS, Column, written
from crm.imports.rules import Kind

Cells = dict[str, str]
"""The text of a record's cells by column; a blank one is ``""``."""


class RowState(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several records that a row may mean; ``key`` is what an answer names."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class BadCell:
    """Why a row can't be taken in. With ``candidates`` it is a question: which one is meant?"""

    row: int
    column: str
    reason: str
    candidates: Sequence[Candidate] = ()


@dataclass(slots=True)
class Row:
    """``given`` holds the values of the cells that say something; None empties what is there.

    ``masked`` are the columns whose cells are ``***``: they say nothing, and are not blank either.
    """

    number: int
    given: dict[str, Any] = field(default_factory=dict)
    masked: set[str] = field(default_factory=set)
    bad: list[BadCell] = field(default_factory=list)
    key: str = ""
    record: Any = None
    is_back: bool = False
    """The record is there, but was put away or taken back: this row brings it back."""
    before: Cells = field(default_factory=dict)
    after: Cells = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    is_denied: bool = False
    """A right or the second key stands against it: such an attempt goes into the audit log."""
    made: dict[str, int] = field(default_factory=dict)
    """Ids of what had to be made for this row beside its record, such as the firm of a ranking."""
    found: dict[str, Any] = field(default_factory=dict)
    """The records that its cells name, by column."""
    settled: RowState = RowState.SAME
    """What the plan says of a row without bad cells."""

    def refuse(self, column: str, reason: str, candidates: Sequence[Candidate] = ()) -> None:
        self.bad.append(BadCell(self.number, column, reason, tuple(candidates)))

    def deny(self, column: str, reason: str) -> None:
        """Refuse what the user may not do; the reason may be silent about that."""
        self.refuse(column, reason)
        self.is_denied = True

    def get(self, column: str) -> Any:
        return self.given.get(column)

    def gives(self, column: str) -> bool:
        return column in self.given

    @property
    def is_new(self) -> bool:
        return self.record is None or self.is_back

    @property
    def state(self) -> RowState:
        return RowState.BAD if self.bad else self.settled

    def settle(self) -> None:
        """Fix what the row does: writing it gives it a record."""
        if self.is_new:
            self.settled = RowState.NEW
        else:
            self.settled = RowState.CHANGED if self.after else RowState.SAME

    def require(self, columns: Sequence[Column]) -> None:
        """A new record needs the cells that one already there may leave blank."""
        for column in columns:
            if column.name in self.masked:
                self.refuse(column.name, _("A masked value says nothing of a new record."))
            elif self.get(column.name) is None and not self.is_refused(column.name):
                self.refuse(column.name, _("It is needed in a new row."))

    def is_refused(self, column: str) -> bool:
        return any(cell.column == column for cell in self.bad)

    def compare(self, kind: Kind, current: Mapping[str, str]) -> None:
        """Note what the given cells would change of a record that is there."""
        for column in COLUMNS[kind]:
            if column.name not in self.given:
                continue
            wanted = written(column, self.given[column.name])
            there = current.get(column.name, "")
            if _folded(wanted) != _folded(there):
                self.before[column.name], self.after[column.name] = there, wanted

    def describe(self, kind: Kind) -> None:
        """Note what the given cells say of a new record."""
        for column in COLUMNS[kind]:
            if self.get(column.name) is not None:
                self.after[column.name] = written(column, self.given[column.name])


def _folded(text: str) -> str:
    """Line ends differ between systems, and how wide a space is says nothing."""
    return " ".join(text.split())
