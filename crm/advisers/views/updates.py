"""What advisers tell of projects: the list, and a park's answer."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.advisers import queries, service
from crm.advisers.forms.rulings import ConfirmUpdateForm, ReturnUpdateForm
from crm.advisers.forms.staff import UpdateFilterForm
from crm.advisers.views.blueprint import bp
from crm.core.permissions import Permission, check_own_park
from crm.web.filters import active_filters
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from models import StatusUpdate

SORTS = {"submitted": Sort(StatusUpdate.submitted_at, descending=True)}


@bp.get("/updates")
@may(Permission.VIEW_ADVISERS)
def updates() -> ResponseReturnValue:
    user = signed_in_user()
    form = UpdateFilterForm.from_address()
    page = page_of(
        queries.updates_query(form.readable()["state"], viewer=user),
        sorts=SORTS,
        default="submitted",
        id_column=StatusUpdate.id,
    )
    return render_template("advisers/updates.html", page=page, form=form, chips=active_filters(form))


@bp.get("/updates/<int:update_id>")
@may(Permission.VIEW_ADVISERS)
def update(update_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    found = queries.get_update(update_id, viewer=user)
    is_open = found.state.value == "waiting"
    return render_template(
        "advisers/update.html", update=found, may_decide=is_open and service.may_decide(found, user)
    )


@bp.route("/updates/<int:update_id>/confirm", methods=["GET", "POST"])
@may(Permission.CONFIRM_UPDATES)
def confirm_update(update_id: int) -> ResponseReturnValue:
    """As an engagement, in the words of who confirms it."""
    user = signed_in_user()
    found = _own(update_id)
    form = ConfirmUpdateForm(data={"words": found.text, "lock_version": found.lock_version})
    if form.validate_on_submit():
        with form.saving():
            engagement = service.confirm_update(
                found,
                words=form.words.data or "",
                by=user,
                lock_version=form.lock_version.data,
                matter=form.matter.data,
            )
        if not form.has_failed:
            flash(_("Confirmed. It stands on the project as %(ref)s.", ref=engagement.ref), "success")
            return redirect(url_for(".update", update_id=update_id))
    return form_page("advisers/confirm_update.html", form, update=found)


@bp.route("/updates/<int:update_id>/return", methods=["GET", "POST"])
@may(Permission.CONFIRM_UPDATES)
def return_update(update_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    found = _own(update_id)
    form = ReturnUpdateForm(data={"lock_version": found.lock_version})
    if form.validate_on_submit():
        with form.saving():
            service.return_update(
                found, reason=form.reason.data or "", by=user, lock_version=form.lock_version.data
            )
        if not form.has_failed:
            flash(_("Returned to the adviser."), "success")
            return redirect(url_for(".update", update_id=update_id))
    return form_page("advisers/return_update.html", form, update=found)


def _own(update_id: int) -> StatusUpdate:
    user = signed_in_user()
    found = queries.get_update(update_id, viewer=user)
    check_own_park(found.project.park_id, user)
    return found
