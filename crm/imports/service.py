"""Taking a file in, whole or not at all, and putting a batch back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from crm.core.bulk import insert_in_bulk
from crm.core.database import session
from crm.core.visibility import own_park_id
from crm.imports.kinds.base import Importer, Scene, chunks
from crm.imports.labels import denial
from crm.imports.planning import ImportFile, Plan, Told, plan_import, tell_nobody
from crm.imports.rows import BadCell, Row, RowState
from crm.imports.rules import Kind
from kernel.errors import CrmError, DeniedError, NotAllowedError, NotFoundError, RuleError
from models import ImportBatch, ImportChange
from models.enums import ChangeKind, ImportState

MADE = "_made"
"""Key in a change's ``after`` that holds what was made beside the record; no column begins so."""


class BadRowsError(RuleError):
    """Rows of the file can't be taken in; every cell at fault is named."""

    def __init__(self, bad: Sequence[BadCell]) -> None:
        rows = len({cell.row for cell in bad})
        super().__init__(
            _(
                "Nothing was changed: %(cells)s cells in %(rows)s rows can't be taken in.",
                cells=len(bad),
                rows=rows,
            )
        )
        self.bad = list(bad)


class DeniedRowsError(BadRowsError):
    """Among them rows that a right or the second key stands against.

    ``denial`` is for the audit log alone: its number would tell a row about a hidden record from one
    about a record that isn't there.
    """

    def __init__(self, bad: Sequence[BadCell], kind: Kind, rows: int) -> None:
        super().__init__(bad)
        self.denial = denial(kind, rows)


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """``batch`` is None for a rehearsal, and where the file changed nothing."""

    plan: Plan
    batch: ImportBatch | None


def import_file(
    kind: Kind, file: ImportFile, scene: Scene, *, digest: str | None = None, told: Told = tell_nobody
) -> ImportOutcome:
    """Take a file in, in the transaction at hand.

    ``digest`` is that of the plan which somebody looked at: what would change must still be the same.

    Raises:
        NotAllowedError: the user's role imports nothing of this kind.
        RuleError: the file can't be taken (:class:`BadRowsError` where it is its rows), or the
            plan is no longer the one looked at.
    """
    plan = plan_import(kind, file, scene)
    refuse_bad(plan.kind, plan.rows)
    if digest is not None and digest != plan.digest:
        raise RuleError(_("Records have changed since the preview. Look at the new preview."))
    _write(plan, told)
    if not any(row.state in (RowState.NEW, RowState.CHANGED) for row in plan.rows):
        return ImportOutcome(plan, None)
    return ImportOutcome(plan, _record_batch(plan))


def refuse_bad(kind: Kind, rows: Sequence[Row]) -> None:
    """Raises BadRowsError where any cell is wrong."""
    bad = [cell for row in rows for cell in row.bad]
    denied = sum(row.is_denied for row in rows)
    if denied:
        raise DeniedRowsError(bad, kind, denied)
    if bad:
        raise BadRowsError(bad)


def _write(plan: Plan, told: Told) -> None:
    """Write what changes, through the services; their refusals come together, and the caller rolls back."""
    waiting = [row for row in plan.rows if row.state in (RowState.NEW, RowState.CHANGED)]
    with session.no_autoflush:
        for done, row in enumerate(waiting):
            _write_row(plan.importer, row)
            told(done, len(waiting))
        refuse_bad(plan.kind, plan.rows)
        try:
            plan.importer.finish(waiting)
        except RuleError as error:
            raise RuleError(_("Nothing was changed: %(why)s", why=error.message)) from error
    refuse_bad(plan.kind, plan.rows)
    session.flush()


def _write_row(importer: Importer[Any], row: Row) -> None:
    try:
        if row.is_new:
            row.record = importer.create(row)
        else:
            row.record = importer.change(row)
    except CrmError as error:
        refuse_by(importer, row, error)


def refuse_by(importer: Importer[Any], row: Row, error: CrmError) -> None:
    """A service's refusal, beside the cells that it names."""
    row.is_denied |= isinstance(error, NotAllowedError | NotFoundError | DeniedError)
    names = {column.name for column in importer.columns}
    beside = {importer.fields.get(name, name): words for name, words in error.fields.items()}
    placed = {name: words for name, words in beside.items() if name in names}
    for name, words in placed.items():
        row.refuse(name, words or error.message)
    if not placed:
        row.refuse("", error.message)


def _record_batch(plan: Plan) -> ImportBatch:
    counts, user = plan.counts, plan.importer.scene.actor
    batch = ImportBatch(
        kind=plan.kind.value,
        file_name=plan.file.name,
        sha256=plan.file.sha256,
        state=ImportState.APPLIED,
        new_count=counts[RowState.NEW],
        changed_count=counts[RowState.CHANGED],
        same_count=counts[RowState.SAME],
        role=user.role,
        park_id=own_park_id(user),
    )
    session.add(batch)
    session.flush()
    for some in chunks([row for row in plan.rows if row.state is not RowState.SAME]):
        insert_in_bulk(ImportChange, list(_changes(plan.importer, batch, some)))
    return batch


def _changes(importer: Importer[Any], batch: ImportBatch, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """What each row changed. Of a new record all its cells are kept, so that any later change shows."""
    new = [importer.record_id(row.record) for row in rows if row.state is RowState.NEW]
    whole = {importer.record_id(record): importer.cells_of(record) for record in importer.load(new)}
    for row in rows:
        record_id = importer.record_id(row.record)
        after: dict[str, Any] = whole[record_id] if row.state is RowState.NEW else row.after
        yield {
            "batch_id": batch.id,
            "row_number": row.number,
            "kind": ChangeKind(row.state.value),
            "key": row.key,
            "record_id": record_id,
            "before": dict(row.before),
            "after": after | ({MADE: dict(row.made)} if row.made else {}),
        }
