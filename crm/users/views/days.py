"""Days off and worked days beyond the published calendars."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.users import days as special
from crm.users import queries
from crm.users.forms_daily import DayForm
from crm.users.views.blueprint import bp
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.forms import form_page
from crm.web.guards import may
from crm.web.paging import Sort, page_of
from models import SpecialDay

SORTS = {"day": Sort(SpecialDay.day, descending=True)}


@bp.get("/settings/days")
@may(Permission.EDIT_SETTINGS)
def days() -> ResponseReturnValue:
    page = page_of(queries.days_query(), sorts=SORTS, default="day", id_column=SpecialDay.id)
    return render_template("settings/days.html", page=page)


@bp.route("/settings/days/new", methods=["GET", "POST"])
@may(Permission.EDIT_SETTINGS)
def new_day() -> ResponseReturnValue:
    form = DayForm()
    if form.validate_on_submit():
        with form.saving():
            special.write_day(form.written())
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".days"))
    return form_page("settings/day.html", form, day=None)


@bp.route("/settings/days/<int:special_day_id>", methods=["GET", "POST"])
@may(Permission.EDIT_SETTINGS)
def edit_day(special_day_id: int) -> ResponseReturnValue:
    row = queries.get_day(special_day_id)
    form = DayForm(obj=row)
    if form.validate_on_submit():
        keep_theirs(form, row)
        with form.saving():
            special.write_day(form.written(), row, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".days"))
    return form_page("settings/day.html", form, day=row, conflict=conflict_rows(form, lambda: row))
