"""The handbook as a page, and ordered as PDF or Word."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.bulletins import reports
from crm.core import auditing, jobs
from crm.core.permissions import Permission
from crm.core.visibility import may_read_internal
from crm.pages.handbook.forms import FORMATS, HandbookFileForm
from crm.pages.handbook.jobs import arguments_of
from crm.pages.handbook.queries import EXTERNAL, KIND, Asked, ask, document_of, get_order
from crm.web.display import endpoint_url
from crm.web.downloads import send_file_safely
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import language
from kernel.errors import NotFoundError
from models.enums import AuditAction

bp = Blueprint("handbook", __name__, url_prefix="/delegations")


@bp.get("/<int:delegation_id>/handbook")
@may(Permission.VIEW_DELEGATIONS)
def read(delegation_id: int) -> ResponseReturnValue:
    """``edition`` and ``locale`` in the address; by default the external one in the reader's language."""
    return _page(_asked(delegation_id), HandbookFileForm(formdata=None))


@bp.post("/<int:delegation_id>/handbook/file")
@may(Permission.VIEW_DELEGATIONS)
def order(delegation_id: int) -> ResponseReturnValue:
    """Order a file of the edition and language of the address."""
    asked, form = _asked(delegation_id), HandbookFileForm()
    if form.validate_on_submit():
        with form.saving():
            row = jobs.enqueue(KIND, arguments_of(asked, form.file_format.data))
        if not form.has_failed:
            return redirect(url_for(".job", job_id=row.id))
    return _page(asked, form)


@bp.get("/handbook/jobs/<int:job_id>")
@may(Permission.VIEW_DELEGATIONS)
def job(job_id: int) -> ResponseReturnValue:
    """How far it is."""
    row = get_order(job_id, viewer=signed_in_user())
    template = "handbook/_job.html" if "HX-Request" in request.headers else "handbook/job.html"
    return render_template(template, job=row, formats=FORMATS)


@bp.get("/handbook/jobs/<int:job_id>/file")
@may(Permission.VIEW_DELEGATIONS)
def download(job_id: int) -> ResponseReturnValue:
    row = get_order(job_id, viewer=signed_in_user())
    if row.attachment is None:
        raise NotFoundError(_("This handbook is not ready yet."))
    auditing.note(
        AuditAction.EXPORTED,
        entity="delegations",
        entity_id=str(row.arguments["delegation"]),
        file=row.attachment.file_name,
    )
    return send_file_safely(row.attachment)


def _asked(delegation_id: int) -> Asked:
    edition = request.args.get("edition", EXTERNAL)
    return ask(delegation_id, edition, request.args.get("locale") or language(), viewer=signed_in_user())


def _page(asked: Asked, form: HandbookFileForm) -> ResponseReturnValue:
    document = document_of(asked)
    return form_page(
        "handbook/read.html",
        form,
        asked=asked,
        delegation=asked.delegation,
        document=document,
        may_read_internal=may_read_internal(signed_in_user(), asked.delegation),
        locales=reports.LOCALES,
        body=reports.render_page(document, lambda rows: endpoint_url(rows.endpoint, **rows.arguments)),
    )
