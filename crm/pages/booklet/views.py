"""The booklet as a page, and ordered as PDF or Word."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.bulletins import reports
from crm.catalogue import queries
from crm.catalogue.addresses import base_url
from crm.core import auditing, jobs
from crm.core.permissions import Permission
from crm.pages.booklet.forms import FORMATS, BookletFileForm, BookletFilterForm
from crm.pages.booklet.jobs import arguments_of
from crm.pages.booklet.queries import KIND, Asked, ask, document_of, get_order
from crm.web.choices import to_id
from crm.web.display import endpoint_url
from crm.web.downloads import send_file_safely
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import language
from kernel.errors import NotFoundError
from models.enums import AuditAction

bp = Blueprint("booklet", __name__, url_prefix="/booklet")


@bp.get("")
@may(Permission.VIEW_CATALOGUE)
def read() -> ResponseReturnValue:
    """``park``, ``industry`` and ``locale`` in the address."""
    return _page(_asked(), BookletFileForm(formdata=None))


@bp.post("/file")
@may(Permission.VIEW_CATALOGUE)
def order() -> ResponseReturnValue:
    """Order a file of what the address asks for."""
    asked, form = _asked(), BookletFileForm()
    if form.validate_on_submit():
        with form.saving():
            row = jobs.enqueue(KIND, arguments_of(asked, form.file_format.data))
        if not form.has_failed:
            return redirect(url_for(".job", job_id=row.id))
    return _page(asked, form)


@bp.get("/jobs/<int:job_id>")
@may(Permission.VIEW_CATALOGUE)
def job(job_id: int) -> ResponseReturnValue:
    """How far it is."""
    row = get_order(job_id, viewer=signed_in_user())
    template = "booklet/_job.html" if "HX-Request" in request.headers else "booklet/job.html"
    return render_template(template, job=row, formats=FORMATS)


@bp.get("/jobs/<int:job_id>/file")
@may(Permission.VIEW_CATALOGUE)
def download(job_id: int) -> ResponseReturnValue:
    row = get_order(job_id, viewer=signed_in_user())
    if row.attachment is None:
        raise NotFoundError(_("This booklet is not ready yet."))
    auditing.note(AuditAction.EXPORTED, entity="offers", entity_id="", file=row.attachment.file_name)
    return send_file_safely(row.attachment)


def _asked() -> Asked:
    given = request.args
    locale = given.get("locale") or language()
    return ask(to_id(given.get("park")), to_id(given.get("industry")), locale, base_url())


def _page(asked: Asked, form: BookletFileForm) -> ResponseReturnValue:
    document = document_of(asked)
    parks, industries = queries.list_published_choices()
    filters = BookletFilterForm(request.args, parks=parks, industries=industries)
    if not filters.locale.data:
        filters.locale.data = asked.locale
    return form_page(
        "booklet/read.html",
        form,
        asked=asked,
        filters=filters,
        document=document,
        body=reports.render_page(document, lambda rows: endpoint_url(rows.endpoint, **rows.arguments)),
    )
