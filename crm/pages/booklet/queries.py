"""A booklet as asked for; and those that were ordered."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from crm.bulletins.reports import LOCALES
from crm.catalogue.booklet import booklet_input
from crm.core.database import session
from crm.core.jobs import visible_jobs
from kernel.errors import NotFoundError, RuleError
from models import Industry, Job, Park, User
from reports.content import Document
from reports.documents import booklet

KIND = "booklet"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which booklet: of which park and industry, in which language, with addresses of which installation."""

    park: Park | None
    industry: Industry | None
    locale: str
    base: str

    def file_name(self, file_format: str) -> str:
        parts = [self.park.code if self.park else "", str(self.industry.id) if self.industry else ""]
        return "-".join(["booklet", *filter(None, parts), self.locale]) + f".{file_format}"


def ask(park_id: int | None, industry_id: int | None, locale: str, base: str) -> Asked:
    """
    Raises:
        NotFoundError: there is no such park or industry.
        RuleError: there is no such language.
    """
    park = session.get(Park, park_id) if park_id is not None else None
    industry = session.get(Industry, industry_id) if industry_id is not None else None
    if (park_id is not None and park is None) or (industry_id is not None and industry is None):
        raise NotFoundError(_("There is no such park or industry."))
    if locale not in LOCALES:
        raise RuleError(_("Reports are written in %(known)s.", known=", ".join(LOCALES)))
    return Asked(park, industry, locale, base)


def document_of(asked: Asked) -> Document:
    with force_locale(asked.locale):
        data = booklet_input(locale=asked.locale, park=asked.park, industry=asked.industry, base=asked.base)
        return booklet.build(data, lambda text: str(_(text)))


def get_order(job_id: int, *, viewer: User) -> Job:
    """Raises NotFoundError for what is no booklet, or somebody else's."""
    row = session.scalars(
        select(Job).where(Job.id == job_id, visible_jobs(viewer, [KIND])).options(joinedload(Job.attachment))
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such booklet, or it is not yours."))
    return row
