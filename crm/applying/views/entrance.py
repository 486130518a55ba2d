"""What is offered, and coming in by a code: open to everybody, in the three languages."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from crm.applying import queries
from crm.applying.entrance import rules, service
from crm.applying.forms import AddressForm, CodeForm
from crm.applying.labels import offered_by_level
from crm.applying.views.blueprint import bp
from crm.core.transactions import transaction
from crm.notices.outgoing.rules import is_demo_address
from crm.users import sessions
from crm.web.forms import form_page
from crm.web.guards import anyone
from crm.web.rate_limits import PUBLIC, SENDING, limiter
from models import User


@bp.get("/")
@anyone
@limiter.limit(PUBLIC)
def start() -> ResponseReturnValue:
    version = queries.find_rules_in_force()
    offered = offered_by_level(version) if version else []
    return render_template("applying/start.html", version=version, offered=offered)


@bp.route("/code", methods=["GET", "POST"])
@anyone
@limiter.limit(SENDING, methods=["POST"])
def ask() -> ResponseReturnValue:
    """The same answer for every address, known or not."""
    form = AddressForm()
    if form.validate_on_submit():
        email = form.email.data or ""
        with form.saving():
            service.ask_code(email, secret_key=_secret())
        if not form.has_failed:
            return _code_page(CodeForm(formdata=None, email=email))
    return form_page("applying/ask.html", form)


@bp.post("/enter")
@anyone
@limiter.limit(SENDING)
def enter() -> ResponseReturnValue:
    form = CodeForm()
    if form.validate_on_submit():
        with form.refusing():
            user = _let_in(form.email.data or "", form.code.data or "")
        if not form.has_failed:
            sessions.begin_session(user, request.remote_addr or "")
            return redirect(url_for(".index"))
    return _code_page(form)


def _let_in(email: str, typed: str) -> User:
    with transaction():
        found = service.count_try(email)
    with transaction():
        return service.use_code(
            found,
            email,
            typed,
            secret_key=_secret(),
            is_production=current_app.config["CRM_ENV"] == "production",
        )


def _code_page(form: CodeForm) -> ResponseReturnValue:
    has_outbox = "outbox.index" in current_app.view_functions and is_demo_address(form.email.data or "")
    return form_page("applying/code.html", form, has_outbox=has_outbox, minutes=rules.HOLDS_FOR.seconds // 60)


def _secret() -> str:
    return str(current_app.secret_key)
