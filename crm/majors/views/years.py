"""What is planned for a year, and how far it is."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission, check_own_park
from crm.majors.forms.parts import ProgressForm, YearForm
from crm.majors.queries import records as queries
from crm.majors.service import years as service
from crm.majors.views.blueprint import bp
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from kernel import clock


@bp.route("/<int:major_id>/years/new", methods=["GET", "POST"])
@may(Permission.EDIT_MAJORS)
def plan_year(major_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    major = queries.get_major(major_id, viewer=user)
    check_own_park(major.park_id, user)
    form = YearForm(data={"year": clock.today().year})
    if form.validate_on_submit():
        with form.saving():
            service.plan_year(major, form.written(), by=user)
        if not form.has_failed:
            flash(_("The year is planned."), "success")
            return redirect(url_for(".detail", major_id=major_id, tab="years"))
    return form_page("majors/year.html", form, major=major, year=None)


@bp.route("/years/<int:year_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_MAJORS)
def edit_year(year_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    year = queries.get_year(year_id, viewer=user)
    check_own_park(year.major.park_id, user)
    form = YearForm(obj=year)
    del form.year
    if form.validate_on_submit():
        keep_theirs(form, year)
        with form.saving():
            service.edit_year(year, form.written(year.year), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", major_id=year.major_id, tab="years"))
    return form_page(
        "majors/year.html",
        form,
        major=year.major,
        year=year,
        conflict=conflict_rows(form, lambda: queries.get_year(year_id, viewer=user)),
    )


@bp.route("/years/<int:year_id>/report", methods=["GET", "POST"])
@may(Permission.EDIT_MAJORS)
def report(year_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    year = queries.get_year(year_id, viewer=user)
    check_own_park(year.major.park_id, user)
    form = ProgressForm(data={"reported_on": clock.today(), "percent": year.percent})
    if form.validate_on_submit():
        with form.saving():
            service.report_progress(year, form.written(), by=user)
        if not form.has_failed:
            flash(_("The progress is reported."), "success")
            return redirect(url_for(".detail", major_id=year.major_id, tab="years"))
    return form_page("majors/report.html", form, major=year.major, year=year)
