"""Reports that were issued: frozen under a number, read again, fetched in any format."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.bulletins import reports
from crm.bulletins.forms import FORMATS, FileForm, IssuedFilterForm, IssueForm
from crm.bulletins.jobs import KIND, issued_arguments_of
from crm.bulletins.queries.issued import (
    IssuedFilters,
    document_of,
    get_issued,
    issued_query,
    list_issued_years,
)
from crm.bulletins.service import issue_report
from crm.bulletins.views.address import asked_order, places, question
from crm.bulletins.views.blueprint import bp
from crm.core import jobs
from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.web.as_of import requested_as_of
from crm.web.display import endpoint_url
from crm.web.filters import active_filters
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import language
from crm.web.paging import Sort, page_of
from kernel.errors import NotFoundError
from models import IssuedReport

SORTS = {
    "issued": Sort(IssuedReport.recorded_at, descending=True),
    "number": Sort(IssuedReport.number),
    "as_of": Sort(IssuedReport.as_of, descending=True),
}


@bp.get("/issued")
@may(Permission.MAKE_REPORTS)
def issued() -> ResponseReturnValue:
    user = signed_in_user()
    form = IssuedFilterForm.from_address(parks=places(list_parks()), years=list_issued_years(viewer=user))
    page = page_of(
        issued_query(_filters(form), viewer=user), sorts=SORTS, default="issued", id_column=IssuedReport.id
    )
    return render_template(
        "bulletins/issued.html", page=page, form=form, chips=active_filters(form), reports=reports.REPORTS
    )


def _filters(form: IssuedFilterForm) -> IssuedFilters:
    read = form.readable()
    return IssuedFilters((read["q"] or "").strip(), read["name"] or "", read["park"], read["year"])


@bp.post("/<name>/issue")
@may(Permission.ISSUE_REPORTS)
def issue(name: str) -> ResponseReturnValue:
    """Freeze what the address asks for, as known at this moment or that of the address."""
    if name not in reports.REPORTS:
        raise NotFoundError(_("There is no report %(name)s.", name=name))
    form = IssueForm()
    if form.validate_on_submit():
        every_park = list_parks()
        order = asked_order(requested_as_of(), request.args.get("park", ""), language(), every_park)
        with form.saving():
            report = issue_report(name, order, by=signed_in_user())
        if not form.has_failed:
            flash(_("Issued as No. %(number)s.", number=report.number), "success")
            return redirect(url_for(".issued_report", report_id=report.id))
    if form.refusal:
        flash(form.refusal, "danger")
    return redirect(url_for(".read", name=name, **question()))


@bp.get("/issued/<int:report_id>")
@may(Permission.MAKE_REPORTS)
def issued_report(report_id: int) -> ResponseReturnValue:
    """An issued report as it was, with what was asked."""
    return _page(get_issued(report_id, viewer=signed_in_user()), FileForm(formdata=None))


@bp.post("/issued/<int:report_id>/file")
@may(Permission.MAKE_REPORTS)
def issued_file(report_id: int) -> ResponseReturnValue:
    """Order a file of an issued report."""
    report = get_issued(report_id, viewer=signed_in_user())
    form = FileForm()
    if form.validate_on_submit():
        with form.saving():
            row = jobs.enqueue(KIND, issued_arguments_of(report, form.file_format.data))
        if not form.has_failed:
            return redirect(url_for(".job", job_id=row.id))
    return _page(report, form)


def _page(report: IssuedReport, form: FileForm) -> ResponseReturnValue:
    document = document_of(report)
    return form_page(
        "bulletins/issued_report.html",
        form,
        report=report,
        document=document,
        formats=FORMATS,
        body=reports.render_page(document, lambda rows: endpoint_url(rows.endpoint, **rows.arguments)),
    )
