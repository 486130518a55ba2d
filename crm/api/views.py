"""The way in to the API: who asks, by which right; and the two pages that describe it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from flask import Blueprint, Response, current_app, render_template
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from crm.api.refusals import StaleError, UnreadableError, WrongTypeError
from crm.api.routes import ROUTES, Route
from crm.core import permissions
from crm.core.database import session
from crm.users.sessions import is_by_token
from crm.web import envelope
from crm.web.denials import note_denied
from crm.web.guards import anyone, signed_in_user
from kernel.errors import NotAllowedError

bp = Blueprint("api", __name__, url_prefix="/api/v1")


@bp.get("/openapi.json")
@anyone
def openapi() -> ResponseReturnValue:
    return Response(import_module("crm.api.spec").as_json(), mimetype="application/json")


@bp.get("/docs")
@anyone
def docs() -> ResponseReturnValue:
    return render_template("api/docs.html", **import_module("crm.api.spec").as_page())


def _view_of(route: Route) -> Callable[..., ResponseReturnValue]:
    def view(**ids: int) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return _refuse_nobody()
        user = signed_in_user()
        if route.is_write and not is_by_token() and current_app.config["WTF_CSRF_ENABLED"]:
            # A browser sends its cookie for whoever asks it to; a program's token it doesn't know.
            current_app.extensions["csrf"].protect()
        if user.must_change_password:
            raise NotAllowedError(_("The password has to be changed first, on the page."))
        if not permissions.may(user, route.permission):
            raise NotAllowedError(_("Your role does not include this."))
        answer: Response = import_module("crm.api.operations").run(route, user, ids)
        return answer

    view.guard = route.permission  # type: ignore[attr-defined]
    return view


def _refuse_nobody() -> ResponseReturnValue:
    note_denied(_("Nobody is signed in."))
    body, status = envelope.refusal(401, _("Send a token that holds: Authorization: Bearer …"))
    body.headers["WWW-Authenticate"] = "Bearer"
    return body, status


@bp.errorhandler(UnreadableError)
def _unreadable(error: UnreadableError) -> ResponseReturnValue:
    session.rollback()
    return envelope.refusal(400, error.message)


@bp.errorhandler(WrongTypeError)
def _wrong_type(error: WrongTypeError) -> ResponseReturnValue:
    session.rollback()
    return envelope.refusal(415, error.message)


@bp.errorhandler(StaleError)
def _stale(error: StaleError) -> ResponseReturnValue:
    session.rollback()
    return envelope.refusal(409, error.message, present={"lock_version": error.present})


@bp.record_once
def _check_tokens_here(state: BlueprintSetupState) -> None:
    """The form's token is asked for where a cookie was sent, in the view, once it is known who asks."""
    state.app.extensions["csrf"].exempt(bp)


for each in ROUTES:
    bp.add_url_rule(each.path, endpoint=each.name, view_func=_view_of(each), methods=[each.method])
