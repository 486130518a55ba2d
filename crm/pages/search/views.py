"""What somebody types in the box of every page, and all they may see that answers to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from crm.core.permissions import Permission
from crm.core.permissions import may as is_granted
from crm.engagements.queries import search_people
from crm.firms.queries import search_firms
from crm.ledger.queries import search_entries
from crm.projects.queries import lookup_projects
from crm.web.guards import may, signed_in_user
from models import User

bp = Blueprint("search", __name__, url_prefix="/search")

LIMIT = 20
LONGEST = 100
"""Characters of a search: no name is longer, and PostgreSQL takes no word without end."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of thing that the box finds: who may look for it, how, and what numbers a record goes by.

    ``endpoint`` is the page of one, ``argument`` the name of its id in that page's address.
    """

    name: str
    permission: Permission
    search: Callable[..., Sequence[Any]]
    numbers: tuple[str, ...] = ()
    endpoint: str = ""
    argument: str = ""


KINDS = (
    _Kind(
        "firms",
        Permission.VIEW_FIRMS,
        search_firms,
        ("ref", "business_number", "credit_code", "stock_code"),
        "firms.detail",
        "firm_id",
    ),
    _Kind("projects", Permission.VIEW_PROJECTS, lookup_projects, ("ref",), "projects.detail", "project_id"),
    _Kind("people", Permission.VIEW_CONTACTS, search_people),
    _Kind("entries", Permission.VIEW_LEDGER, search_entries, ("ref",), "ledger.detail", "entry_id"),
)


@bp.get("")
@may(Permission.USE_OWN_ACCOUNT)
def index() -> ResponseReturnValue:
    query = request.args.get("q", "").replace("\0", "").strip()[:LONGEST]
    found = _found(query, signed_in_user()) if query else {}
    if only := _only_exact(query, found):
        return redirect(only)
    return render_template("search/index.html", query=query, found=found, limit=LIMIT)


def _found(query: str, user: User) -> dict[str, Sequence[Any]]:
    """By kind, for the kinds that the person may see at all."""
    return {
        kind.name: kind.search(query, viewer=user, limit=LIMIT)
        for kind in KINDS
        if is_granted(user, kind.permission)
    }


def _only_exact(query: str, found: dict[str, Sequence[Any]]) -> str | None:
    """The page of the one record whose number was typed in full."""
    typed = query.upper()
    hits = [
        url_for(kind.endpoint, **{kind.argument: row.id})
        for kind in KINDS
        for row in found.get(kind.name, ())
        if typed in [getattr(row, number) for number in kind.numbers]
    ]
    return hits[0] if len(hits) == 1 else None
