"""A handbook within what its reader may see; and those that were ordered."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from crm.bulletins.reports import LOCALES
from crm.core.database import session
from crm.core.jobs import visible_jobs
from crm.core.visibility import may_read_internal
from crm.delegations.handbook import handbook_input
from crm.delegations.queries.records import get_delegation
from kernel.errors import NotAllowedError, NotFoundError, RuleError
from models import Delegation, Job, User
from reports.content import Document
from reports.documents import handbook

KIND = "handbook"
INTERNAL, EXTERNAL = "internal", "external"
EDITIONS = (EXTERNAL, INTERNAL)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which handbook: of what, in which edition and language."""

    delegation: Delegation
    edition: str
    locale: str

    def file_name(self, file_format: str) -> str:
        return f"handbook-{self.delegation.ref}-{self.edition}-{self.locale}.{file_format}"


def ask(delegation_id: int, edition: str, locale: str, *, viewer: User | None) -> Asked:
    """
    Raises:
        NotFoundError: no such delegation, or none that the viewer may know of.
        NotAllowedError: the internal edition, for who may not read it.
        RuleError: there is no such edition or language.
    """
    delegation = get_delegation(delegation_id, viewer=viewer)
    if edition not in EDITIONS:
        raise RuleError(_("A handbook has an external and an internal edition."))
    if locale not in LOCALES:
        raise RuleError(_("Reports are written in %(known)s.", known=", ".join(LOCALES)))
    if edition == INTERNAL and not may_read_internal(viewer, delegation):
        raise NotAllowedError(_("The internal edition is for the park or the office that leads the visit."))
    return Asked(delegation, edition, locale)


def document_of(asked: Asked) -> Document:
    with force_locale(asked.locale):
        data = handbook_input(asked.delegation, locale=asked.locale, is_internal=asked.edition == INTERNAL)
        return handbook.build(data, lambda text: str(_(text)))


def get_order(job_id: int, *, viewer: User) -> Job:
    """Raises NotFoundError for what is no handbook, or somebody else's."""
    row = session.scalars(
        select(Job).where(Job.id == job_id, visible_jobs(viewer, [KIND])).options(joinedload(Job.attachment))
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such handbook, or it is not yours."))
    return row
