"""Rendering in the background: a report may take seconds, and survives a killed worker."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from crm.bulletins import reports
from crm.bulletins.orders import Order
from crm.bulletins.queries.issued import document_of, get_issued_by_number, question_of
from crm.core.jobs import Outcome, Progress, job
from crm.core.parks import find_park
from crm.core.permissions import Permission
from crm.indicators.queries import get_plan
from kernel import clock
from models import IssuedReport, Job
from reports.content import Document

KIND = "report"


@job(KIND, needs=Permission.MAKE_REPORTS)
def render_report(row: Job, progress: Progress) -> Outcome:
    """Build the document, or take an issued one, then render it.

    ``arguments`` are those of :func:`arguments_of` or :func:`issued_arguments_of`.
    """
    file_format = row.arguments["format"]
    progress.tell(0, 3, str(_("Collecting the figures")))
    document, file_name = _document(row.arguments)
    progress.tell(1, 3, str(_("Laying out the pages")))
    content = reports.render(document, file_format)
    progress.tell(2, 3, str(_("Keeping the file")))
    return Outcome(
        result={"size": len(content)},
        file=(file_name, content),
    )


def _document(arguments: dict[str, str]) -> tuple[Document, str]:
    """The document, and the name of its file."""
    number, file_format = arguments.get("number"), arguments["format"]
    if number:
        report = get_issued_by_number(number, viewer=None)
        return document_of(report), reports.issued_file_name(report, file_format)
    order = order_of(arguments)
    name = arguments["name"]
    return reports.build(name, order), reports.file_name(name, order, file_format)


def issued_arguments_of(report: IssuedReport, file_format: str) -> dict[str, str | None]:
    """Of a file of an issued report: who orders it was asked whether they may."""
    return {**arguments_of(report.name, question_of(report), file_format), "number": report.number}


def arguments_of(name: str, order: Order, file_format: str) -> dict[str, str | None]:
    return {
        "name": name,
        "format": file_format,
        "plan": order.plan.key,
        "as_of": order.as_of.isoformat(),
        "known_at": clock.format_moment(order.known_at),
        "park": order.park.code if order.park else None,
        "locale": order.locale,
    }


def order_of(arguments: dict[str, str]) -> Order:
    code = arguments.get("park")
    return Order(
        plan=get_plan(arguments["plan"]),
        as_of=date.fromisoformat(arguments["as_of"]),
        known_at=clock.parse_moment(arguments["known_at"]),
        park=find_park(code) if code else None,
        locale=arguments["locale"],
    )
