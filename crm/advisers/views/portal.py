"""The portal of advisers: own referrals by the number on the receipt, own projects, and nothing else.

No address here holds the number of a row, and what isn't the person's own answers like what doesn't exist.
"""

from __future__ import annotations

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.advisers import queries, receipts, service
from crm.advisers.forms.portal import ReferralForm, UpdateForm
from crm.advisers.forms.staff import uploads
from crm.advisers.labels import PUBLIC_WORDS
from crm.advisers.rules import can_be_withdrawn, public_stage, public_state
from crm.core.parks import list_parks
from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.notices.service import mark_told
from crm.web.choices import to_id
from crm.web.downloads import send_bytes, send_file_safely
from crm.web.forms import form_page, reason_page
from crm.web.guards import may, signed_in_user
from crm.web.labels import language
from crm.web.rate_limits import FILING, by_account, limiter
from kernel import clock
from kernel.errors import NotFoundError
from models import Project, Referral
from models.enums import PublicStage, RulingStep

bp = Blueprint("portal", __name__, url_prefix="/portal")

_filing = limiter.shared_limit(FILING, scope="adviser-filing", key_func=by_account, methods=["POST"])
"""Referrals and status updates of one account together."""


@bp.get("")
@may(Permission.USE_ADVISER_PORTAL)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    return render_template(
        "portal/index.html",
        adviser=queries.find_own_adviser(user),
        part=queries.list_own_referrals(user, number=_page_number()),
        told=lambda referral: public_state(referral.state),
    )


@bp.get("/projects")
@may(Permission.USE_ADVISER_PORTAL)
def projects() -> ResponseReturnValue:
    user = signed_in_user()
    return render_template(
        "portal/projects.html",
        adviser=queries.find_own_adviser(user),
        part=queries.list_own_projects(user, number=_page_number()),
        stage_of=_stage_of,
        can_tell=lambda referral: service.open_project_of(referral) is not None,
    )


def _page_number() -> int:
    return max(to_id(request.args.get("page")) or 1, 1)


def _stage_of(project: Project) -> PublicStage:
    return public_stage(project.stage, project.status, is_archived=project.is_archived)


@bp.route("/referrals/new", methods=["GET", "POST"])
@may(Permission.USE_ADVISER_PORTAL)
@_filing
def new() -> ResponseReturnValue:
    """The answer is the same whatever the zone knows of the firm."""
    user = signed_in_user()
    adviser = queries.find_own_adviser(user)
    if adviser is None:
        return redirect(url_for(".index"))
    form = ReferralForm(data={"introduced_on": clock.today(), "client_key": secrets.token_hex(16)})
    form.offer(list_parks())
    if form.validate_on_submit():
        with form.saving():
            referral = service.file_referral(
                adviser,
                form.written(),
                client_key=form.client_key.data or "",
                files=uploads(form.files),
                by=user,
            )
        if not form.has_failed:
            flash(_("Received. Keep the receipt."), "success")
            return redirect(url_for(".referral", ref=referral.ref))
    return form_page("portal/new.html", form)


@bp.get("/referrals/<ref>")
@may(Permission.USE_ADVISER_PORTAL)
def referral(ref: str) -> ResponseReturnValue:
    """The receipt, what may be said of it by now, and what the adviser told since."""
    user = signed_in_user()
    with transaction():
        mark_told(user, "portal.referral", {"ref": ref})
    found = queries.get_own_referral(ref, viewer=user)
    told = public_state(found.state)
    return render_template(
        "portal/referral.html",
        referral=found,
        told=told,
        received=receipts.received_words(found),
        words=_words_of(found) or str(PUBLIC_WORDS[told]),
        project=service.open_project_of(found),
        stage_of=_stage_of,
        files=queries.own_files(found),
        may_withdraw=can_be_withdrawn(found.state),
    )


def _words_of(referral: Referral) -> str | None:
    """Of the ruling that holds; a proposal that waits says nothing."""
    holding = (RulingStep.DECIDED, RulingStep.CONFIRMED)
    held = [each for each in referral.rulings if each.step in holding]
    return held[-1].public_words if held and not can_be_withdrawn(referral.state) else None


@bp.get("/referrals/<ref>/receipt.pdf")
@may(Permission.USE_ADVISER_PORTAL)
def receipt(ref: str) -> ResponseReturnValue:
    found = queries.get_own_referral(ref, viewer=signed_in_user())
    content = receipts.render(found, locale=language())
    return send_bytes(content, f"{found.ref}.pdf", "application/pdf")


@bp.get("/referrals/<ref>/files/<int:place>")
@may(Permission.USE_ADVISER_PORTAL)
def file(ref: str, place: int) -> ResponseReturnValue:
    """A paper that the adviser handed in, by its place among the own ones."""
    found = queries.get_own_referral(ref, viewer=signed_in_user())
    return send_file_safely(queries.get_own_file(found, place))


@bp.route("/referrals/<ref>/withdraw", methods=["GET", "POST"])
@may(Permission.USE_ADVISER_PORTAL)
def withdraw(ref: str) -> ResponseReturnValue:
    user = signed_in_user()
    found = queries.get_own_referral(ref, viewer=user)
    return reason_page(
        "portal/withdraw.html",
        lambda reason: service.withdraw_referral(found, reason=reason, by=user),
        done=_("Taken back."),
        back=url_for(".referral", ref=ref),
        referral=found,
    )


@bp.route("/referrals/<ref>/updates/new", methods=["GET", "POST"])
@may(Permission.USE_ADVISER_PORTAL)
@_filing
def tell(ref: str) -> ResponseReturnValue:
    """What happened on the own project; the park confirms it before it counts."""
    user = signed_in_user()
    found = queries.get_own_referral(ref, viewer=user)
    if service.open_project_of(found) is None:
        raise NotFoundError(_("There is no such page, or none that you may see."))
    form = UpdateForm(data={"happened_on": clock.today(), "client_key": secrets.token_hex(16)})
    if form.validate_on_submit():
        with form.saving():
            service.submit_update(
                found,
                text=form.text.data or "",
                happened_on=form.happened_on.data or clock.today(),
                client_key=form.client_key.data or "",
                files=uploads(form.files),
                by=user,
            )
        if not form.has_failed:
            flash(_("Sent. The park confirms it."), "success")
            return redirect(url_for(".referral", ref=ref))
    return form_page("portal/tell.html", form, referral=found)
