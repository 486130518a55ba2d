"""What the office does with a referral: match, rule, look a second time, tie to its project."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.advisers import queries, service
from crm.advisers.forms.rulings import MatchForm, RulingForm, SecondLookForm, TieForm
from crm.advisers.labels import finding_words
from crm.advisers.views.blueprint import bp
from crm.advisers.views.choices import show_firm
from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.web.choices import Choice
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import label, local_name
from models import Referral


def _page(referral_id: int) -> str:
    return url_for("advisers.referral", referral_id=referral_id)


def _projects(referral: Referral) -> list[Choice]:
    """Projects of the group, each with its park and stage."""
    found = queries.list_group_projects(referral.firm_id) if referral.firm_id else ()
    return [(str(each.id), f"{each.name}（{local_name(each.park)}，{label(each.stage)}）") for each in found]


@bp.route("/referrals/<int:referral_id>/match", methods=["GET", "POST"])
@may(Permission.RULE_REFERRALS)
def match(referral_id: int) -> ResponseReturnValue:
    """Which firm is meant; the one that the words mean across scripts is offered, and never taken unasked."""
    user = signed_in_user()
    referral = queries.get_referral(referral_id, viewer=user)
    suggestion = queries.suggest_firm(referral)
    offered = referral.firm_id or (suggestion.firm.id if suggestion.firm else None)
    form = MatchForm(
        data={
            "firm_id": offered,
            "park_id": referral.park_id or referral.wished_park_id,
            "lock_version": referral.lock_version,
        }
    )
    form.offer(list_parks())
    show_firm(form.firm_id)
    if form.validate_on_submit():
        with form.saving():
            service.match_referral(
                referral,
                firm_id=form.firm_id.data,
                park_id=form.park_id.data,
                by=user,
                lock_version=form.lock_version.data,
            )
        if not form.has_failed:
            flash(_("Saved. The checks look at its group now."), "success")
            return redirect(_page(referral_id))
    return form_page("advisers/match.html", form, referral=referral, suggestion=suggestion)


@bp.route("/referrals/<int:referral_id>/rule", methods=["GET", "POST"])
@may(Permission.RULE_REFERRALS)
def rule(referral_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    referral = queries.get_referral(referral_id, viewer=user)
    form = RulingForm(data={"project_id": referral.project_id, "lock_version": referral.lock_version})
    form.offer(_projects(referral))
    if form.validate_on_submit():
        with form.saving():
            ruling = service.rule_on(referral, form.written(), by=user, lock_version=form.lock_version.data)
        if not form.has_failed:
            flash(label(ruling.step), "success")
            return redirect(_page(referral_id))
        if form.has_conflict:
            form.lock_version.data = queries.get_referral(referral_id, viewer=user).lock_version
            form.lock_version.raw_data = None
    return form_page(
        "advisers/rule.html",
        form,
        referral=referral,
        findings=service.examine(referral, referral.project),
        finding_words=finding_words,
    )


@bp.route("/referrals/<int:referral_id>/confirm", methods=["GET", "POST"])
@may(Permission.RULE_REFERRALS)
def confirm(referral_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    return _second_look(
        referral_id,
        lambda referral, reasons: service.confirm_ruling(referral, reasons=reasons, by=user),
        done=_("Confirmed: the ruling holds."),
        is_return=False,
    )


@bp.route("/referrals/<int:referral_id>/return", methods=["GET", "POST"])
@may(Permission.RULE_REFERRALS)
def give_back(referral_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    return _second_look(
        referral_id,
        lambda referral, reasons: service.return_ruling(referral, reasons=reasons, by=user),
        done=_("Returned."),
        is_return=True,
    )


def _second_look(
    referral_id: int, act: Callable[[Referral, str], object], *, done: str, is_return: bool
) -> ResponseReturnValue:
    referral = queries.get_referral(referral_id, viewer=signed_in_user())
    proposal = service.pending_proposal(referral)
    form = SecondLookForm()
    if form.validate_on_submit():
        with form.saving():
            act(referral, form.reasons.data or "")
        if not form.has_failed:
            flash(done, "success")
            return redirect(_page(referral_id))
    return form_page(
        "advisers/second_look.html",
        form,
        referral=referral,
        proposal=proposal,
        is_return=is_return,
        findings=service.examine(referral, proposal.project) if proposal else [],
        finding_words=finding_words,
    )


@bp.route("/referrals/<int:referral_id>/project", methods=["GET", "POST"])
@may(Permission.RULE_REFERRALS)
def tie(referral_id: int) -> ResponseReturnValue:
    user = signed_in_user()
    referral = queries.get_referral(referral_id, viewer=user)
    form = TieForm()
    form.offer(_projects(referral))
    if form.validate_on_submit():
        with form.saving():
            service.tie_project(referral, form.project_id.data or 0, by=user)
        if not form.has_failed:
            flash(_("Tied to its project."), "success")
            return redirect(_page(referral_id))
    return form_page("advisers/tie.html", form, referral=referral)
