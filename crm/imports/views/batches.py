"""What was taken in: its rows, who and when, and putting it back."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core import jobs
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.imports import queries, rules
from crm.imports.columns import COLUMNS, KIND_WORDS
from crm.imports.forms import UndoForm
from crm.imports.rows import BadCell
from crm.imports.rules import Kind
from crm.imports.service import BadRowsError
from crm.imports.undoing import check_right, may_undo, undo_import
from crm.imports.views.blueprint import bp
from crm.imports.views.denials import note_denied_rows
from crm.imports.views.wording import showing
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import language
from crm.web.paging import Sort, page_of
from models import ImportBatch, ImportChange
from models.enums import ChangeKind

SORTS = {"row": Sort(ImportChange.row_number)}
NAMED = 100
"""So many of the rows that stand in the way are named; the rest is counted."""

UNPROVEN = "unproven"
"""In the address: only entries that can't be verified for want of evidence."""

RECORD_PAGES = {
    Kind.FIRMS: ("firms.detail", "firm_id"),
    Kind.ESTABLISHMENTS: ("firms.establishment", "establishment_id"),
    Kind.PROJECTS: ("project_page.detail", "project_id"),
    Kind.LEDGER: ("ledger.detail", "entry_id"),
    Kind.ENGAGEMENTS: ("engagements.detail", "engagement_id"),
}
"""Where a row's record is shown: endpoint and argument."""


@bp.get("/<int:batch_id>")
@may(Permission.IMPORT_OWN_PARK)
def batch(batch_id: int) -> ResponseReturnValue:
    return _page(queries.get_batch(batch_id, viewer=signed_in_user()), UndoForm())


@bp.post("/<int:batch_id>/undo")
@may(Permission.IMPORT_OWN_PARK)
def undo(batch_id: int) -> ResponseReturnValue:
    """Put back what it changed, or say which rows stand in the way."""
    user, form = signed_in_user(), UndoForm()
    found = queries.get_batch(batch_id, viewer=user)
    check_right(found, Kind(found.kind), user)
    if not form.validate_on_submit():
        return _page(found, form)
    if found.new_count + found.changed_count > rules.INLINE_ROWS:
        return _enqueue(found, str(form.reason.data))
    with form.saving():
        outcome = undo_import(found, by=user, reason=str(form.reason.data))
    if form.has_failed:
        note_denied_rows(form)
        bad = form.refused_with.bad if isinstance(form.refused_with, BadRowsError) else []
        return _page(queries.get_batch(batch_id, viewer=signed_in_user()), form, bad)
    for note in outcome.notes[:NAMED]:
        flash(note, "info")
    flash(_("The import was undone."), "success")
    return redirect(url_for(".batch", batch_id=batch_id))


def _enqueue(found: ImportBatch, reason: str) -> ResponseReturnValue:
    arguments = {
        "batch": found.id,
        "kind": found.kind,
        "name": found.file_name,
        "rows": found.new_count + found.changed_count,
        "reason": reason,
        "locale": language(),
    }
    with transaction():
        row = jobs.enqueue(rules.UNDO, arguments)
    return redirect(url_for(".run", job_id=row.id))


def _page(found: ImportBatch, form: UndoForm, bad: list[BadCell] | None = None) -> ResponseReturnValue:
    kind = Kind(found.kind)
    user = signed_in_user()
    show = request.args.get("show", "")
    query = queries.changes_query(found, viewer=user)
    unproven = queries.unproven_entries(found, viewer=user)
    if show in list(ChangeKind):
        query = query.where(ImportChange.kind == ChangeKind(show))
    elif show == UNPROVEN and unproven is not None:
        query = query.where(ImportChange.record_id.in_(unproven))
    page = page_of(query, sorts=SORTS, default="row", id_column=ImportChange.id)
    shown = queries.shown_columns(found, viewer=user)
    columns = [column for column in COLUMNS[kind] if column.name in shown]
    context: dict[str, Any] = {
        "columns": [(column.name, column.heading(language())) for column in columns],
        "shown": showing(kind),
        "record_page": RECORD_PAGES.get(kind),
        "word": KIND_WORDS[kind],
        "unproven": queries.count_ids(unproven),
        "hidden": queries.count_hidden(found, viewer=user),
        "bad": bad or [],
        "named": NAMED,
        "may_undo": may_undo(found, user),
        "is_final": kind in rules.FINAL_KINDS,
        "show": show,
    }
    return form_page("imports/batch.html", form, batch=found, page=page, **context)
