"""The preview: what a file would change, what is asked about it, and taking it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core import jobs
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.imports import previewing, queries, rules, uploads
from crm.imports.columns import COLUMNS, KIND_WORDS, column_named
from crm.imports.forms import PlainForm, UploadForm, heading_choices, sent_answers, sent_mapping
from crm.imports.labels import TAB_ICONS, TABS
from crm.imports.previews import Preview
from crm.imports.rows import RowState
from crm.imports.uploads import Upload, upload_of
from crm.imports.views.blueprint import bp
from crm.imports.views.denials import note_denied_rows
from crm.imports.views.wording import showing
from crm.web.denials import note_denied
from crm.web.downloads import send_bytes
from crm.web.forms import BaseForm, form_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import language
from kernel.errors import CrmError, NotFoundError, RuleError
from models import Job

PAGE = 50


@bp.get("/previews/<int:job_id>")
@may(Permission.IMPORT_OWN_PARK)
def preview(job_id: int) -> ResponseReturnValue:
    row = _own(job_id)
    if "HX-Request" in request.headers:
        return render_template("imports/_looking.html", job=row, upload=upload_of(row.arguments))
    return _page(row, UploadForm())


@bp.post("/previews/<int:job_id>/columns")
@may(Permission.IMPORT_OWN_PARK)
def columns(job_id: int) -> ResponseReturnValue:
    """What headings mean that aren't known."""

    def said(upload: Upload) -> Upload:
        chosen = sent_mapping(upload.unknown)
        named = [name for name in chosen.values() if name]
        if len(chosen) < len(set(upload.unknown)):
            raise RuleError(_("Say of each column what it means, or leave it out."))
        if len(named) != len(set(named)) or not set(named) <= {each.name for each in COLUMNS[upload.kind]}:
            raise RuleError(_("Two columns can't mean the same."))
        return replace(upload, mapping=chosen)

    return _change(job_id, PlainForm(), said)


@bp.post("/previews/<int:job_id>/answers")
@may(Permission.IMPORT_OWN_PARK)
def answers(job_id: int) -> ResponseReturnValue:
    """Which record is meant where several may be."""
    return _change(job_id, PlainForm(), lambda upload: previewing.answered(upload, sent_answers()))


@bp.post("/previews/<int:job_id>/files")
@may(Permission.IMPORT_OWN_PARK)
def files(job_id: int) -> ResponseReturnValue:
    """A corrected file, or more evidence; what was said before is kept."""
    form = UploadForm()

    def said(upload: Upload) -> Upload:
        file = form.sent_file() if form.has_evidence else form.needed_file()
        changed = uploads.with_file(upload, file) if file else upload
        return uploads.with_evidence(changed, form.sent_evidence())

    return _change(job_id, form, said)


@bp.post("/previews/<int:job_id>/again")
@may(Permission.IMPORT_OWN_PARK)
def look_again(job_id: int) -> ResponseReturnValue:
    """Look anew: records may have changed since."""
    return _change(job_id, PlainForm(), lambda upload: replace(upload, locale=language()))


@bp.post("/previews/<int:job_id>/discard")
@may(Permission.IMPORT_OWN_PARK)
def discard(job_id: int) -> ResponseReturnValue:
    row = _own(job_id)
    if PlainForm().validate_on_submit():
        with transaction():
            previewing.discard(row)
        flash(_("The file was put aside; nothing was changed."), "success")
    return redirect(url_for(".index"))


@bp.post("/previews/<int:job_id>/apply")
@may(Permission.IMPORT_OWN_PARK)
def apply(job_id: int) -> ResponseReturnValue:
    """Take in what was looked at: all of it, or nothing."""
    row, form = _own(job_id), PlainForm()
    upload = upload_of(row.arguments)
    if not form.validate_on_submit():
        return _page(row, form)
    if upload.is_large:
        return _enqueue(row, upload)
    with form.saving():
        outcome = previewing.apply_preview(row, by=signed_in_user())
    if form.has_failed:
        note_denied_rows(form)
        return _refused(job_id, form)
    if outcome.batch is None:
        flash(_("Everything in the file is here already; nothing was changed."), "info")
        return redirect(url_for(".index"))
    flash(_("The file was taken in."), "success")
    return redirect(url_for(".batch", batch_id=outcome.batch.id))


