"""The own account: name, language, password, open sessions and tokens."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.users import queries, rules, sessions, signing
from crm.users.forms import AccountForm, ActionForm, PasswordForm
from crm.users.views.blueprint import bp, remote_address
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from kernel import clock
from models import SignIn, User


@bp.route("/account", methods=["GET", "POST"])
@may(Permission.USE_OWN_ACCOUNT)
def account() -> ResponseReturnValue:
    user = signed_in_user()
    form = AccountForm(obj=user)
    if form.validate_on_submit():
        with form.saving():
            signing.edit_own_account(
                user,
                display_name=form.display_name.data or "",
                email=form.email.data,
                locale=form.locale.data,
                lock_version=form.lock_version.data,
            )
        if not form.has_failed:
            flash(_("Saved."), "success")
            return redirect(url_for(".account"))
    return form_page(
        "users/account.html",
        form,
        user=user,
        standing_in=queries.list_deputies_today(user),
        **_sessions_of(user),
    )


def _sessions_of(user: User) -> dict[str, object]:
    """What the person has open; a session that ran out unseen is none."""
    limits, now = queries.session_limits(), clock.real_now()

    tokens = [token for token in queries.list_open_tokens(user) if token.expires_at > now]

    def is_open(sign_in: SignIn) -> bool:
        return rules.session_end(sign_in.started_at, sign_in.seen_at, now, limits) is None

    return {
        "sign_ins": [sign_in for sign_in in queries.list_open_sign_ins(user) if is_open(sign_in)],
        "present_id": sessions.present_sign_in_id(),
        "limits": limits,
        "tokens": tokens,
        "action": ActionForm(),
    }


@bp.route("/account/password", methods=["GET", "POST"])
@may(Permission.USE_OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    user = signed_in_user()
    form = PasswordForm()
    if form.validate_on_submit():
        with form.refusing():
            _change_password(user, form)
        if not form.has_failed:
            flash(_("The password is changed. Other sessions of yours have ended."), "success")
            return redirect(url_for("home.index"))
    return form_page("users/password.html", form, user=user, rules=queries.password_rules())


def _change_password(user: User, form: PasswordForm) -> None:
    """Wrong guesses of the present password count like those at the entrance; the session starts anew."""
    with transaction():
        attempt = signing.begin_attempt(user.name)
    with transaction():
        signing.change_own_password(
            user, present=form.present.data or "", new=form.new.data or "", attempt=attempt
        )
    sessions.begin_session(user, remote_address())


@bp.post("/account/sessions/<int:sign_in_id>/end")
@may(Permission.USE_OWN_ACCOUNT)
def end_own_session(sign_in_id: int) -> ResponseReturnValue:
    with transaction():
        signing.end_own_session(signed_in_user(), sign_in_id)
    flash(_("The session has ended."), "success")
    return redirect(url_for(".account"))
