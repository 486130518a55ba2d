"""What can be imported and exported: the list, one kind's page, its template and its rows."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core import jobs
from crm.core.permissions import Permission
from crm.core.storage import MEDIA_TYPES
from crm.core.transactions import transaction
from crm.imports import previewing, queries, rules, templates, uploads
from crm.imports.columns import COLUMNS, KIND_WORDS, permitted
from crm.imports.forms import BatchFilterForm, PlainForm, UploadForm
from crm.imports.jobs import exported
from crm.imports.kinds.base import Scene
from crm.imports.kinds.registry import IMPORTERS
from crm.imports.labels import KIND_NOTES
from crm.imports.planning import check_right
from crm.imports.rules import Kind
from crm.imports.undoing import may_undo
from crm.imports.views.blueprint import bp
from crm.imports.views.wording import park_names
from crm.web.denials import note_denied
from crm.web.downloads import send_bytes
from crm.web.filters import active_filters
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import language
from crm.web.paging import Sort, page_of
from kernel import clock
from kernel.errors import NotFoundError, RuleError
from models import ImportBatch

FORMATS = ("csv", "xlsx")
SORTS = {"newest": Sort(ImportBatch.recorded_at, descending=True)}


@bp.get("")
@may(Permission.IMPORT_OWN_PARK)
def index() -> ResponseReturnValue:
    """Every kind, previews left open, and what was taken in."""
    user = signed_in_user()
    form = BatchFilterForm.from_address()
    kind = form.kind.data if form.kind.data and not form.kind.errors else None
    query = queries.batches_query(user)
    return render_template(
        "imports/index.html",
        kinds=rules.kinds_for(user.role),
        words=KIND_WORDS,
        notes=KIND_NOTES,
        page=page_of(
            query.where(ImportBatch.kind == kind) if kind else query,
            sorts=SORTS,
            default="newest",
            id_column=ImportBatch.id,
        ),
        previews=[row for row in queries.list_own_previews(user) if not previewing.was_applied(row)],
        form=form,
        chips=active_filters(form),
        plain=PlainForm(),
        may_undo=may_undo,
        kind_of=Kind,
    )


@bp.route("/kinds/<kind>", methods=["GET", "POST"])
@may(Permission.IMPORT_OWN_PARK)
def kind(kind: str) -> ResponseReturnValue:
    """Hand a file in; what it would change is shown before anything is."""
    user = signed_in_user()
    wanted = _kind(kind)
    check_right(wanted, Scene(user))
    form = UploadForm()
    if form.validate_on_submit():
        with form.saving():
            upload = uploads.keep(wanted, form.needed_file(), form.sent_evidence(), locale=language())
            row = previewing.start_preview(upload, by=user)
        if not form.has_failed:
            job_id, denial = row.id, previewing.denial_of(row)
            if denial:
                note_denied(denial)
            return redirect(url_for(".preview", job_id=job_id))
    return form_page(
        "imports/kind.html",
        form,
        kind=wanted,
        columns=COLUMNS[wanted],
        values=partial(permitted, parks=park_names()),
        marks=templates.marks(),
        needed=templates.needed_words,
        word=KIND_WORDS[wanted],
        note=KIND_NOTES[wanted],
        takes_evidence=wanted in rules.EVIDENCE_KINDS,
        is_final=wanted in rules.FINAL_KINDS,
        plain=PlainForm(),
    )


@bp.get("/kinds/<kind>/template.<ending>")
@may(Permission.IMPORT_OWN_PARK)
def template(kind: str, ending: str) -> ResponseReturnValue:
    """The empty file to fill in."""
    wanted = _kind(kind)
    write = {"csv": templates.csv_template, "xlsx": templates.xlsx_template}.get(ending)
    if write is None:
        raise NotFoundError(_("Templates are CSV and xlsx files."))
    content = write(wanted, language(), park_names())
    return send_bytes(content, f"{KIND_WORDS[wanted]}.{ending}", MEDIA_TYPES[ending])


@bp.post("/kinds/<kind>/export")
@may(Permission.EXPORT)
def export(kind: str) -> ResponseReturnValue:
    """Every row that the viewer may see: at once, or by the worker where there are many."""
    user = signed_in_user()
    wanted = _kind(kind)
    ending = request.form.get("format", "csv")
    if ending not in FORMATS:
        raise RuleError(_("An export ends in .csv or .xlsx."))
    name = f"{wanted.value}-{clock.today().isoformat()}.{ending}"
    rows = sum(1 for _id in IMPORTERS[wanted](Scene(user)).iterate_ids())
    if rows <= rules.INLINE_ROWS:
        return send_bytes(exported(wanted, name, viewer=user), name, MEDIA_TYPES[ending])
    arguments = {"kind": wanted.value, "name": name, "rows": rows, "locale": language()}
    with transaction():
        row = jobs.enqueue(rules.EXPORT, arguments)
    flash(_("The file is being written."), "success")
    return redirect(url_for(".run", job_id=row.id))


def _kind(name: str) -> Kind:
    if name not in list(Kind):
        raise NotFoundError(_("Nothing of that kind can be imported."))
    return Kind(name)
