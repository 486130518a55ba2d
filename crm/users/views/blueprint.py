"""The blueprint that all pages of accounts share."""

from __future__ import annotations

from flask import Blueprint, request, url_for

from crm.users import rules

bp = Blueprint("users", __name__)


def next_url() -> str:
    """Where to go on to: the address that came along if it stays in this house, else the first page."""
    wanted = request.values.get("next", "")
    return wanted if rules.is_safe_next(wanted) else url_for("home.index")


def remote_address() -> str:
    return request.remote_addr or ""
