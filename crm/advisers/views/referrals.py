"""Referrals for the staff: the queue and its export, one referral, a paper that is entered for an adviser."""

from __future__ import annotations

import secrets

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.advisers import exports, queries, service
from crm.advisers.forms.portal import ReferralForm
from crm.advisers.forms.staff import ReferralFilterForm, uploads
from crm.advisers.labels import finding_words
from crm.advisers.queries import ReferralFilters
from crm.advisers.rules import can_be_withdrawn, public_state
from crm.advisers.views.blueprint import bp
from crm.advisers.views.choices import show_adviser
from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.core.permissions import may as is_granted
from crm.web.downloads import send_export
from crm.web.filters import active_filters
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.paging import Sort, page_of
from kernel import clock
from models import Referral

SORTS = {"received": Sort(Referral.received_at, descending=True)}


@bp.get("/referrals")
@may(Permission.VIEW_ADVISERS)
def referrals() -> ResponseReturnValue:
    user = signed_in_user()
    form = ReferralFilterForm.from_address(parks=list_parks())
    show_adviser(form.adviser)
    page = page_of(
        queries.referrals_query(_filters(form), viewer=user),
        sorts=SORTS,
        default="received",
        id_column=Referral.id,
    )
    return render_template(
        "advisers/referrals.html",
        page=page,
        form=form,
        chips=active_filters(form),
        is_office=not user.park_id,
    )


@bp.get("/referrals/export.csv")
@may(Permission.EXPORT)
def export_referrals() -> ResponseReturnValue:
    user = signed_in_user()
    form = ReferralFilterForm.from_address(parks=list_parks())
    rows = queries.iterate_referrals(_filters(form), viewer=user)
    name = f"referrals-{clock.today().isoformat()}.csv"
    lines = (exports.referral_row(each, user) for each in rows)
    return send_export(exports.REFERRAL_HEAD, lines, name, entity="referrals")


def _filters(form: ReferralFilterForm) -> ReferralFilters:
    read = form.readable()
    return ReferralFilters(
        query=read["q"] or "",
        state=read["state"],
        park_id=read["park"],
        adviser_id=read["adviser"],
        is_open=bool(read["open"]),
    )


@bp.get("/referrals/<int:referral_id>")
@may(Permission.VIEW_ADVISERS)
def referral(referral_id: int) -> ResponseReturnValue:
    """With every check as things are now, for who rules; others read what was ruled."""
    user = signed_in_user()
    found = queries.get_referral(referral_id, viewer=user)
    rules_on_it = is_granted(user, Permission.RULE_REFERRALS)
    pending = service.pending_proposal(found)
    is_open = can_be_withdrawn(found.state)
    return render_template(
        "advisers/referral.html",
        referral=found,
        told=public_state(found.state),
        findings=service.examine(found, found.project) if rules_on_it and is_open else [],
        findings_of=service.findings_of,
        finding_words=finding_words,
        suggestion=queries.suggest_firm(found) if rules_on_it and is_open and not found.firm_id else None,
        updates=queries.list_updates_on(referral_id, viewer=user),
        pending=pending,
        may_match=rules_on_it and is_open and pending is None,
        may_rule=rules_on_it and found.state.value != "withdrawn" and pending is None,
        may_look=rules_on_it and pending is not None and pending.recorded_by_id != user.id,
        may_tie=rules_on_it
        and pending is None
        and found.state.value == "recognised"
        and found.project_id is None,
    )


@bp.route("/<int:adviser_id>/referrals/new", methods=["GET", "POST"])
@may(Permission.RULE_REFERRALS)
def enter_referral(adviser_id: int) -> ResponseReturnValue:
    """A paper of an adviser who has no account. It counts from when it is entered."""
    user = signed_in_user()
    adviser = queries.get_adviser(adviser_id, viewer=user)
    form = ReferralForm(data={"introduced_on": clock.today(), "client_key": secrets.token_hex(16)})
    form.offer(list_parks())
    if form.validate_on_submit():
        with form.saving():
            filed = service.file_referral(
                adviser,
                form.written(),
                client_key=form.client_key.data or "",
                files=uploads(form.files),
                by=user,
            )
        if not form.has_failed:
            flash(_("Received as %(ref)s.", ref=filed.ref), "success")
            return redirect(url_for(".referral", referral_id=filed.id))
    return form_page("advisers/enter.html", form, adviser=adviser)