@bp.get("/previews/<int:job_id>/wrong.csv")
@may(Permission.IMPORT_OWN_PARK)
def wrong(job_id: int) -> ResponseReturnValue:
    """The rows that are refused, with the reasons."""
    row = _own(job_id)
    found = previewing.find_preview(row)
    if found is None:
        raise NotFoundError(_("There is no such preview, or it is not yours."))
    content = previewing.wrong_rows(row, found)
    name = f"{upload_of(row.arguments).name.rpartition('.')[0]}-{_('wrong rows')}.csv"
    return send_bytes(("\ufeff" + content).encode(), name, "text/csv; charset=utf-8")


def _own(job_id: int) -> Job:
    return queries.get_own_job(job_id, kinds=(rules.PREVIEW,), viewer=signed_in_user())


def _change(job_id: int, form: BaseForm, said: Callable[[Upload], Upload]) -> ResponseReturnValue:
    """Say more of a preview, and look again."""
    row = _own(job_id)
    if not form.validate_on_submit():
        return _page(row, form)
    before = row.arguments["sha256"], previewing.denial_of(row)
    with form.saving():
        previewing.look_again(row, said(upload_of(row.arguments)), by=signed_in_user())
    row = _own(job_id)
    if form.has_failed:
        return _page(row, form)
    denial = previewing.denial_of(row)
    if denial and before != (row.arguments["sha256"], denial):
        note_denied(denial)
    return redirect(url_for(".preview", job_id=job_id))


def _refused(job_id: int, form: BaseForm) -> ResponseReturnValue:
    """Nothing was taken in; the preview beside the reason is a new one."""
    row = _own(job_id)
    if not previewing.was_applied(row):
        try:
            with transaction():
                previewing.look_again(row, upload_of(row.arguments), by=signed_in_user())
        except CrmError:
            row = _own(job_id)
    return _page(row, form)


def _enqueue(row: Job, upload: Upload) -> ResponseReturnValue:
    previewing.refuse_applied(row)
    arguments = {
        "preview": row.id,
        "kind": upload.kind.value,
        "name": upload.name,
        "rows": upload.rows,
        "locale": language(),
    }
    with transaction():
        job = jobs.enqueue(rules.APPLY, arguments)
    return redirect(url_for(".run", job_id=job.id))


def _page(row: Job, form: BaseForm) -> ResponseReturnValue:
    upload = upload_of(row.arguments)
    found = previewing.find_preview(row)
    context: dict[str, Any] = {} if found is None else _rows(found)
    if upload.unknown:
        known = [column.name for head in upload.heads if (column := column_named(upload.kind, head))]
        context["choices"] = heading_choices(upload.kind, known=known)
    return form_page(
        "imports/preview.html",
        form,
        job=row,
        upload=upload,
        preview=found,
        word=KIND_WORDS[upload.kind],
        headings={column.name: column.heading(language()) for column in COLUMNS[upload.kind]},
        shown=showing(upload.kind),
        files_form=form if isinstance(form, UploadForm) else UploadForm(formdata=None),
        takes_evidence=upload.kind in rules.EVIDENCE_KINDS,
        is_final=upload.kind in rules.FINAL_KINDS,
        batch=(row.result or {}).get("batch"),
        was_applied=previewing.was_applied(row),
        **context,
    )


def _rows(found: Preview) -> dict[str, Any]:
    """The rows that the address asks for, and the way to the others."""
    show = request.args.get("show", "")
    show = show if show in TABS else found.first_tab()
    kept = found.kept(show)
    text = request.args.get("from", "")
    start = min(int(text[:9]), max(kept - 1, 0)) // PAGE * PAGE if text.isdecimal() else 0
    return {
        "show": show,
        "tabs": [
            {"key": key, "label": words, "icon": TAB_ICONS[key], "count": found.count(key)}
            for key, words in TABS.items()
            if found.count(key) or key == RowState.NEW
        ],
        "rows": found.listed(show, start, PAGE),
        "start": start,
        "page_size": PAGE,
        "kept": kept,
    }
