"""Both papers within what their reader may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from crm.bulletins.reports import LOCALES
from crm.core.database import session
from crm.core.visibility import visible_issues
from crm.core.wording import Offence, offences
from crm.firms.queries import get_firm, ids_of_record
from crm.pages.papers.measuring import measures_input
from crm.pages.papers.profiling import profile_input
from kernel.errors import RuleError
from models import Firm, Issue, User
from models.enums import IssueKind, IssueState
from reports.content import Document, Notice, Paragraph, Table
from reports.documents import firm_profile, measures

NEED_LIMIT = 50
FORMATS = {"pdf": _l("PDF"), "docx": _l("Word")}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which paper, on which firm, in which language, for whom."""

    name: str
    firm: Firm
    locale: str
    viewer: User | None

    def file_name(self, file_format: str) -> str:
        return f"{self.name}-{self.firm.ref}-{self.locale}.{file_format}"


def _measures(asked: Asked) -> Document:
    needs = list_needs(asked.firm.id, viewer=asked.viewer)
    data = measures_input(asked.firm, needs, locale=asked.locale, viewer=asked.viewer)
    return measures.build(data, lambda text: str(_(text)))


def _profile(asked: Asked) -> Document:
    needs = list_needs(asked.firm.id, viewer=asked.viewer)
    data = profile_input(asked.firm, needs, locale=asked.locale, viewer=asked.viewer)
    return firm_profile.build(data, lambda text: str(_(text)))


@dataclass(frozen=True, slots=True)
class Paper:
    title: LazyString
    build: Callable[[Asked], Document]


PAPERS: Mapping[str, Paper] = {
    measures.NAME: Paper(_l("Measures for one firm"), _measures),
    firm_profile.NAME: Paper(_l("Firm profile"), _profile),
}


def ask(name: str, firm_id: int, locale: str, *, viewer: User | None) -> Asked:
    """
    Raises:
        NotFoundError: no such firm, or none that the viewer may know of.
        RuleError: there is no such paper or language.
    """
    if name not in PAPERS:
        raise RuleError(_("There is no such paper. Known are: %(known)s.", known=", ".join(PAPERS)))
    if locale not in LOCALES:
        raise RuleError(_("Reports are written in %(known)s.", known=", ".join(LOCALES)))
    return Asked(name, get_firm(firm_id, viewer=viewer), locale, viewer)


def document_of(asked: Asked) -> Document:
    with force_locale(asked.locale):
        return PAPERS[asked.name].build(asked)


def list_needs(firm_id: int, *, viewer: User | None) -> Sequence[Issue]:
    """What a firm needs and isn't solved, confidential needs aside: a paper is handed on."""
    return session.scalars(
        select(Issue)
        .where(
            visible_issues(viewer),
            Issue.firm_id.in_(ids_of_record(firm_id)),
            Issue.kind == IssueKind.NEED,
            Issue.state != IssueState.CLOSED,
            Issue.archived_at.is_(None),
            Issue.is_confidential.is_(False),
        )
        .options(joinedload(Issue.owner))
        .order_by(Issue.due_on, Issue.id)
        .limit(NEED_LIMIT)
    ).all()


def offences_in(document: Document) -> tuple[Offence, ...]:
    """Wordings that don't go out, in anything that the paper says."""
    return tuple(dict.fromkeys(each for text in _texts(document) for each in offences(text)))


def check_wording(document: Document) -> None:
    """
    Raises:
        RuleError: a wording that doesn't go out.
    """
    found = offences_in(document)
    if found:
        told = str(_("; ")).join(f"{each.found} → {each.instead}" for each in found)
        raise RuleError(_("Mend the wording first: %(told)s.", told=told))


def _texts(document: Document) -> list[str]:
    found: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found += [run for run in block.runs if isinstance(run, str)]
        elif isinstance(block, Notice):
            found.append(block.text)
        elif isinstance(block, Table):
            found += [cell for row in block.rows for cell in row if isinstance(cell, str)]
    return found
