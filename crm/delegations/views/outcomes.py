"""What came of it: outcomes of stops, what was promised, looks back, files."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.core.visibility import own_park_id
from crm.delegations import itinerary
from crm.delegations.forms.parts import CommitmentForm, LogForm, NoteForm, OutcomeForm, UploadForm
from crm.delegations.queries import records
from crm.delegations.service import commitments
from crm.delegations.service import delegations as delegation_service
from crm.delegations.service import outcomes as log_service
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
from crm.web.choices import one_of
from crm.web.display import endpoint_url
from crm.web.guards import may, signed_in_user
from crm.web.labels import local_name
from models import Delegation, DelegationCommitment, DelegationStop
from models.enums import CommitmentState, EngagementKind, Party


@bp.route("/stops/<int:stop_id>/outcome", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def outcome(stop_id: int) -> ResponseReturnValue:
    stop = asked_part(DelegationStop, stop_id)
    form = OutcomeForm(obj=stop)
    user = signed_in_user()
    return save_page(
        "delegations/outcome.html",
        form,
        lambda: service.note_outcome(stop, form.outcome.data, by=user),
        delegation=stop.delegation,
        tab="outcomes",
        stop=stop,
    )


@bp.route("/stops/<int:stop_id>/log", methods=["GET", "POST"])
@may(Permission.LOG_ENGAGEMENTS)
def log(stop_id: int) -> ResponseReturnValue:
    """An engagement of the stop: it stands on the visit, and on the timeline of every firm it names."""
    user = signed_in_user()
    stop = records.get_part(DelegationStop, stop_id, viewer=user)
    delegation, members = stop.delegation, records.list_members(stop.delegation)
    there = [each for each in (stop.people or members) if each.side is Party.THEIRS]
    firms = itinerary.firms_of(members, records.list_sessions(delegation))
    form = LogForm(
        data={
            "kind": EngagementKind.VISIT,
            "firm_ids": list(dict.fromkeys(each.firm_id for each in there if each.firm_id)),
            "summary": local_name(stop, "title"),
            "outcome": stop.outcome,
            "park_id": own_park_id(user) or stop.park_id or delegation.park_id,
            "next_owner_id": user.id,
        }
    )
    form.offer(firms, list_parks(), records.list_staff())
    form.other_firm_id.lookup = endpoint_url("firms.lookup") or ""
    show_firm(form.other_firm_id)
    return save_page(
        "delegations/log.html",
        form,
        lambda: log_service.log_stop(
            stop,
            form.written(log_service.moment_of(stop), log_service.contacts_at(there)),
            by=user,
            matter=form.matter.data,
        ),
        delegation=delegation,
        tab="outcomes",
        stop=stop,
    )


@bp.route("/<int:delegation_id>/commitments/new", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def new_commitment(delegation_id: int) -> ResponseReturnValue:
    delegation = asked_delegation(delegation_id)
    side = one_of(Party)(request.args.get("side")) or Party.OURS
    form = CommitmentForm(data={"side": side, "owner_id": delegation.lead_id})
    return _commitment_page(delegation, None, form)


@bp.route("/commitments/<int:commitment_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def edit_commitment(commitment_id: int) -> ResponseReturnValue:
    row = asked_part(DelegationCommitment, commitment_id)
    return _commitment_page(row.delegation, row, CommitmentForm(obj=row))


def _commitment_page(
    delegation: Delegation, row: DelegationCommitment | None, form: CommitmentForm
) -> ResponseReturnValue:
    form.offer(records.list_staff(), records.list_stops(delegation))
    form.firm_id.lookup = endpoint_url("firms.lookup") or ""
    show_firm(form.firm_id)
    user = signed_in_user()
    return save_page(
        "delegations/commitment.html",
        form,
        lambda: commitments.save_commitment(
            delegation, row, form.written(), by=user, lock_version=form.lock_version.data
        ),
        delegation=delegation,
        tab="outcomes",
        commitment=row,
    )


@bp.route("/commitments/<int:commitment_id>/close", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def close_commitment(commitment_id: int) -> ResponseReturnValue:
    """It was kept, or holds no more: ``state`` in the address says which."""
    row = asked_part(DelegationCommitment, commitment_id)
    state = one_of(CommitmentState)(request.args.get("state")) or CommitmentState.FULFILLED
    form, user = NoteForm(), signed_in_user()
    return save_page(
        "delegations/close.html",
        form,
        lambda: commitments.close_commitment(row, state, note=form.note.data or "", by=user),
        delegation=row.delegation,
        tab="outcomes",
        commitment=row,
        state=state,
    )


@bp.route("/commitments/<int:commitment_id>/remove", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def remove_commitment(commitment_id: int) -> ResponseReturnValue:
    row = asked_part(DelegationCommitment, commitment_id)
    user = signed_in_user()
    return removal_page(
        row,
        lambda reason: commitments.remove_commitment(row, reason=reason, by=user),
        name=row.text[:60],
        tab="outcomes",
    )


@bp.route("/follow-ups/<int:follow_up_id>/close", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def close_follow_up(follow_up_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    row = records.get_follow_up(follow_up_id, viewer=user)
    asked_delegation(row.delegation_id)
    form = NoteForm()
    return save_page(
        "delegations/close.html",
        form,
        lambda: delegation_service.close_follow_up(row, note=form.note.data or "", by=user),
        delegation=row.delegation,
        tab="outcomes",
        follow_up=row,
    )


@bp.post("/<int:delegation_id>/files")
@may(Permission.EDIT_DELEGATIONS)
def add_files(delegation_id: int) -> ResponseReturnValue:
    delegation = asked_delegation(delegation_id)
    form = UploadForm()
    if form.validate_on_submit():
        with form.saving():
            for upload in form.files.data:
                service.add_file(delegation, upload.read(), upload.filename, by=signed_in_user())
    if form.has_failed:
        flash(form.refusal or _("Choose a file."), "warning")
    else:
        flash(_("Saved."), "success")
    return redirect(tab_url(delegation, "approvals"))
