"""The machine's work: files too large to wait for. What they change is changed at the end, at once."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from crm.core import auditing, storage
from crm.core.database import is_sqlite, session
from crm.core.jobs import Outcome, Progress, job
from crm.core.permissions import Permission
from crm.imports import previewing, previews, queries, rules
from crm.imports.exporting import export_file
from crm.imports.labels import denial
from crm.imports.planning import Told, plan_import, tell_nobody
from crm.imports.rules import Kind
from crm.imports.service import BadRowsError, DeniedRowsError
from crm.imports.undoing import undo_import
from crm.imports.uploads import upload_of
from kernel.errors import NotAllowedError, RuleError
from models import Job, User

STEP = 200
ENTITY = "import_batches"
"""What a refusal in the audit log is about."""
NAMED = 20
"""So many of the rows that stand in the way are named; the others are counted."""


@job(rules.PREVIEW, needs=Permission.IMPORT_OWN_PARK)
def look_through(row: Job, progress: Progress) -> Outcome:
    """Plan a large file; the plan is kept as the job's own file."""
    upload = upload_of(row.arguments)
    with force_locale(upload.locale):
        words = _("Reading the file")
        progress.tell(0, upload.rows, words)
        told = _teller(progress, words)
        plan = plan_import(upload.kind, upload.file(), upload.scene(_owner(row)), told=told)
        preview = previews.preview_of(plan)
        denied = denial(upload.kind, plan.denied) if plan.denied else None
    result = {"counts": preview.counts}
    content = previews.dump(preview)
    # What the plan loaded is not for the transaction that ends the job.
    session.expunge_all()
    if denied:
        auditing.refuse(f"import {upload.kind.value} {upload.name}", denied, entity=ENTITY)
    return Outcome(result, file=(previewing.preview_name(upload), content))


@job(rules.APPLY, needs=Permission.IMPORT_OWN_PARK)
def take_in(row: Job, progress: Progress) -> Outcome:
    """Take a large file in, exactly as it was looked at."""
    job_id, preview_id, kind = row.id, int(row.arguments["preview"]), row.arguments["kind"]
    result: dict[str, Any] = {}
    locale = row.arguments["locale"]
    words = _in(locale, "taking")
    progress.tell(0, row.arguments["rows"], words)

    def finish() -> None:
        owner = _owner(session.get_one(Job, job_id))
        preview = queries.get_own_job(preview_id, kinds=(rules.PREVIEW,), viewer=owner)
        with force_locale(locale):
            outcome = _telling(
                lambda: previewing.apply_preview(preview, by=owner, told=_writer(progress, words)),
                kind,
            )
        result["batch"] = outcome.batch.id if outcome.batch else None

    return Outcome(result, finish=finish)


@job(rules.UNDO, needs=Permission.IMPORT_OWN_PARK)
def put_back(row: Job, progress: Progress) -> Outcome:
    """Undo a large batch."""
    job_id, batch_id, reason = row.id, row.arguments["batch"], row.arguments["reason"]
    locale = row.arguments["locale"]
    result: dict[str, Any] = {"batch": batch_id}
    progress.tell(0, row.arguments["rows"], _in(locale, "putting"))

    def finish() -> None:
        owner = _owner(session.get_one(Job, job_id))
        batch = queries.get_batch(batch_id, viewer=owner)
        with force_locale(locale):
            result["notes"] = _telling(lambda: undo_import(batch, by=owner, reason=reason), batch.kind).notes

    return Outcome(result, finish=finish)


@job(rules.EXPORT, needs=Permission.EXPORT)
def write_out(row: Job, progress: Progress) -> Outcome:
    """An export with more rows than anybody waits for."""
    name, locale = row.arguments["name"], row.arguments["locale"]
    progress.tell(0, row.arguments["rows"], _in(locale, "writing"))
    owner = _owner(row)
    content = exported(Kind(row.arguments["kind"]), name, viewer=owner)
    return Outcome({"size": len(content)}, file=(name, content))


def exported(kind: Kind, name: str, *, viewer: User) -> bytes:
    """Every record of a kind that the viewer may see, in the format of the name's ending."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        export_file(kind, path, viewer=viewer)
        content = path.read_bytes()
    if len(content) > storage.MAX_BYTES:
        raise RuleError(
            _(
                "The export is larger than %(limit)s MB; `flask export` writes it.",
                limit=storage.MAX_BYTES >> 20,
            )
        )
    return content


def _owner(row: Job) -> User:
    if row.created_by is None:
        raise NotAllowedError(_("An import has an owner: name the user."))
    return row.created_by


def _teller(progress: Progress, words: str) -> Told:
    def tell(done: int, total: int) -> None:
        if done % STEP == 0:
            progress.tell(done, total, words)

    return tell


def _writer(progress: Progress, words: str) -> Told:
    """SQLite has one writer, and that is the import itself: nobody can tell of it meanwhile."""
    return tell_nobody if is_sqlite() else _teller(progress, words)


def _telling(work: Any, kind: str) -> Any:
    """A refusal of rows, with the first of them in its words: the job keeps nothing but words."""
    try:
        return work()
    except BadRowsError as error:
        if isinstance(error, DeniedRowsError):
            # The job ends with this; the log is written past what it had begun.
            session.rollback()
            auditing.refuse(f"import {kind}", error.denial, entity=ENTITY)
        named = [
            _("Row %(row)s: %(note)s", row=cell.row, note=f"{cell.column} {cell.reason}".strip())
            for cell in error.bad[:NAMED]
        ]
        if len(error.bad) > NAMED:
            named.append(_("… and %(more)s more.", more=len(error.bad) - NAMED))
        raise RuleError(" ".join([error.message, *named])) from error


def _in(locale: str, step: str) -> str:
    with force_locale(locale):
        words = {
            "taking": _("Taking the rows in"),
            "putting": _("Putting the rows back"),
            "writing": _("Writing the rows"),
        }
        return str(words[step])
