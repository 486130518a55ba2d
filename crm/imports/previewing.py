"""Looking before taking in: a preview is a job's row, made at once where the file is small."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from typing import Any

from flask_babel import gettext as _

from crm.core import jobs, storage
from crm.core.database import session
from crm.imports import previews, rules
from crm.imports.cells import guarded, restored
from crm.imports.columns import remark
from crm.imports.kinds.base import Scene
from crm.imports.labels import denial
from crm.imports.planning import check_right, plan_import
from crm.imports.previews import Preview
from crm.imports.readers.files import read_sheet
from crm.imports.readers.sheets import Cell
from crm.imports.rows import RowState
from crm.imports.service import ImportOutcome, import_file
from crm.imports.uploads import Upload, upload_of
from kernel import clock
from kernel.errors import RuleError
from models import Job, User
from models.enums import JobState

COLUMNS = "columns"
"""What a preview waits for: somebody has to say what its unknown headings mean."""

DENIED = "denied"
"""In a preview's result: how many rows a right or the second key stands against. It is never shown."""


def denial_of(row: Job) -> str | None:
    """What the audit log is to say of a file that was looked at; None where nothing in it was denied."""
    denied = (row.result or {}).get(DENIED)
    return denial(upload_of(row.arguments).kind, denied) if denied else None


def start_preview(upload: Upload, *, by: User) -> Job:
    """Look through what was handed in, at once or by the worker.

    Raises:
        NotAllowedError: the user's role imports nothing of this kind.
    """
    check_right(upload.kind, Scene(by))
    row = jobs.enqueue(rules.PREVIEW, upload.as_arguments())
    _look(row, upload, by)
    return row


def look_again(row: Job, upload: Upload, *, by: User) -> None:
    """The same preview after more was said of it, or because records have changed.

    Raises:
        RuleError: it was taken in already, or the worker is at it.
    """
    refuse_applied(row)
    if row.state is JobState.RUNNING:
        raise RuleError(_("The file is being looked through; wait until that is done."))
    row.arguments, row.result, row.attachment, row.error = upload.as_arguments(), None, None, None
    row.state, row.done, row.total, row.attempts = JobState.WAITING, 0, 0, 0
    _look(row, upload, by)


def _look(row: Job, upload: Upload, by: User) -> None:
    if upload.unmapped:
        row.result = {"needs": COLUMNS}
    elif upload.is_large:
        return
    else:
        _look_now(row, upload, by)
    row.finished_at = clock.real_now()
    if row.state is JobState.WAITING:
        row.state = JobState.DONE


def _look_now(row: Job, upload: Upload, by: User) -> None:
    try:
        plan = plan_import(upload.kind, upload.file(), upload.scene(by))
        preview = previews.preview_of(plan)
    except RuleError as error:
        row.state, row.error = JobState.FAILED, error.message
        return
    row.attachment = storage.attach(previews.dump(preview), preview_name(upload), by_id=by.id)
    row.result = {"counts": preview.counts, DENIED: plan.denied}


def preview_name(upload: Upload) -> str:
    return f"{upload.name}.preview.json"


def find_preview(row: Job) -> Preview | None:
    """What the job found; None before it is done, and where it waits for an answer or failed."""
    if row.state is not JobState.DONE or row.attachment is None:
        return None
    return previews.load(storage.load(row.attachment.sha256))


def apply_preview(row: Job, *, by: User, **how: Any) -> ImportOutcome:
    """Take in what was looked at, exactly that.

    Raises:
        RuleError: cells are wrong, records have changed since, or it was taken in already.
    """
    refuse_applied(row)
    preview = find_preview(row)
    if preview is None or not preview.is_clean:
        raise RuleError(_("Nothing was changed: correct the cells that are wrong first."))
    upload = upload_of(row.arguments)
    outcome = import_file(upload.kind, upload.file(), upload.scene(by), digest=preview.digest, **how)
    row.result = {**(row.result or {}), "batch": outcome.batch.id if outcome.batch else None}
    return outcome


def refuse_applied(row: Job) -> None:
    """Raises RuleError."""
    if was_applied(row):
        raise RuleError(_("This file was taken in already."))


def was_applied(row: Job) -> bool:
    return "batch" in (row.result or {})


def discard(row: Job) -> None:
    """Throw a preview away; what it would have changed stays as it is.

    Raises:
        RuleError: it was taken in: that is told by its batch.
    """
    refuse_applied(row)
    session.delete(row)


def answered(upload: Upload, answers: dict[str, str]) -> Upload:
    return replace(upload, answers={**upload.answers, **answers})


def wrong_rows(row: Job, preview: Preview) -> str:
    """The refused rows as CSV, with their numbers and reasons before the columns of the file."""
    upload = upload_of(row.arguments)
    reasons = {each.number: each.reason for each in preview.listed(RowState.BAD)}
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([remark("row", upload.locale), remark("reason", upload.locale), *upload.heads])
    for number, cells in _lines(upload):
        if number in reasons:
            writer.writerow([number, guarded(reasons[number]), *map(_as_given, cells)])
    return text.getvalue()


def _lines(upload: Upload) -> Iterator[tuple[int, list[Cell]]]:
    file = upload.file()
    for number, cells in read_sheet(file.content, file.name).rows:
        yield number, list(cells)


def _as_given(cell: Cell) -> str:
    return guarded(restored(cell)) if isinstance(cell, str) else cell.shown
