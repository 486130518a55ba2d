"""The short address that is printed on posters: it leads to where one applies."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from crm.web.guards import anyone

bp = Blueprint("short", __name__)


@bp.get("/talents")
@anyone
def talents() -> ResponseReturnValue:
    return redirect(url_for("applying.start"))
