"""Tokens for programs, on the own account: shown once, listed, revoked."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core.permissions import Permission
from crm.core.transactions import transaction
from crm.users import signing
from crm.users.forms import TokenForm
from crm.users.views.blueprint import bp
from crm.web.forms import form_page
from crm.web.guards import may, signed_in_user
from kernel import clock

USUAL_DAYS = 90


@bp.route("/account/tokens/new", methods=["GET", "POST"])
@may(Permission.USE_OWN_ACCOUNT)
def new_token() -> ResponseReturnValue:
    today = clock.business_date(clock.real_now())
    form = TokenForm(data={"expires_on": today + timedelta(days=USUAL_DAYS)})
    if form.validate_on_submit():
        with form.saving():
            token = signing.make_access_token(
                signed_in_user(), name=form.name.data or "", expires_on=form.data["expires_on"]
            )
        if not form.has_failed:
            return render_template("users/token.html", token=token, name=form.name.data)
    return form_page("users/new_token.html", form)


@bp.post("/account/tokens/<int:token_id>/revoke")
@may(Permission.USE_OWN_ACCOUNT)
def revoke_token(token_id: int) -> ResponseReturnValue:
    with transaction():
        signing.revoke_own_token(signed_in_user(), token_id)
    flash(_("The token is revoked: whatever uses it is shut out."), "success")
    return redirect(url_for(".account", _anchor="tokens"))
