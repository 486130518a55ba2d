"""Every report by name, and how its document becomes a file of a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from crm.bulletins.orders import Order
from crm.bulletins.queries.progress import progress_input
from crm.issues import letters
from crm.issues.queries.letters import LetterQuestion
from crm.web.labels import local_name
from kernel.errors import RuleError
from models import IssuedReport
from reports.content import Document
from reports.documents import progress
from reports.render import page
from reports.render.templating import Link

LOCALES = ("zh_Hans_CN", "zh_Hant_TW", "en")


@dataclass(frozen=True, slots=True)
class Report:
    """``build`` answers an order with a document, in the language in force."""

    name: str
    title: LazyString
    build: Callable[[Order], Document]


def _progress(order: Order) -> Document:
    data = progress_input(
        order.plan,
        order.as_of,
        order.known_at,
        locale=order.locale,
        park=order.park,
        every_park=order.every_park,
    )
    return progress.build(data, lambda text: str(_(text)))


def _supervision(order: Order) -> Document:
    """What was overdue in the park, or in all; confidential matters are in letters made by hand only."""
    question = LetterQuestion(order.as_of, order.known_at, park_id=order.park.id if order.park else None)
    place = local_name(order.park) if order.park else ""
    return letters.letter(question, viewer=None, locale=order.locale, addressee=place)


REPORTS: Mapping[str, Report] = {
    "progress": Report("progress", _l("Progress report"), _progress),
    "supervision": Report("supervision", _l("Supervision letter"), _supervision),
}
"""Each answers a question as of a day and as known at a moment, so that it can be issued.
The booklet isn't among them: it holds what is published now."""

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "json": "application/json",
}

_RENDERERS = {"pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "html": "standalone", "json": "json"}
"""Format → module of reports.render, loaded when first asked for: some take a second."""


def build(name: str, order: Order) -> Document:
    """The document of an order, in its language.

    Raises:
        RuleError: there is no such report or language.
    """
    if name not in REPORTS:
        raise RuleError(
            _("There is no report %(name)s. Known are: %(known)s.", name=name, known=", ".join(REPORTS))
        )
    if order.locale not in LOCALES:
        raise RuleError(_("Reports are written in %(known)s.", known=", ".join(LOCALES)))
    with force_locale(order.locale):
        return REPORTS[name].build(order)


def render(document: Document, file_format: str) -> bytes:
    """The document as a file.

    Raises:
        RuleError: no such format.
    """
    if file_format not in _RENDERERS:
        raise RuleError(_("Formats are %(known)s.", known=", ".join(_RENDERERS)))
    with force_locale(document.locale.value):
        content: bytes | str = import_module(f"reports.render.{_RENDERERS[file_format]}").render(document)
    return content.encode() if isinstance(content, str) else content


def render_page(document: Document, link: Link) -> Markup:
    """The document as part of a page on which figures open their rows."""
    with force_locale(document.locale.value):
        return page.render(document, link=link)


def file_name(name: str, order: Order, file_format: str) -> str:
    place = f"-{order.park.code}" if order.park else ""
    return f"{name}{place}-{order.as_of.isoformat()}-{order.locale}.{file_format}"


def issued_file_name(report: IssuedReport, file_format: str) -> str:
    return f"{report.name}-{report.number}.{file_format}"
