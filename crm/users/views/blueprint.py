"""The blueprint that all pages of accounts share."""

from __future__ import annotations

from flask import Blueprint, request, url_for

from crm.users import rules
from models import User
from models.enums import Role

bp = Blueprint("users", __name__)

FIRST_PAGES = {
    Role.LEADER: "cockpit.index",
    Role.APPLICANT: "applying.index",
    Role.EMPLOYER: "employers.index",
}
"""Where people begin, but for who has to-dos of their own."""


def next_url(user: User | None = None) -> str:
    """Where to go on to: the address that came along if it stays in this house, else one's first page."""
    wanted = request.values.get("next", "")
    if rules.is_safe_next(wanted):
        return wanted
    return url_for(FIRST_PAGES.get(user.role, "home.index") if user is not None else "home.index")


def remote_address() -> str:
    return request.remote_addr or ""
