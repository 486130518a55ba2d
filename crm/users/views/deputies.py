"""Who stands in for whom: openly for all who work here."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.users import deputies as standing_in
from crm.users import queries
from crm.users.forms_daily import DeputyForm
from crm.users.views.blueprint import bp
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from models import Deputy

SORTS = {
    "until": Sort(Deputy.until_on, descending=True),
    "from": Sort(Deputy.from_on, descending=True),
}


@bp.get("/deputies")
@may(Permission.VIEW_TODOS)
def deputies() -> ResponseReturnValue:
    return _list(is_over=False)


@bp.get("/deputies/earlier")
@may(Permission.VIEW_TODOS)
def earlier_deputies() -> ResponseReturnValue:
    return _list(is_over=True)


def _list(*, is_over: bool) -> ResponseReturnValue:
    user = signed_in_user()
    query = queries.deputies_query(viewer=user, is_over=is_over)
    page = page_of(query, sorts=SORTS, default="until", id_column=Deputy.id)
    tabs = [
        {"label": _("Now and ahead"), "url": url_for(".deputies"), "active": not is_over},
        {"label": _("Over"), "url": url_for(".earlier_deputies"), "active": is_over},
    ]
    can_end = {row.id for row in page.rows if standing_in.may_end(row, user)}
    return render_template("users/deputies.html", page=page, tabs=tabs, can_end=can_end, is_over=is_over)


@bp.route("/deputies/new", methods=["GET", "POST"])
@may(Permission.VIEW_TODOS)
def new_deputy() -> ResponseReturnValue:
    user = signed_in_user()
    form = DeputyForm(data={"principal_id": user.id, "from_on": clock.today()})
    form.offer(queries.list_principals(user), queries.list_possible_deputies(user))
    if form.validate_on_submit():
        with form.saving():
            standing_in.name_deputy(form.written(), by=user)
        if not form.has_failed:
            flash(_("Named. Both are told."), "success")
            return redirect(url_for(".deputies"))
    return form_page("users/new_deputy.html", form)


@bp.post("/deputies/<int:deputy_id>/end")
@may(Permission.VIEW_TODOS)
def end_deputy(deputy_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    row = queries.get_deputy(deputy_id, viewer=user)
    with transaction():
        standing_in.end_deputy(row, by=user)
    flash(_("It is over from now on."), "success")
    return redirect(url_for(".deputies"))
