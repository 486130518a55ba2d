"""A handbook is laid out in the background, with the rights of who asked, as they are by then."""

from __future__ import annotations

from flask_babel import gettext as _

from crm.bulletins import reports
from crm.core.jobs import Outcome, Progress, job
from crm.core.permissions import Permission
from crm.pages.handbook.queries import KIND, Asked, ask, document_of
from models import Job


@job(KIND, needs=Permission.VIEW_DELEGATIONS)
def write_handbook(row: Job, progress: Progress) -> Outcome:
    """``arguments`` are those of :func:`arguments_of`."""
    given = row.arguments
    progress.tell(0, 2, str(_("Collecting what it says")))
    asked = ask(given["delegation"], given["edition"], given["locale"], viewer=row.created_by)
    document = document_of(asked)
    progress.tell(1, 2, str(_("Laying out the pages")))
    content = reports.render(document, given["format"])
    return Outcome(result={"size": len(content)}, file=(asked.file_name(given["format"]), content))


def arguments_of(asked: Asked, file_format: str) -> dict[str, str | int]:
    return {
        "delegation": asked.delegation.id,
        "ref": asked.delegation.ref,
        "edition": asked.edition,
        "locale": asked.locale,
        "format": file_format,
    }
