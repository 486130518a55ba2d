"""The page of one delegation, tab by tab; and the ways to it from to-dos."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.core.permissions import may as is_granted
from crm.core.visibility import may_read_internal, own_park_id
from crm.delegations import itinerary
from crm.delegations.forms.parts import UploadForm, day_choices
from crm.delegations.queries import records
from crm.delegations.rules.states import NEXT
from crm.delegations.service import delegations as service
from crm.delegations.views.blueprint import bp
from crm.delegations.yields import yield_of
from crm.web.guards import may, signed_in_user
from models import Delegation, DelegationCommitment, User
from models.enums import Party

TABS = ("plan", "people", "talks", "approvals", "outcomes", "yield")


@bp.get("/<int:delegation_id>")
@may(Permission.VIEW_DELEGATIONS)
def detail(delegation_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    delegation = records.get_delegation(delegation_id, viewer=user)
    is_internal = may_read_internal(user, delegation)
    tabs = [tab for tab in TABS if tab != "approvals" or is_internal]
    asked = request.args.get("tab", "")
    tab = asked if asked in tabs else tabs[0]
    may_edit = is_granted(user, Permission.EDIT_DELEGATIONS) and service.may_edit(delegation, user)
    return render_template(
        f"delegations/tab_{tab}.html",
        delegation=delegation,
        tab=tab,
        tabs=tabs,
        is_internal=is_internal,
        may_restore=may_edit,
        may_edit=may_edit and not delegation.is_archived,
        following=NEXT[delegation.state],
        **_BUILD[tab](delegation, user),
    )


def _plan(delegation: Delegation, _user: User) -> dict[str, Any]:
    members, stops = records.list_members(delegation), records.list_stops(delegation)
    sessions = records.list_sessions(delegation)
    return {
        "days": itinerary.days_of(stops),
        "warnings": itinerary.warnings(members, stops, sessions),
        "sessions": sessions,
    }


def _people(delegation: Delegation, _user: User) -> dict[str, Any]:
    members = records.list_members(delegation)
    return {"sides": [(side, [each for each in members if each.side is side]) for side in reversed(Party)]}


def _talks(delegation: Delegation, _user: User) -> dict[str, Any]:
    members, stops = records.list_members(delegation), records.list_stops(delegation)
    sessions = records.list_sessions(delegation)
    by_park = request.args.get("by") != "officers"
    return {
        "by_park": by_park,
        "days": day_choices(delegation),
        "matrix": itinerary.matrix(
            itinerary.firms_of(members, sessions),
            columns_of(delegation, by_park=by_park),
            sessions,
            by_park=by_park,
        ),
        "sessions": sessions,
        "warnings": itinerary.warnings(members, stops, sessions),
    }


def columns_of(delegation: Delegation, *, by_park: bool) -> list[itinerary.Column]:
    """The parks that take part, or our people who come along or hold a talk."""
    sessions = records.list_sessions(delegation)
    if by_park:
        chosen = {park.id for park in delegation.parks} | {row.park_id for row in sessions}
        chosen.add(delegation.park_id)
        parks = [park for park in list_parks() if park.id in chosen]
        return itinerary.park_columns(parks)
    users = {each.user.id: each.user for each in records.list_members(delegation) if each.user}
    users |= {row.officer.id: row.officer for row in sessions if row.officer}
    return itinerary.officer_columns(list(users.values()))


def _approvals(delegation: Delegation, _user: User) -> dict[str, Any]:
    return {
        "approvals": records.list_approvals(delegation),
        "files": records.list_files(delegation),
        "upload": UploadForm(formdata=None),
    }


def _outcomes(delegation: Delegation, user: User) -> dict[str, Any]:
    """A park that takes part reads its own: what another one heard stays with it."""
    is_internal, own = may_read_internal(user, delegation), own_park_id(user)
    stops = [row for row in records.list_stops(delegation) if is_internal or row.park_id == own]
    sessions = [row for row in records.list_sessions(delegation) if is_internal or row.park_id == own]
    promised = records.list_commitments(delegation)
    return {
        "stops": stops,
        "sessions": sessions,
        "commitments": [row for row in promised if is_internal or row.owner.park_id == own],
        "follow_ups": records.list_follow_ups(delegation),
        "engagements": records.list_engagements(delegation, viewer=user),
    }


def _yield(delegation: Delegation, user: User) -> dict[str, Any]:
    return {"brought": yield_of(delegation, viewer=user)}


_BUILD: Mapping[str, Callable[[Delegation, User], dict[str, Any]]] = {
    "plan": _plan,
    "people": _people,
    "talks": _talks,
    "approvals": _approvals,
    "outcomes": _outcomes,
    "yield": _yield,
}


@bp.get("/commitments/<int:commitment_id>")
@may(Permission.VIEW_DELEGATIONS)
def commitment(commitment_id: int) -> ResponseReturnValue:
    """Where a to-do leads to."""
    row = records.get_part(DelegationCommitment, commitment_id, viewer=signed_in_user())
    return _to_outcomes(row.delegation_id, f"commitment-{row.id}")


@bp.get("/follow-ups/<int:follow_up_id>")
@may(Permission.VIEW_DELEGATIONS)
def follow_up(follow_up_id: int) -> ResponseReturnValue:
    """Where a to-do leads to."""
    row = records.get_follow_up(follow_up_id, viewer=signed_in_user())
    return _to_outcomes(row.delegation_id, f"follow-up-{row.id}")


def _to_outcomes(delegation_id: int, anchor: str) -> ResponseReturnValue:
    return redirect(url_for(".detail", delegation_id=delegation_id, tab="outcomes", _anchor=anchor))
