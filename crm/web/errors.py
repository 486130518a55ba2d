"""Refusals as pages, in one place; a denied attempt goes into the audit log."""

from __future__ import annotations

import logging

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from crm.core import auditing
from crm.core.database import session
from kernel.errors import ConflictError, CrmError, NotAllowedError, NotFoundError, RuleError

STATUS: dict[type[CrmError], int] = {
    NotFoundError: 404,
    NotAllowedError: 403,
    RuleError: 422,
    ConflictError: 409,
}
_log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    app.register_error_handler(CrmError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _without_token)
    app.register_error_handler(500, _broken)


def _refused(error: CrmError) -> ResponseReturnValue:
    session.rollback()
    if isinstance(error, NotAllowedError | NotFoundError) and current_user.is_authenticated:
        auditing.refuse(f"{request.method} {request.path}", error.message, entity=request.endpoint or "route")
    return _answer(STATUS.get(type(error), 422), error.message)


def _http(error: HTTPException) -> ResponseReturnValue:
    session.rollback()
    return _answer(error.code or 500, _words(error.code))


def _without_token(_error: CSRFError) -> ResponseReturnValue:
    session.rollback()
    return _answer(
        400, _("The page was open too long, or was sent from elsewhere. Load it again and send it anew.")
    )


def _broken(error: Exception) -> ResponseReturnValue:
    session.rollback()
    _log.error("request failed", exc_info=error)
    return _answer(
        500, _("Something broke on our side. Nothing was saved; what you typed is kept in the page before.")
    )


def _words(code: int | None) -> str:
    words = {
        404: _("There is no such page, or none that you may see."),
        405: _("This address does not take that kind of request."),
        413: _("The file is too large."),
    }
    return str(words.get(code or 0, _("The request could not be answered.")))


def _answer(status: int, message: str) -> ResponseReturnValue:
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify({"type": "about:blank", "status": status, "detail": message}), status
    return render_template("errors/error.html", status=status, message=message), status
