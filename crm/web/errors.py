"""Refusals as pages, or in the API's envelope, in one place; a denied attempt goes into the audit log."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from flask import Flask, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue, ResponseValue
from flask_babel import gettext as _
from flask_babel import refresh
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from crm.core.database import session
from crm.core.fitness import UnfitDatabaseError
from crm.web import assets, denials, envelope, rate_limits
from crm.web.languages import language_of_browser
from kernel.errors import ConflictError, CrmError, DeniedError, NotAllowedError, NotFoundError, RuleError

STATUS: dict[type[CrmError], int] = {
    NotFoundError: 404,
    NotAllowedError: 403,
    RuleError: 422,
    DeniedError: 422,
    ConflictError: 409,
}
_log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    denials.install(app)
    app.register_error_handler(CrmError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _without_token)
    app.register_error_handler(DataError, _unkept)
    app.register_error_handler(OverflowError, _unkept)
    app.register_error_handler(500, _broken)


def _refused(error: CrmError) -> ResponseReturnValue:
    session.rollback()
    if isinstance(error, NotAllowedError | NotFoundError | DeniedError):
        denials.note_denied(error.message)
    return _answer(STATUS.get(type(error), 422), error.message, error.fields)


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):
        return _bare(400, "Refused", "This server does not serve that host.")
    session.rollback()
    answer = current_app.make_response(_answer(error.code or 500, _words(error.code)))
    if error.code == 429:
        answer.headers["Retry-After"] = str(rate_limits.seconds_to_wait())
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def _without_token(_error: CSRFError) -> ResponseReturnValue:
    words = _("The page was open too long, or was sent from elsewhere. Load it again and send it anew.")
    denials.note_denied(words)
    return _answer(400, words)


def _unkept(error: Exception) -> ResponseReturnValue:
    """The last net under the checks of inputs: the database can't hold what was written."""
    session.rollback()
    _log.warning("a value that no column holds", exc_info=error)
    return _answer(422, _("There is a number or a date in it that is too large to be kept."))


def _broken(error: Exception) -> ResponseReturnValue:
    original = getattr(error, "original_exception", error)
    if isinstance(original, OperationalError | UnfitDatabaseError):
        return _without_database(original)
    session.rollback()
    _log.error("request failed", exc_info=error)
    return _answer(
        500, _("Something broke on our side. Nothing was saved; what you typed is kept in the page before.")
    )


def _without_database(error: Exception) -> ResponseReturnValue:
    """Nothing here may ask the database, not even who reads this and in which language."""
    _log.error("the database doesn't answer: %s", error)
    session.remove()
    g.locale = language_of_browser()
    refresh()
    words = _("The database can't be reached. What you did last may not be saved: look again in a minute.")
    body, status = _bare(503, _("Not ready"), words)
    return body, status, {"Retry-After": "10"}


def _bare(status: int, title: str, message: str) -> tuple[ResponseValue, int]:
    if envelope.is_for_api():
        return envelope.refusal(status, message)
    if _wants_json():
        return jsonify({"type": "about:blank", "status": status, "detail": message}), status
    # Rendered without what every other page is given.
    template = current_app.jinja_env.get_template("errors/bare.html")
    language = str(g.get("locale") or "en").replace("_", "-")
    style = assets.path_of("app.css")
    return template.render(
        language=language, title=title, message=message, status=status, style=style
    ), status


def _minutes() -> int:
    return -(-rate_limits.seconds_to_wait() // 60)


def _words(code: int | None) -> str:
    words = {
        404: _("There is no such page, or none that you may see."),
        405: _("This address does not take that kind of request."),
        413: _("The file is too large."),
        429: _("That was asked too often in a short time. Try again in %(minutes)s min.", minutes=_minutes()),
    }
    return str(words.get(code or 0, _("The request could not be answered.")))


def _answer(status: int, message: str, fields: Mapping[str, str] | None = None) -> ResponseReturnValue:
    if envelope.is_for_api():
        return envelope.refusal(status, message, fields)
    if _wants_json():
        return jsonify({"type": "about:blank", "status": status, "detail": message}), status
    return render_template("errors/error.html", status=status, message=message), status


def _wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
