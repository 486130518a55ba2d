"""The page of one person: who is it, where, who knows them, what was said?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.contacts import queries as contacts
from crm.contacts import rules, service
from crm.contacts.labels import STRENGTHS
from crm.core.permissions import Permission
from crm.core.permissions import may as is_granted
from crm.core.visibility import may_read_contact
from crm.engagements import queries as engagements
from crm.engagements.timelines import timeline_lines
from crm.web.guards import may, signed_in_user
from kernel import clock
from models import Acquaintance, Contact, User

bp = Blueprint("contact_page", __name__)


@may(Permission.VIEW_CONTACTS)
def detail(contact_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    contact = contacts.get_contact(contact_id, viewer=user)
    if contact.merged_into_id is not None:
        flash(_("%(ref)s was merged into this record.", ref=contact.ref), "info")
        return redirect(url_for("contacts.detail", contact_id=contact.merged_into_id))
    timeline = engagements.list_timeline(contact_id=contact.id, viewer=user)
    acquaintances = contacts.list_acquaintances(contact.id, viewer=user)
    consents = contacts.list_consents(contact.id, viewer=user)
    return render_template(
        "contact/detail.html",
        person=contacts.show_contact(contact, viewer=user),
        contact=contact,
        roles=contacts.list_roles(contact.id, viewer=user),
        consents=consents,
        holding=rules.holding_consents(consents),
        acquaintances=acquaintances,
        meetings=_others(contacts.list_meetings(contact.id, viewer=user), acquaintances),
        introductions=contacts.list_introductions(contact_id=contact.id, viewer=user),
        strengths=STRENGTHS,
        is_current=lambda until_on: rules.is_current(until_on, clock.today()),
        lines=timeline_lines(timeline, viewer=user),
        happenings=timeline.total,
        **_rights(contact, user),
    )


def _others(
    meetings: Sequence[contacts.Meetings], acquaintances: Sequence[Acquaintance]
) -> list[contacts.Meetings]:
    """Who met the person without anybody having said how well they know them."""
    known = {each.user_id for each in acquaintances}
    return [each for each in meetings if each.user_id not in known]


def _rights(contact: Contact, user: User) -> dict[str, Any]:
    """What this person may do here."""
    is_staff = is_granted(user, Permission.EDIT_CONTACTS)
    is_own = is_staff and may_read_contact(user, contact)
    is_there = not contact.is_archived
    return {
        "may_change": is_there and is_own,
        "may_restore": not is_there and is_own and contact.erased_at is None,
        "may_erase": is_granted(user, Permission.ERASE_CONTACTS) and contact.erased_at is None,
        "may_add": is_there and is_staff,
        "may_merge": is_there and is_own and is_granted(user, Permission.MERGE_RECORDS),
        "may_change_acquaintance": lambda each: is_staff and service.may_change_acquaintance(each, user),
        "may_change_introduction": lambda each: is_staff and service.may_change_introduction(each, user),
    }


@bp.record
def _install(state: BlueprintSetupState) -> None:
    """The page goes by the name that links use, though it stands above the feature of that name."""
    state.app.add_url_rule("/contacts/<int:contact_id>", endpoint="contacts.detail", view_func=detail)
