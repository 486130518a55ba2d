"""What a file would change: every row as new, changed, the same or wrong, before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from crm.core.database import session
from crm.imports.kinds.base import Importer, Scene
from crm.imports.kinds.registry import IMPORTERS
from crm.imports.parsing import read_rows
from crm.imports.rows import BadCell, Row, RowState
from crm.imports.rules import Kind, can_import
from kernel.errors import NotAllowedError

Told = Callable[[int, int], None]


def tell_nobody(_done: int, _total: int) -> None:
    """Progress of a file that is taken in while somebody waits."""


@dataclass(slots=True)
class ImportFile:
    """A file as it was handed in; ``mapping`` says what headings mean that aren't known."""

    name: str
    content: bytes
    mapping: Mapping[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(slots=True)
class Plan:
    """The rows of a file in their order, with what each would do."""

    kind: Kind
    file: ImportFile
    rows: Sequence[Row]
    importer: Importer[Any]

    def count(self, state: RowState) -> int:
        return self.counts[state]

    @property
    def counts(self) -> Counter[RowState]:
        return Counter(row.state for row in self.rows)

    @property
    def bad_cells(self) -> list[BadCell]:
        return [cell for row in self.rows for cell in row.bad]

    @property
    def denied(self) -> int:
        """How many rows a right or the second key stands against."""
        return sum(row.is_denied for row in self.rows)

    @property
    def notes(self) -> list[str]:
        return [
            _("Row %(row)s: %(note)s", row=row.number, note=note) for row in self.rows for note in row.notes
        ]

    @property
    def digest(self) -> str:
        """Two plans with one digest would change the same; one that was previewed can be held to it."""
        total = hashlib.sha256(self.file.sha256.encode())
        for row in self.rows:
            line = [row.number, row.state.value, row.key, row.before, row.after]
            total.update(json.dumps(line, ensure_ascii=False, sort_keys=True).encode())
        return total.hexdigest()


def plan_import(kind: Kind, file: ImportFile, scene: Scene, told: Told = tell_nobody) -> Plan:
    """Work out what the file would change; nothing is written.

    Raises:
        NotAllowedError: the user's role imports nothing of this kind.
        RuleError: the file itself can't be taken.
    """
    check_right(kind, scene)
    rows = read_rows(kind, file.content, file.name, file.mapping)
    importer = IMPORTERS[kind](scene)
    with session.no_autoflush:
        importer.prepare(rows)
        _place(importer, rows)
        for done, row in enumerate(rows):
            _examine(importer, row)
            told(done, len(rows))
        importer.check_together(rows)
    return Plan(kind, file, rows, importer)


def check_right(kind: Kind, scene: Scene) -> None:
    """Raises NotAllowedError."""
    user = scene.actor
    if not user.is_active or not can_import(user.role, kind):
        raise NotAllowedError(_("%(name)s has no right to import %(kind)s.", name=user.name, kind=kind.value))


def _place(importer: Importer[Any], rows: Sequence[Row]) -> None:
    """Find each row's record; a second row of the same one is refused, naming the first."""
    first: dict[object, int] = {}
    for row in rows:
        if not _has_key(importer, row):
            continue
        importer.place(row)
        if not row.key:
            continue
        marks = {("key", row.key)} | ({("id", importer.record_id(row.record))} if row.record else set())
        earlier = next((first[mark] for mark in marks if mark in first), None)
        if earlier is not None:
            row.refuse(importer.columns[0].name, _("The same as row %(row)s.", row=earlier))
        for mark in marks:
            first.setdefault(mark, row.number)


def _has_key(importer: Importer[Any], row: Row) -> bool:
    return all(row.gives(column.name) for column in importer.key_columns)


def _examine(importer: Importer[Any], row: Row) -> None:
    if not _has_key(importer, row):
        return
    if row.is_new:
        importer.require(row)
    importer.check(row)
    if row.bad:
        return
    if row.is_new:
        row.describe(importer.kind)
    else:
        importer.compare(row)
    row.settle()
