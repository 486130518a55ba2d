"""Talks one to one: a cell of the matrix, and a proposal for all of them."""

from __future__ import annotations

from types import SimpleNamespace

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.delegations import itinerary
from crm.delegations.forms.parts import ProposalForm, SessionForm, day_choices, to_day
from crm.delegations.queries import records
from crm.delegations.rules import matrix
from crm.delegations.rules.matrix import Slot, Talk
from crm.delegations.service import parts as service
from crm.delegations.service.parts import SessionFields
from crm.delegations.views.blueprint import bp
from crm.delegations.views.detail import columns_of
from crm.delegations.views.saving import (
    asked_delegation,
    asked_part,
    removal_page,
    save_page,
    show_firm,
    tab_url,
)
from crm.web.choices import to_id
from crm.web.display import endpoint_url
from crm.web.guards import may, signed_in_user
from models import Delegation, DelegationSession, Firm

Proposal = list[tuple[Talk, Firm, itinerary.Column]]


@bp.route("/<int:delegation_id>/talks/new", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def new_talk(delegation_id: int) -> ResponseReturnValue:
    """``firm``, ``park`` and ``officer`` in the address name the cell of the matrix."""
    delegation = asked_delegation(delegation_id)
    args = request.args
    form = SessionForm(
        data={
            "firm_id": to_id(args.get("firm")),
            "park_id": to_id(args.get("park")),
            "officer_id": to_id(args.get("officer")),
            "day": to_day(args.get("day")) or delegation.from_on,
        }
    )
    return _talk_page(delegation, None, form)


@bp.route("/talks/<int:talk_id>/edit", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def edit_talk(talk_id: int) -> ResponseReturnValue:
    row = asked_part(DelegationSession, talk_id)
    shown = {name: getattr(row, name) for name in SessionFields.__slots__}
    return _talk_page(
        row.delegation, row, SessionForm(obj=SimpleNamespace(**shown, lock_version=row.lock_version))
    )


@bp.route("/talks/<int:talk_id>/remove", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def remove_talk(talk_id: int) -> ResponseReturnValue:
    row = asked_part(DelegationSession, talk_id)
    user = signed_in_user()
    return removal_page(
        row,
        lambda reason: service.remove_part(row, reason=reason, by=user),
        name=f"{row.day.isoformat()} {row.starts_at:%H:%M}",
        tab="talks",
    )


def _talk_page(
    delegation: Delegation, row: DelegationSession | None, form: SessionForm
) -> ResponseReturnValue:
    form.offer(delegation, list_parks(), records.list_staff(), records.list_stops(delegation))
    form.firm_id.lookup = endpoint_url("firms.lookup") or ""
    show_firm(form.firm_id)
    user = signed_in_user()
    return save_page(
        "delegations/talk.html",
        form,
        lambda: service.save_session(
            delegation, row, form.written(), by=user, lock_version=form.lock_version.data
        ),
        delegation=delegation,
        tab="talks",
        talk=row,
    )


@bp.route("/<int:delegation_id>/talks/propose", methods=["GET", "POST"])
@may(Permission.EDIT_DELEGATIONS)
def propose(delegation_id: int) -> ResponseReturnValue:
    """Who could meet whom when: looked at by the address, taken by sending it."""
    delegation = asked_delegation(delegation_id)
    by_park = request.args.get("by") != "officers"
    form = ProposalForm(request.args)
    form.day.choices = day_choices(delegation)
    form.validate()
    made, left = _proposal(delegation, form, by_park=by_park)
    if request.method == "POST":
        with transaction():
            for talk, firm, column in made:
                _take(delegation, talk, firm, column)
        done = ngettext("%(num)s talk is planned.", "%(num)s talks are planned.", len(made))
        flash(done, "success")
        return redirect(tab_url(delegation, "talks"))
    return render_template(
        "delegations/propose.html",
        delegation=delegation,
        form=form,
        by_park=by_park,
        made=made,
        left=left,
        is_asked="starts_at" in request.args,
        back=tab_url(delegation, "talks"),
    )


def _take(delegation: Delegation, talk: Talk, firm: Firm, column: itinerary.Column) -> None:
    slot = talk.slot
    written = SessionFields(
        slot.day, slot.starts_at, slot.ends_at, firm.id, column.park_id, column.officer_id
    )
    service.save_session(delegation, None, written, by=signed_in_user())


def _proposal(
    delegation: Delegation, form: ProposalForm, *, by_park: bool
) -> tuple[Proposal, list[tuple[Firm, itinerary.Column]]]:
    """Talks that could be held, and the pairs for which no slot is left."""
    sessions = records.list_sessions(delegation)
    firms = {firm.id: firm for firm in itinerary.firms_of(records.list_members(delegation), sessions)}
    columns = {column.key: column for column in columns_of(delegation, by_park=by_park)}
    taken = [
        Talk(
            Slot(row.day, row.starts_at, row.ends_at),
            row.firm_id,
            itinerary.column_key(row, by_park=by_park),
        )
        for row in sessions
    ]
    made, left = matrix.propose(list(firms), list(columns), _slots(form), taken)
    return (
        [(talk, firms[talk.firm], columns[talk.column]) for talk in made],
        [(firms[firm], columns[column]) for firm, column in left],
    )


def _slots(form: ProposalForm) -> list[Slot]:
    read = form.readable()
    day, starts_at, ends_at = read["day"], read["starts_at"], read["ends_at"]
    if day is None or starts_at is None or ends_at is None or ends_at <= starts_at:
        return []
    return matrix.slots(day, starts_at, ends_at, minutes=read["minutes"] or 20, pause=read["pause"] or 0)
