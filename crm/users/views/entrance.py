"""In, out, and in which language."""

from __future__ import annotations

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from crm.core.transactions import transaction
from crm.users import sessions, signing
from crm.users.forms import SignInForm
from crm.users.views.blueprint import bp, next_url, remote_address
from crm.web.forms import form_page
from crm.web.guards import anyone, signed_in_user
from crm.web.languages import COOKIE, LANGUAGES
from kernel.errors import RuleError
from models import User

YEAR_SECONDS = 365 * 24 * 3600


@bp.route("/sign-in", methods=["GET", "POST"])
@anyone
def sign_in() -> ResponseReturnValue:
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(next_url())
    form = SignInForm()
    if form.validate_on_submit():
        with form.refusing():
            user = _identify(form.name.data or "", form.password.data or "")
        if not form.has_failed:
            sessions.begin_session(user, remote_address())
            return redirect(next_url(user))
    return form_page("users/sign_in.html", form, next=request.values.get("next", ""))


def _identify(name: str, password: str) -> User:
    """The try is counted first, in a transaction of its own; the slow hash holds none."""
    with transaction():
        attempt = signing.begin_attempt(name)
    refusal = signing.refusal_of(
        attempt, password, is_production=current_app.config["CRM_ENV"] == "production"
    )
    if refusal is None and attempt.user is not None:
        return attempt.user
    if refusal is not None:
        signing.note_refusal(attempt, refusal, remote_address())
    raise RuleError(
        _(
            "The account or the password is wrong, or the account is closed. "
            "After several wrong passwords it stays locked for a while."
        )
    )


@bp.post("/sign-out")
@anyone
def sign_out() -> ResponseReturnValue:
    sessions.leave_session()
    flash(_("You have signed out."), "success")
    return redirect(url_for(".sign_in"))


@bp.post("/language")
@anyone
def language() -> ResponseReturnValue:
    """Remember the language with the person, or else with the browser."""
    reply = redirect(next_url())
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        return reply
    if current_user.is_authenticated:
        with transaction():
            signing.choose_language(signed_in_user(), chosen)
    reply.set_cookie(
        COOKIE,
        chosen,
        max_age=YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return reply
