"""The reports that were issued, within what the viewer may see, and the documents frozen with them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, extract, select
from sqlalchemy.orm import joinedload, undefer

from crm.bulletins.orders import Order
from crm.core.database import session
from crm.core.visibility import visible_issued_reports
from kernel import clock
from kernel.errors import NotFoundError, RuleError
from models import IssuedReport, Park, User
from reports.content import Document, Seal
from reports.render import frozen


@dataclass(frozen=True, slots=True)
class IssuedFilters:
    """What the list can be narrowed by."""

    query: str = ""
    """Part of a number or title."""
    name: str = ""
    park_id: int | None = None
    year: int | None = None
    """Of the as-of date."""


def issued_query(filters: IssuedFilters, *, viewer: User | None) -> Select[IssuedReport]:
    query = (
        select(IssuedReport)
        .where(visible_issued_reports(viewer))
        .options(joinedload(IssuedReport.park), joinedload(IssuedReport.recorded_by))
    )
    if filters.query:
        text = filters.query
        query = query.where(
            IssuedReport.number.contains(text, autoescape=True)
            | IssuedReport.title.icontains(text, autoescape=True)
        )
    if filters.name:
        query = query.where(IssuedReport.name == filters.name)
    if filters.park_id is not None:
        query = query.where(IssuedReport.park_id == filters.park_id)
    if filters.year is not None:
        query = query.where(extract("year", IssuedReport.as_of) == filters.year)
    return query


def list_issued_years(*, viewer: User | None) -> Sequence[int]:
    """The years of as-of dates, the last first."""
    year = extract("year", IssuedReport.as_of)
    query = select(year).where(visible_issued_reports(viewer)).distinct()
    return sorted((int(each) for each in session.scalars(query)), reverse=True)


def get_issued(report_id: int, *, viewer: User | None) -> IssuedReport:
    """With its tree. Raises NotFoundError, also for what the viewer may not see."""
    return _get(IssuedReport.id == report_id, viewer)


def get_issued_by_number(number: str, *, viewer: User | None) -> IssuedReport:
    """Raises NotFoundError, also for what the viewer may not see."""
    return _get(IssuedReport.number == number.strip(), viewer)


def _get(which: ColumnElement[bool], viewer: User | None) -> IssuedReport:
    query = (
        issued_query(IssuedFilters(), viewer=viewer)
        .where(which)
        .options(undefer(IssuedReport.frozen_tree), joinedload(IssuedReport.plan))
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFoundError(_("There is no such issued report, or it is not yours to see."))
    return found


def question_of(report: IssuedReport, every_park: Sequence[Park] = ()) -> Order:
    """The question that the report answers, to be asked again."""
    return Order(report.plan, report.as_of, report.known_at, report.park, report.locale, every_park)


def document_of(report: IssuedReport) -> Document:
    """The frozen document with its seal, in its own language.

    Raises:
        RuleError: what is stored isn't what was issued.
    """
    if hash_of(report.frozen_tree) != report.sha256:
        raise RuleError(
            _("Report %(number)s isn't what was issued: its hash is another.", number=report.number)
        )
    document = frozen.from_json(report.frozen_tree)
    with force_locale(report.locale):
        return replace(document, seal=Seal(report.number, report.sha256, _colophon(report)))


def hash_of(tree: str) -> str:
    return hashlib.sha256(tree.encode()).hexdigest()


def _colophon(report: IssuedReport) -> str:
    moment = report.recorded_at.astimezone(clock.BUSINESS_ZONE)
    return str(
        _(
            "No. %(number)s. Issued on %(day)s at %(time)s (Beijing time) by %(who)s. "
            "SHA-256 of its content: %(hash)s. Audit log at record %(sequence)s: %(head)s.",
            number=report.number,
            day=moment.date().isoformat(),
            time=f"{moment:%H:%M}",
            who=report.recorded_by.display_name if report.recorded_by else "—",
            hash=report.sha256,
            sequence=report.audit_sequence,
            head=report.audit_hash,
        )
    )
