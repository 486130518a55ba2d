"""Handing files out: always as a download, in a sandbox of its own."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from crm.attachments import queries
from crm.core import auditing
from crm.core.permissions import Permission
from crm.web.downloads import send_file_safely
from crm.web.guards import may, signed_in_user
from models.enums import AuditAction

bp = Blueprint("attachments", __name__, url_prefix="/attachments")


@bp.get("/<int:attachment_id>")
@may(Permission.USE_OWN_ACCOUNT)
def download(attachment_id: int) -> ResponseReturnValue:
    """What it belongs to decides who may have it."""
    found = queries.get_attachment(attachment_id, viewer=signed_in_user())
    auditing.note(
        AuditAction.OPENED, entity="attachments", entity_id=str(attachment_id), file=found.file_name
    )
    return send_file_safely(found)
