"""The supervision letter as a document, and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from flask_babel import force_locale
from flask_babel import gettext as _

from crm.issues import labels as _words  # noqa: F401 - names the states
from crm.issues.queries.letters import LetterQuestion, OverdueRow, days_over, list_overdue, raised_on
from crm.web.labels import label
from kernel import clock
from models import User
from reports.content import Document, Locale
from reports.documents import supervision
from reports.documents.supervision import OverdueIssue, SupervisionInput

FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def letter(
    question: LetterQuestion,
    *,
    viewer: User | None,
    locale: str,
    addressee: str = "",
    reply_by: str = "",
) -> Document:
    """The letter on what was overdue, in the language asked for. ``reply_by`` is an ISO date or nothing."""
    with force_locale(locale):
        rows = list_overdue(question, viewer=viewer)
        return supervision.build(
            SupervisionInput(
                zone=_("Cross-Strait Industrial Cooperation Zone (Hunan)"),
                as_of=question.as_of,
                known_at=question.known_at,
                locale=Locale(locale),
                issues=tuple(_issue(row, question) for row in rows),
                addressee=addressee,
                reply_by=clock.parse_day(reply_by) if reply_by else None,
                notice=_("Classified matter must not be entered into this system."),
                data=_data(rows, question),
            ),
            lambda text: str(_(text)),
        )


def render(document: Document, file_format: str) -> bytes:
    """The letter as PDF or Word."""
    with force_locale(document.locale.value):
        content: bytes = import_module(f"reports.render.{file_format}").render(document)
    return content


def _issue(row: OverdueRow, question: LetterQuestion) -> OverdueIssue:
    return OverdueIssue(
        number=row.issue.ref,
        title=row.issue.title,
        raised_on=raised_on(row),
        owner=row.owner.display_name if row.owner else "",
        partners=row.issue.partners or "",
        due_on=row.due_on,
        progress=row.progress,
        state=label(row.state),
        overdue=days_over(row, question.as_of),
    )


def _data(rows: Sequence[OverdueRow], question: LetterQuestion) -> dict[str, object]:
    """In the shape that scripts read."""
    return {
        "as_of": question.as_of.isoformat(),
        "known_at": clock.format_moment(question.known_at),
        "issues": [
            {
                "ref": row.issue.ref,
                "due_on": row.due_on.isoformat(),
                "state": row.state.value,
                "days_overdue": days_over(row, question.as_of),
            }
            for row in rows
        ],
    }
