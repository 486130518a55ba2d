"""The list, the month, the export."""

from __future__ import annotations

import re
from calendar import Calendar
from datetime import date, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.delegations import exports
from crm.delegations import labels as _words  # noqa: F401 - names the states
from crm.delegations.forms.records import DelegationFilterForm
from crm.delegations.queries import records
from crm.delegations.queries.records import DelegationFilters
from crm.delegations.views.blueprint import bp
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from models import Delegation

SORTS = {
    "from": Sort(Delegation.from_on, descending=True),
    "ref": Sort(Delegation.ref, descending=True),
}


@bp.get("")
@may(Permission.VIEW_DELEGATIONS)
def index() -> ResponseReturnValue:
    user, form = signed_in_user(), _form()
    page = page_of(
        records.delegations_query(_filters(form), viewer=user),
        sorts=SORTS,
        default="from",
        id_column=Delegation.id,
    )
    return render_template("delegations/index.html", page=page, form=form, chips=active_filters(form))


@bp.get("/months")
@may(Permission.VIEW_DELEGATIONS)
def months() -> ResponseReturnValue:
    """One month, day by day: who is where."""
    user, form = signed_in_user(), _form()
    month = _asked_month()
    weeks = Calendar().monthdatescalendar(month.year, month.month)
    rows = records.list_within(weeks[0][0], weeks[-1][-1], _filters(form), viewer=user)
    by_day = {
        day: [row for row in rows if row.from_on <= day <= row.until_on] for week in weeks for day in week
    }
    return render_template(
        "delegations/months.html",
        form=form,
        chips=active_filters(form),
        month=month,
        weeks=weeks,
        by_day=by_day,
        count=len({row.id for day, found in by_day.items() if day.month == month.month for row in found}),
        previous=(month - timedelta(days=1)).replace(day=1),
        following=(month + timedelta(days=32)).replace(day=1),
    )


@bp.get("/export.csv")
@may(Permission.EXPORT)
def export() -> ResponseReturnValue:
    user = signed_in_user()
    rows = records.iterate_delegations(_filters(_form()), viewer=user)
    name = f"delegations-{clock.today().isoformat()}.csv"
    return send_export(
        exports.HEAD, (exports.row_of(each, user) for each in rows), name, entity="delegations"
    )


def _form() -> DelegationFilterForm:
    years = records.list_years(viewer=signed_in_user())
    return DelegationFilterForm.from_address(parks=list_parks(), years=years)


def _filters(form: DelegationFilterForm) -> DelegationFilters:
    read = form.readable()
    return DelegationFilters(
        query=read["q"] or "",
        direction=read["direction"],
        state=read["state"],
        park_id=read["park"],
        year=read["year"],
        is_archived=bool(read["archived"]),
    )


def _asked_month() -> date:
    """The month of the address, else this one."""
    text = request.args.get("month", "")
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text, re.ASCII):
        day = date(max(int(text[:4]), 1), int(text[5:]), 1)
        if clock.FIRST_DAY < day < clock.LAST_DAY.replace(day=1):
            return day
    return clock.today().replace(day=1)
