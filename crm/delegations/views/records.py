"""A delegation is planned, changed, moved on and put away."""

from __future__ import annotations

from dataclasses import asdict
from types import SimpleNamespace

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.parks import list_parks
from crm.core.permissions import Permission, check_own_park
from crm.core.transactions import transaction
from crm.core.visibility import own_park_id
from crm.delegations.forms.records import DelegationForm
from crm.delegations.queries import records
from crm.delegations.service import commitments
from crm.delegations.service import delegations as service
from crm.delegations.views.blueprint import bp
from crm.web.choices import one_of
from crm.web.conflicts import conflict_rows, keep_theirs
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from kernel import clock
from kernel.errors import RuleError
from models import Delegation
from models.enums import DelegationDirection, DelegationState


@bp.route("/new", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def new() -> ResponseReturnValue:
    user = signed_in_user()
    form = DelegationForm(
        data={
            "direction": one_of(DelegationDirection)(request.args.get("direction"))
            or DelegationDirection.INBOUND,
            "from_on": clock.today(),
            "until_on": clock.today(),
            "park_id": own_park_id(user),
            "lead_id": user.id,
        }
    )
    _offer(form)
    if form.validate_on_submit():
        with form.saving():
            delegation = service.plan_delegation(form.written(), by=user)
        if not form.has_failed:
            flash(_("Planned. Now name the people and the stops."), "success")
            return redirect(url_for(".detail", delegation_id=delegation.id))
    return form_page("delegations/form.html", form, delegation=None)


@bp.route("/<int:delegation_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def edit(delegation_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    delegation = records.get_delegation(delegation_id, viewer=user)
    check_own_park(delegation.park_id, user)
    form = DelegationForm(obj=_as_written(delegation))
    _offer(form)
    if form.validate_on_submit():
        keep_theirs(form, _as_written(delegation))
        with form.saving():
            service.edit_delegation(delegation, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".detail", delegation_id=delegation_id))
    return form_page(
        "delegations/form.html",
        form,
        delegation=delegation,
        conflict=conflict_rows(form, lambda: _as_written(delegation)),
    )


@bp.post("/<int:delegation_id>/state")
@may(Permission.EDIT_DELEGATIONS)
def state(delegation_id: int) -> ResponseReturnValue:
    """Let it go on, or back, to the state that was sent."""
    user = signed_in_user()
    delegation = records.get_delegation(delegation_id, viewer=user)
    wanted = one_of(DelegationState)(request.form.get("state"))
    if wanted is None:
        raise RuleError(_("That doesn't follow its present state."))
    with transaction():
        service.move_delegation(delegation, wanted, by=user)
    flash(_("Saved."), "success")
    return redirect(url_for(".detail", delegation_id=delegation_id))


@bp.route("/<int:delegation_id>/archive", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def archive(delegation_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    delegation = records.get_delegation(delegation_id, viewer=user)
    check_own_park(delegation.park_id, user)
    return reason_page(
        "delegations/archive.html",
        lambda reason: service.archive_delegation(delegation, reason=reason, by=user),
        done=_("The delegation is put away."),
        back=url_for(".detail", delegation_id=delegation_id),
        delegation=delegation,
    )


@bp.post("/<int:delegation_id>/restore")
@may(Permission.EDIT_DELEGATIONS)
def restore(delegation_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    delegation = records.get_delegation(delegation_id, viewer=user)
    with transaction():
        service.restore_delegation(delegation, by=user)
        commitments.ask_again(delegation)
    flash(_("The delegation is back."), "success")
    return redirect(url_for(".detail", delegation_id=delegation_id))


def _as_written(delegation: Delegation) -> SimpleNamespace:
    written = asdict(service.fields_of(delegation))
    written["park_ids"] = list(written["park_ids"])
    return SimpleNamespace(**written, lock_version=delegation.lock_version)


def _offer(form: DelegationForm) -> None:
    form.offer(list_parks(), records.list_staff(), own_park_id(signed_in_user()))
