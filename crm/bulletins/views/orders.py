"""Reports: read on the page, ordered as files, fetched when they are ready."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.bulletins import reports
from crm.bulletins.forms import FORMATS, ReportForm
from crm.bulletins.jobs import KIND, arguments_of
from crm.bulletins.queries.orders import get_order, orders_query
from crm.bulletins.views.address import asked_order, places, question
from crm.bulletins.views.blueprint import bp
from crm.core import auditing, jobs
from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.core.visibility import own_park_id
from crm.web.as_of import requested_as_of
from crm.web.display import endpoint_url
from crm.web.downloads import send_file_safely
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import language, local_name
from crm.web.paging import Sort, page_of
from crm.web.places import park_asked
from kernel import clock
from kernel.errors import NotFoundError
from models import Job
from models.enums import AuditAction


@bp.route("/", methods=["GET", "POST"])
@may(Permission.MAKE_REPORTS)
def index() -> ResponseReturnValue:
    """Order a report, and the list of those ordered."""
    form = _form()
    if form.validate_on_submit():
        order = asked_order(form.as_of.data or clock.today(), form.park.data, form.locale.data)
        with form.saving():
            row = jobs.enqueue(KIND, arguments_of(form.name.data, order, form.file_format.data))
        if not form.has_failed:
            return redirect(url_for(".job", job_id=row.id))
    page = page_of(
        orders_query(viewer=signed_in_user()),
        sorts={"newest": Sort(Job.created_at, descending=True)},
        default="newest",
        id_column=Job.id,
    )
    return form_page("bulletins/index.html", form, page=page, reports=reports.REPORTS, formats=FORMATS)


@bp.get("/<name>")
@may(Permission.MAKE_REPORTS)
def read(name: str) -> ResponseReturnValue:
    """A report as a page, as of the date in the address."""
    if name not in reports.REPORTS:
        raise NotFoundError(_("There is no report %(name)s.", name=name))
    every_park = list_parks()
    order = asked_order(requested_as_of(), request.args.get("park", ""), language(), every_park)
    document = reports.build(name, order)
    return render_template(
        "bulletins/read.html",
        name=name,
        document=document,
        order=order,
        places=places(every_park),
        question=question(),
        body=reports.render_page(document, lambda rows: endpoint_url(rows.endpoint, **rows.arguments)),
    )


@bp.get("/jobs/<int:job_id>")
@may(Permission.MAKE_REPORTS)
def job(job_id: int) -> ResponseReturnValue:
    """How far an ordered report is."""
    row = get_order(job_id, viewer=signed_in_user())
    template = "bulletins/_job.html" if "HX-Request" in request.headers else "bulletins/job.html"
    return render_template(template, job=row, reports=reports.REPORTS, formats=FORMATS)


@bp.get("/jobs/<int:job_id>/file")
@may(Permission.MAKE_REPORTS)
def download(job_id: int) -> ResponseReturnValue:
    row = get_order(job_id, viewer=signed_in_user())
    if row.attachment is None:
        raise NotFoundError(_("This report is not ready yet."))
    _note_taken(row, row.attachment.file_name)
    return send_file_safely(row.attachment)


def _note_taken(row: Job, file_name: str) -> None:
    """Who took which report out of the house is in the log, as for exports of lists."""
    asked = {name: row.arguments.get(name) or "" for name in ("plan", "as_of", "known_at", "park", "number")}
    given = {name: text for name, text in asked.items() if text}
    auditing.note(
        AuditAction.EXPORTED, entity="reports", entity_id=row.arguments["name"], file=file_name, **given
    )


def _form() -> ReportForm:
    """An order begun in the address, as from the page of a report."""
    user, every_park = signed_in_user(), list_parks()
    own = own_park_id(user)
    park_asked(request.args.get("park", ""), every_park, viewer=user)
    form = ReportForm(
        as_of=min(requested_as_of(), clock.today()), park=request.args.get("park", ""), locale=language()
    )
    whole = [("", _("Whole zone"))] if own is None else []
    form.park.choices = whole + [(park.code, local_name(park)) for park in places(every_park)]
    return form
