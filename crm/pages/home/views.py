"""The first page: what waits for the person who looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.audit import queries as audit
from crm.audit.queries import LogFilter
from crm.core import permissions
from crm.core.permissions import Permission
from crm.pages.home import queries
from crm.pages.home.queries import Pile
from crm.users import queries as users
from crm.users.rules import UserState
from crm.web.display import endpoint_url
from crm.web.guards import may, signed_in_user
from kernel import clock
from models import User
from models.enums import AuditAction, Role

bp = Blueprint("home", __name__)

OWN_PLACES = {
    Role.ADVISER: "portal.index",
    Role.APPLICANT: "applying.index",
    Role.EMPLOYER: "employers.index",
}
"""Whose own matters are all there is to see."""
LOOKING_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things that wait, and where to see them."""

    label: str
    number: int
    url: str | None


@bp.get("/")
@may(Permission.USE_OWN_ACCOUNT)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    if user.role in OWN_PLACES:
        return redirect(url_for(OWN_PLACES[user.role]))
    return render_template("home/index.html", user=user, piles=_piles(user), counts=_counts(user))


def _piles(user: User) -> dict[str, Pile]:
    """By name, those that the person's role has at all; an empty one says so on the page.

    What is to be done comes first, then what waits for the person, then what is theirs.
    """
    today, granted = clock.today(), _granted(user)
    piles: dict[str, Pile] = {}
    if Permission.VIEW_TODOS in granted:
        piles["todos"] = queries.todos_due(user, today)
        others = queries.todos_of_others(user, today)
        if others.rows:
            piles["others"] = others
    if user.role is Role.LEADER:
        piles |= {"issues": queries.issues_at_the_top(user), "red": queries.projects_in_red(user)}
    piles |= _keys_wanted(user, granted)
    offered: dict[Permission, tuple[str, Callable[[User], Pile]]] = {
        Permission.VERIFY_LEDGER: ("verify", queries.entries_to_verify),
        Permission.CHECK_LEDGER: ("check", queries.entries_to_check),
        Permission.RECORD_LEDGER: ("returned", queries.entries_returned),
        Permission.EDIT_PROJECTS: ("projects", queries.own_projects),
        Permission.LOG_ENGAGEMENTS: ("cold", lambda viewer: queries.firms_going_cold(viewer, today)),
    }
    for permission, (name, find) in offered.items():
        if permission in granted:
            piles[name] = find(user)
    return piles


def _keys_wanted(user: User, granted: set[Permission]) -> dict[str, Pile]:
    """What waits for a word of the person now and then: piles that say nothing while they are empty."""
    offered: dict[Permission, tuple[str, Callable[[User], Pile]]] = {
        Permission.CONFIRM_PROMISE_PAYMENTS: ("payments", queries.payments_to_confirm),
        Permission.RULE_REFERRALS: ("referrals", queries.referrals_to_rule),
        Permission.CONFIRM_UPDATES: ("updates", queries.updates_to_confirm),
        Permission.PROPOSE_REWARDS: ("rewards", queries.rewards_to_move),
    }
    found = {name: find(user) for permission, (name, find) in offered.items() if permission in granted}
    return {name: pile for name, pile in found.items() if pile.rows}


def _counts(user: User) -> list[Count]:
    """What the posts of administration look after. Every number is that of the list which it opens."""
    granted = _granted(user)
    counts = []
    if Permission.CREATE_USERS in granted or Permission.GRANT_ROLES in granted:
        counts.append(_accounts(_("Accounts that wait to be enabled"), UserState.WAITING))
    if Permission.GRANT_ROLES in granted:
        counts.append(_accounts(_("Accounts locked now"), UserState.LOCKED))
    if Permission.REVIEW_SAMPLES in granted:
        url = endpoint_url("ledger.samples")
        counts.append(Count(_("Verifications to look at again"), queries.count_samples(), url))
    if Permission.VIEW_AUDIT in granted:
        counts.append(_log(_("Refusals of the last seven days"), AuditAction.REFUSED))
        counts.append(_log(_("Failed sign-ins of the last seven days"), AuditAction.SIGN_IN_FAILED))
    return counts


def _accounts(words: str, state: UserState) -> Count:
    number = users.count_in_state(state, now=clock.real_now())
    return Count(words, number, url_for("users.index", state=state.value))


def _log(words: str, action: AuditAction) -> Count:
    """The log is kept in the machine's own time, whatever business time is replayed."""
    since = clock.business_date(clock.real_now()) - LOOKING_BACK
    number = audit.count_records(LogFilter(action=action, from_day=since))
    return Count(words, number, url_for("audit.index", action=action.value, from_day=since.isoformat()))


def _granted(user: User) -> set[Permission]:
    return {permission for permission in Permission if permissions.may(user, permission)}
