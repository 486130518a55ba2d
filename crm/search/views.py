"""What somebody types in the box of every page, and all they may see that answers to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.core.permissions import Permission
from crm.core.permissions import may as is_granted
from crm.firms.queries import search_firms
from crm.ledger.queries import search_entries
from crm.projects.queries import lookup_projects
from crm.search import actions, queries
from crm.search.kinds import KINDS
from crm.search.queries import Find
from crm.web.display import endpoint_url
from crm.web.guards import may, signed_in_user
from models import User

bp = Blueprint("search", __name__, url_prefix="/search")

LIMIT = 20
PALETTE_LIMIT = 6
LONGEST = 100
"""Characters of a search: no name is longer, and PostgreSQL takes no word without end."""


@dataclass(frozen=True, slots=True)
class _Searched:
    """A kind with a search of its own: who may look for it, how, and what numbers a record goes by.

    ``endpoint`` is the page of one, ``argument`` the name of its id in that page's address.
    """

    name: str
    label: LazyString
    icon: str
    permission: Permission
    search: Callable[..., Sequence[Any]]
    line: Callable[[Any], tuple[str, str | None]]
    numbers: tuple[str, ...]
    endpoint: str
    argument: str


SEARCHED = (
    _Searched(
        "firms",
        _l("Firms"),
        "building",
        Permission.VIEW_FIRMS,
        search_firms,
        lambda firm: (firm.name, firm.name_en),
        ("ref", "business_number", "credit_code", "stock_code"),
        "firms.detail",
        "firm_id",
    ),
    _Searched(
        "projects",
        _l("Projects"),
        "briefcase",
        Permission.VIEW_PROJECTS,
        lookup_projects,
        lambda project: (project.name, project.firm.name),
        ("ref",),
        "projects.detail",
        "project_id",
    ),
    _Searched(
        "entries",
        _l("Investment ledger"),
        "cash",
        Permission.VIEW_LEDGER,
        search_entries,
        lambda entry: (entry.ref, entry.project.name),
        ("ref",),
        "ledger.detail",
        "entry_id",
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One find as the box lists it."""

    title: str
    note: str | None
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    lines: Sequence[Line]


@bp.get("")
@may(Permission.USE_OWN_ACCOUNT)
def index() -> ResponseReturnValue:
    query, user = _asked(), signed_in_user()
    found = _found(query, user, LIMIT) if query else {}
    if only := _only_exact(query, found):
        return redirect(only)
    documents = list(_groups(_documents(query, user, LIMIT)))
    return render_template("search/index.html", query=query, found=found, documents=documents, limit=LIMIT)


@bp.get("/palette")
@may(Permission.USE_OWN_ACCOUNT)
def palette() -> ResponseReturnValue:
    """The list under the box while somebody types: finds by kind, then what they may do."""
    query, user = _asked(), signed_in_user()
    found = _found(query, user, PALETTE_LIMIT) if query else {}
    groups = [
        Group(str(kind.label), [_line(kind, row) for row in found[kind.name]])
        for kind in SEARCHED
        if found.get(kind.name)
    ]
    groups += _groups(_documents(query, user, PALETTE_LIMIT))
    doings = [Line(offer.label, None, offer.url, offer.icon) for offer in actions.offers(query, user=user)]
    if doings:
        groups.append(Group(_("Go to or do"), doings))
    return render_template("search/palette.html", query=query, groups=groups)


def _asked() -> str:
    return request.args.get("q", "").replace("\0", "").strip()[:LONGEST]


def _found(query: str, user: User, limit: int) -> dict[str, Sequence[Any]]:
    """By kind, for the kinds that the person may see at all."""
    return {
        kind.name: kind.search(query, viewer=user, limit=limit)
        for kind in SEARCHED
        if is_granted(user, kind.permission)
    }


def _documents(query: str, user: User, limit: int) -> dict[str, list[Find]]:
    """Outsiders may see no kind at all, and nobody asks for them."""
    if not query or not is_granted(user, Permission.VIEW_FIRMS):
        return {}
    return queries.find_documents(query, viewer=user, limit=limit)


def _groups(found: dict[str, list[Find]]) -> Iterator[Group]:
    for kind in KINDS:
        lines = [
            Line(find.title, find.note, url, kind.icon)
            for find in found.get(kind.name, ())
            if (url := endpoint_url(kind.endpoint, **{kind.argument: find.record_id}))
        ]
        if lines:
            yield Group(str(kind.label), lines)


def _line(kind: _Searched, row: Any) -> Line:
    title, note = kind.line(row)
    return Line(title, note, url_for(kind.endpoint, **{kind.argument: row.id}), kind.icon)


def _only_exact(query: str, found: dict[str, Sequence[Any]]) -> str | None:
    """The page of the one record whose number was typed in full."""
    typed = query.upper()
    hits = [
        url_for(kind.endpoint, **{kind.argument: row.id})
        for kind in SEARCHED
        for row in found.get(kind.name, ())
        if typed in [getattr(row, number) for number in kind.numbers]
    ]
    return hits[0] if len(hits) == 1 else None
