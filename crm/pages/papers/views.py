"""A paper on a firm as a page, and as PDF or Word; who took the file is in the log."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.bulletins import reports
from crm.core import auditing
from crm.core.permissions import Permission
from crm.pages.papers.queries import FORMATS, PAPERS, Asked, ask, check_wording, document_of, offences_in
from crm.web.display import endpoint_url
from crm.web.downloads import send_bytes
from crm.web.guards import may, signed_in_user
from crm.web.labels import language
from kernel.errors import NotFoundError
from models.enums import AuditAction

bp = Blueprint("papers", __name__, url_prefix="/firms")


@bp.get("/<int:firm_id>/papers/<name>")
@may(Permission.VIEW_PROMISES)
def read(firm_id: int, name: str) -> ResponseReturnValue:
    """``locale`` in the address; by default the reader's language."""
    asked = _asked(firm_id, name)
    document = document_of(asked)
    return render_template(
        "papers/read.html",
        asked=asked,
        firm=asked.firm,
        document=document,
        papers=PAPERS,
        formats=FORMATS,
        locales=reports.LOCALES,
        offences=offences_in(document),
        body=reports.render_page(document, lambda rows: endpoint_url(rows.endpoint, **rows.arguments)),
    )


@bp.get("/<int:firm_id>/papers/<name>/<file_format>")
@may(Permission.VIEW_PROMISES)
def download(firm_id: int, name: str, file_format: str) -> ResponseReturnValue:
    """What has a wording that doesn't go out is refused."""
    if file_format not in FORMATS:
        raise NotFoundError(_("There is no such format."))
    asked = _asked(firm_id, name)
    document = document_of(asked)
    check_wording(document)
    content = reports.render(document, file_format)
    file_name = asked.file_name(file_format)
    auditing.note(AuditAction.EXPORTED, entity="firms", entity_id=str(firm_id), file=file_name)
    return send_bytes(content, file_name, reports.MEDIA_TYPES[file_format])


def _asked(firm_id: int, name: str) -> Asked:
    if name not in PAPERS:
        raise NotFoundError(_("There is no such paper."))
    return ask(name, firm_id, request.args.get("locale") or language(), viewer=signed_in_user())
