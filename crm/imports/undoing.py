"""Putting a batch back, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.permissions import Permission, may
from crm.imports import queries, rules
from crm.imports.kinds.base import Importer, Scene
from crm.imports.kinds.registry import IMPORTERS
from crm.imports.rows import Row, RowState
from crm.imports.service import MADE, refuse_bad, refuse_by
from kernel import clock
from kernel.errors import CrmError, NotAllowedError, RuleError
from models import ImportBatch, ImportChange, User
from models.enums import ChangeKind, ImportState


@dataclass(slots=True)
class UndoOutcome:
    batch: ImportBatch
    notes: list[str] = field(default_factory=list)
    """What could not simply be taken away, such as a verified entry that now waits for its reversal."""


def undo_import(batch: ImportBatch, *, by: User, reason: str = "") -> UndoOutcome:
    """Put back what a batch changed, the last row first; ``reason`` stays with the batch.

    Raises:
        NotAllowedError: somebody else's batch, or with rows that are hidden from the user by now.
        RuleError: undone already, final by its kind, or rows have changed since
            (:class:`~crm.imports.service.BadRowsError`, naming them).
    """
    kind = rules.Kind(batch.kind)
    check_right(batch, kind, by)
    if batch.state is ImportState.UNDONE:
        raise RuleError(_("Batch %(number)s was undone already.", number=batch.id))
    if kind in rules.FINAL_KINDS:
        raise RuleError(_("Decisions can't be undone; decide on the entries anew."))
    if hidden := queries.count_hidden(batch, viewer=by):
        raise NotAllowedError(
            _(
                "Rows of this import are about records that you may not see: %(count)s."
                " The provincial office can undo it.",
                count=hidden,
            )
        )
    importer = IMPORTERS[kind](Scene(by, is_undo=True))
    notes = _put_back(importer, list(batch.changes))
    batch.state, batch.undone_at, batch.undone_by_id = ImportState.UNDONE, clock.now(), by.id
    batch.undo_reason = reason.strip() or None
    session.flush()
    return UndoOutcome(batch, notes)


def may_undo(batch: ImportBatch, by: User) -> bool:
    """Whether the page offers it; rows that have changed since may still stand in the way."""
    kind = rules.Kind(batch.kind)
    try:
        check_right(batch, kind, by)
    except NotAllowedError:
        return False
    return batch.state is ImportState.APPLIED and kind not in rules.FINAL_KINDS


def check_right(batch: ImportBatch, kind: rules.Kind, by: User) -> None:
    """Raises NotAllowedError."""
    can_import = may(by, Permission.IMPORT_OWN_PARK) and rules.can_import(by.role, kind)
    if not can_import or not (queries.is_own(batch, by) or may(by, Permission.IMPORT_EVERYTHING)):
        raise NotAllowedError(_("Your own imports can be undone by you; others by the provincial office."))


def _put_back(importer: Importer[Any], changes: Sequence[ImportChange]) -> list[str]:
    with session.no_autoflush:
        rows = [_as_before(importer, change) for change in changes]
        importer.prepare(
            [row for row, change in zip(rows, changes, strict=True) if change.kind is ChangeKind.CHANGED]
        )
        records = importer.current(changes)
        for row, change in zip(rows, changes, strict=True):
            _compare(importer, row, change, records.get(change.id))
        refuse_bad(importer.kind, rows)
        by_row = {row.number: change for row, change in zip(rows, changes, strict=True)}
        for row in importer.undo_order(rows):
            _undo(importer, row, by_row[row.number])
        importer.finish(rows)
        refuse_bad(importer.kind, rows)
    session.flush()
    return [_("Row %(row)s: %(note)s", row=row.number, note=note) for row in rows for note in row.notes]


def _as_before(importer: Importer[Any], change: ImportChange) -> Row:
    """The row that would bring back what was there."""
    row = Row(change.row_number, key=change.key, settled=RowState(change.kind.value))
    row.made = dict(change.after.get(MADE, {}))
    if change.kind is ChangeKind.CHANGED:
        row.before, row.after = dict(change.after), dict(change.before)
        for column in importer.columns:
            if column.name in change.before:
                text = change.before[column.name]
                row.given[column.name] = column.content.read(text) if text else None
    return row


def _compare(importer: Importer[Any], row: Row, change: ImportChange, record: Any) -> None:
    """Whether the record still is as the batch left it."""
    if record is None:
        row.refuse("", _("%(key)s has changed since: it was put away or taken back.", key=change.key))
        return
    row.record = record
    there = importer.cells_of(record)
    for name, text in change.after.items():
        if name in there and name not in importer.growing and there[name] != text:
            row.refuse(
                name,
                _("%(key)s has changed since; it now says “%(now)s”.", key=change.key, now=there[name][:80]),
            )


def _undo(importer: Importer[Any], row: Row, change: ImportChange) -> None:
    try:
        if change.kind is ChangeKind.NEW:
            note = importer.undo_new(row.record, change)
        else:
            importer.resolve(row)
            note = None if row.bad else importer.undo_changed(row)
    except CrmError as error:
        refuse_by(importer, row, error)
        return
    if note:
        row.notes.append(note)
