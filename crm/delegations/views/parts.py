"""People, stops, approvals of a visit."""

from __future__ import annotations

from types import SimpleNamespace

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.delegations.forms.parts import ApprovalForm, MemberForm, StopForm, to_day
from crm.delegations.queries import records
from crm.delegations.service import parts as service
from crm.delegations.views.blueprint import bp
from crm.delegations.views.saving import (
    asked_delegation,
    asked_part,
    removal_page,
    save_page,
    show_firm,
    tab_url,
)
from crm.web.choices import one_of, to_id
from crm.web.display import endpoint_url
from crm.web.fields import set_choice
from crm.web.guards import may, signed_in_user
from models import Delegation, DelegationApproval, DelegationMember, DelegationStop
from models.enums import ApprovalKind, ApprovalState, Party

# --- People --------------------------------------------------------------------------------------


@bp.route("/<int:delegation_id>/members/new", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def new_member(delegation_id: int) -> ResponseReturnValue:
    delegation = asked_delegation(delegation_id)
    side = one_of(Party)(request.args.get("side")) or Party.THEIRS
    return _member_page(delegation, None, MemberForm(data={"side": side}))


@bp.route("/members/<int:member_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def edit_member(member_id: int) -> ResponseReturnValue:
    member = asked_part(DelegationMember, member_id)
    return _member_page(member.delegation, member, MemberForm(obj=member))


@bp.route("/members/<int:member_id>/remove", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def remove_member(member_id: int) -> ResponseReturnValue:
    member = asked_part(DelegationMember, member_id)
    user = signed_in_user()
    return removal_page(
        member,
        lambda reason: service.remove_part(member, reason=reason, by=user),
        name=member.name,
        tab="people",
    )


def _member_page(
    delegation: Delegation, member: DelegationMember | None, form: MemberForm
) -> ResponseReturnValue:
    user = signed_in_user()
    form.offer(records.list_staff())
    form.firm_id.lookup = endpoint_url("firms.lookup") or ""
    form.contact_id.lookup = endpoint_url("engagements.people") or ""
    show_firm(form.firm_id)
    chosen = to_id(form.contact_id.data)
    contact = records.find_contact(chosen, viewer=user) if chosen else None
    if contact is not None:
        set_choice(form.contact_id, contact.id, contact.name)
    return save_page(
        "delegations/member.html",
        form,
        lambda: service.save_member(
            delegation, member, form.written(), by=user, lock_version=form.lock_version.data
        ),
        delegation=delegation,
        tab="people",
        member=member,
    )


# --- Stops ---------------------------------------------------------------------------------------


@bp.route("/<int:delegation_id>/stops/new", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def new_stop(delegation_id: int) -> ResponseReturnValue:
    delegation = asked_delegation(delegation_id)
    day = to_day(request.args.get("day")) or delegation.from_on
    return _stop_page(delegation, None, StopForm(data={"day": day, "park_id": delegation.park_id}))


@bp.route("/stops/<int:stop_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def edit_stop(stop_id: int) -> ResponseReturnValue:
    stop = asked_part(DelegationStop, stop_id)
    shown = {name: getattr(stop, name) for name in service.StopFields.__slots__ if name != "member_ids"}
    written = SimpleNamespace(
        **shown, member_ids=[member.id for member in stop.people], lock_version=stop.lock_version
    )
    return _stop_page(stop.delegation, stop, StopForm(obj=written))


@bp.route("/stops/<int:stop_id>/remove", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def remove_stop(stop_id: int) -> ResponseReturnValue:
    stop = asked_part(DelegationStop, stop_id)
    user = signed_in_user()
    return removal_page(
        stop,
        lambda reason: service.remove_part(stop, reason=reason, by=user),
        name=stop.title_hans,
        tab="plan",
    )


@bp.post("/stops/<int:stop_id>/move")
@may(Permission.EDIT_DELEGATIONS)
def move_stop(stop_id: int) -> ResponseReturnValue:
    """Let it change places with its neighbour: ``direction`` is ``up`` or ``down``."""
    stop = asked_part(DelegationStop, stop_id)
    with transaction():
        moved = service.move_stop(stop, up=request.form.get("direction") == "up", by=signed_in_user())
    if not moved:
        flash(_("There is no stop on that side of it on this day."), "info")
    return redirect(f"{tab_url(stop.delegation, 'plan')}#stop-{stop.id}")


@bp.post("/<int:delegation_id>/stops/order")
@may(Permission.EDIT_DELEGATIONS)
def order_stops(delegation_id: int) -> ResponseReturnValue:
    """A day's stops as somebody dragged them: ``day`` and the stops' numbers as ``stop``."""
    delegation = asked_delegation(delegation_id)
    day = to_day(request.form.get("day")) or delegation.from_on
    order = [number for text in request.form.getlist("stop") if (number := to_id(text)) is not None]
    with transaction():
        service.place_stops(delegation, day, order, by=signed_in_user())
    if request.accept_mimetypes.best == "application/json":
        return jsonify({"url": tab_url(delegation, "plan")})
    return redirect(url_for(".detail", delegation_id=delegation.id, tab="plan"))


def _stop_page(delegation: Delegation, stop: DelegationStop | None, form: StopForm) -> ResponseReturnValue:
    form.offer(delegation, list_parks(), records.list_members(delegation))
    user = signed_in_user()
    return save_page(
        "delegations/stop.html",
        form,
        lambda: service.save_stop(
            delegation, stop, form.written(), by=user, lock_version=form.lock_version.data
        ),
        delegation=delegation,
        tab="plan",
        stop=stop,
    )


# --- Approvals -----------------------------------------------------------------------------------


@bp.route("/<int:delegation_id>/approvals/new", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def new_approval(delegation_id: int) -> ResponseReturnValue:
    form = ApprovalForm(data={"kind": ApprovalKind.RECEPTION, "state": ApprovalState.NEEDED})
    return _approval_page(asked_delegation(delegation_id), None, form)


@bp.route("/approvals/<int:approval_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def edit_approval(approval_id: int) -> ResponseReturnValue:
    approval = asked_part(DelegationApproval, approval_id)
    return _approval_page(approval.delegation, approval, ApprovalForm(obj=approval))


@bp.route("/approvals/<int:approval_id>/remove", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def remove_approval(approval_id: int) -> ResponseReturnValue:
    approval = asked_part(DelegationApproval, approval_id)
    user = signed_in_user()
    return removal_page(
        approval,
        lambda reason: service.remove_part(approval, reason=reason, by=user),
        name=approval.number or approval.kind.value,
        tab="approvals",
    )


def _approval_page(
    delegation: Delegation, approval: DelegationApproval | None, form: ApprovalForm
) -> ResponseReturnValue:
    form.offer()
    user = signed_in_user()
    return save_page(
        "delegations/approval.html",
        form,
        lambda: service.save_approval(
            delegation,
            approval,
            form.written(),
            form.uploaded,
            by=user,
            lock_version=form.lock_version.data,
        ),
        delegation=delegation,
        tab="approvals",
        approval=approval,
    )
