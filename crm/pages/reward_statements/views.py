"""Statements: which there are, one as a page, and as a file. An adviser reads the own ones and no other."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.bulletins import reports
from crm.core import auditing
from crm.core.permissions import Permission
from crm.core.visibility import own_rewards
from crm.pages.reward_statements import queries
from crm.pages.reward_statements.queries import Asked
from crm.web.display import endpoint_url
from crm.web.downloads import send_bytes
from crm.web.guards import may, signed_in_user
from crm.web.labels import language
from kernel.errors import NotFoundError
from models.enums import AuditAction

bp = Blueprint("reward_statements", __name__)

FORMATS = ("pdf", "docx", "xlsx")


@bp.get("/rewards/statements")
@may(Permission.VIEW_REWARDS)
def index() -> ResponseReturnValue:
    rows = queries.list_years(viewer=signed_in_user())
    return render_template("reward_statements/index.html", rows=rows)


@bp.get("/rewards/statements/<int:adviser_id>/<int:year>")
@may(Permission.VIEW_REWARDS)
def read(adviser_id: int, year: int) -> ResponseReturnValue:
    return _page(queries.ask(adviser_id, year, _locale(), viewer=signed_in_user()))


@bp.get("/rewards/statements/<int:adviser_id>/<int:year>/<file_format>")
@may(Permission.VIEW_REWARDS)
def download(adviser_id: int, year: int, file_format: str) -> ResponseReturnValue:
    return _file(queries.ask(adviser_id, year, _locale(), viewer=signed_in_user()), file_format)


@bp.get("/my-rewards/statements")
@may(Permission.USE_ADVISER_PORTAL)
def own_index() -> ResponseReturnValue:
    user = signed_in_user()
    rows = queries.list_years(viewer=user, limit=own_rewards(user))
    return render_template("reward_statements/own.html", rows=rows)


@bp.get("/my-rewards/statements/<int:year>")
@may(Permission.USE_ADVISER_PORTAL)
def own(year: int) -> ResponseReturnValue:
    asked = queries.ask_own(year, _locale(), viewer=signed_in_user())
    return _page(asked) if asked else redirect(url_for(".own_index"))


@bp.get("/my-rewards/statements/<int:year>/<file_format>")
@may(Permission.USE_ADVISER_PORTAL)
def own_download(year: int, file_format: str) -> ResponseReturnValue:
    asked = queries.ask_own(year, _locale(), viewer=signed_in_user())
    return _file(asked, file_format) if asked else redirect(url_for(".own_index"))


def _locale() -> str:
    return request.args.get("locale") or language()


def _page(asked: Asked) -> ResponseReturnValue:
    document = queries.document_of(asked)
    return render_template(
        "reward_statements/read.html",
        asked=asked,
        document=document,
        locales=reports.LOCALES,
        formats=FORMATS,
        address=_address,
        body=reports.render_page(document, lambda rows: endpoint_url(rows.endpoint, **rows.arguments)),
    )


def _address(asked: Asked, locale: str, file_format: str | None = None) -> str:
    """Of the same statement in another language or as a file."""
    arguments: dict[str, object] = {"year": asked.year, "locale": locale}
    if file_format:
        arguments["file_format"] = file_format
    if asked.is_own:
        return url_for(".own_download" if file_format else ".own", **arguments)  # type: ignore[arg-type]
    arguments["adviser_id"] = asked.adviser.id
    return url_for(".download" if file_format else ".read", **arguments)  # type: ignore[arg-type]


def _file(asked: Asked, file_format: str) -> ResponseReturnValue:
    """Who took it is in the log."""
    if file_format not in FORMATS:
        raise NotFoundError(_("There is no such format."))
    content = reports.render(queries.document_of(asked), file_format)
    name = asked.file_name(file_format)
    auditing.note(AuditAction.EXPORTED, entity="rewards", entity_id=str(asked.adviser.id), file=name)
    return send_bytes(content, name, reports.MEDIA_TYPES[file_format])
