"""A booklet is laid out in the background; it holds nothing that the public may not read."""

from __future__ import annotations

from flask_babel import gettext as _

from crm.bulletins import reports
from crm.core.jobs import Outcome, Progress, job
from crm.core.permissions import Permission
from crm.pages.booklet.queries import KIND, Asked, ask, document_of
from models import Job


@job(KIND, needs=Permission.VIEW_CATALOGUE)
def write_booklet(row: Job, progress: Progress) -> Outcome:
    """``arguments`` are those of :func:`arguments_of`."""
    given = row.arguments
    progress.tell(0, 2, str(_("Collecting what it says")))
    asked = ask(given["park"], given["industry"], given["locale"], given["base"])
    document = document_of(asked)
    progress.tell(1, 2, str(_("Laying out the pages")))
    content = reports.render(document, given["format"])
    return Outcome(result={"size": len(content)}, file=(asked.file_name(given["format"]), content))


def arguments_of(asked: Asked, file_format: str) -> dict[str, str | int | None]:
    return {
        "park": asked.park.id if asked.park else None,
        "industry": asked.industry.id if asked.industry else None,
        "locale": asked.locale,
        "base": asked.base,
        "format": file_format,
    }
