"""The dossier as a page, and as PDF, Word or Excel; the green channel as PDF or Word."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.bulletins import reports
from crm.core import auditing
from crm.core.permissions import Permission
from crm.majors.queries.records import get_major
from crm.pages.dossier.greens import green_channel_of
from crm.pages.dossier.writing import document_of
from crm.web.display import endpoint_url
from crm.web.downloads import send_bytes
from crm.web.guards import may, signed_in_user
from crm.web.labels import language
from kernel.errors import NotFoundError
from models import MajorProject
from models.enums import AuditAction
from reports.content import Document

bp = Blueprint("dossier", __name__, url_prefix="/majors")

FORMATS = ("pdf", "docx", "xlsx")
GREEN_FORMATS = ("pdf", "docx")


@bp.get("/<int:major_id>/dossier")
@may(Permission.VIEW_MAJORS)
def read(major_id: int) -> ResponseReturnValue:
    """``locale`` in the address; the reader's language by default."""
    major, document = _asked(major_id)
    return render_template(
        "dossier/read.html",
        major=major,
        document=document,
        locale=document.locale.value,
        locales=reports.LOCALES,
        formats=FORMATS,
        body=reports.render_page(document, lambda rows: endpoint_url(rows.endpoint, **rows.arguments)),
    )


@bp.get("/<int:major_id>/dossier/<file_format>")
@may(Permission.VIEW_MAJORS)
def download(major_id: int, file_format: str) -> ResponseReturnValue:
    """The same as a file; who took it is in the log."""
    if file_format not in FORMATS:
        raise NotFoundError(_("There is no such format."))
    major, document = _asked(major_id)
    name = f"dossier-{document.document_number}-{document.locale.value}.{file_format}"
    auditing.note(AuditAction.EXPORTED, entity="major_projects", entity_id=str(major.id), file=name)
    return send_bytes(reports.render(document, file_format), name, reports.MEDIA_TYPES[file_format])


@bp.get("/<int:major_id>/green/<file_format>")
@may(Permission.VIEW_MAJORS)
def green(major_id: int, file_format: str) -> ResponseReturnValue:
    """The checklist of the green channel as a file, to be taken to the offices."""
    if file_format not in GREEN_FORMATS:
        raise NotFoundError(_("There is no such format."))
    major, locale = _major(major_id)
    document = green_channel_of(major, locale=locale)
    name = f"green-channel-{document.document_number}-{locale}.{file_format}"
    auditing.note(AuditAction.EXPORTED, entity="major_projects", entity_id=str(major.id), file=name)
    return send_bytes(reports.render(document, file_format), name, reports.MEDIA_TYPES[file_format])


def _asked(major_id: int) -> tuple[MajorProject, Document]:
    major, locale = _major(major_id)
    return major, document_of(major, viewer=signed_in_user(), locale=locale)


def _major(major_id: int) -> tuple[MajorProject, str]:
    """The record, and in which language it is asked for."""
    asked = request.args.get("locale")
    return get_major(major_id, viewer=signed_in_user()), asked if asked in reports.LOCALES else language()
