"""Whom projects and establishments look for."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.numbering import free_ref
from crm.core.permissions import Permission, check_own_park, may
from crm.core.records import bring_back, put_away, refuse_put_away, refuse_stale
from crm.firms import queries as firms
from crm.projects import queries as projects
from crm.talent.queries import needs as queries
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import TalentNeed, User
from models.enums import Education, TalentLevel


@dataclass(frozen=True, slots=True)
class NeedFields:
    title: str
    park_id: int
    text: str | None = None
    project_id: int | None = None
    establishment_id: int | None = None
    industry_id: int | None = None
    skills: str = ""
    education: Education | None = None
    experience_years: int | None = None
    level: TalentLevel | None = None
    headcount: int = 1
    until_on: date | None = None
    owner_id: int | None = None


def save_need(
    need: TalentNeed | None, written: NeedFields, *, by: User | None, lock_version: int | None = None
) -> TalentNeed:
    """Write a need down, or anew.

    Raises:
        NotAllowedError: another park's.
        NotFoundError: a project or an establishment that the person may not see.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: something written can't be.
    """
    _check_editor(by, written.park_id)
    if need is not None:
        _check_editor(by, need.park_id)
        refuse_stale(need, lock_version, _("Somebody else changed this need in the meantime."))
        refuse_put_away(need, need.ref)
    faults = _faults(written)
    if faults:
        raise RuleError(_("Some of what was written can't be."), fields=faults)
    if written.project_id is not None and (need is None or need.project_id != written.project_id):
        projects.get_project(written.project_id, viewer=by)
    if written.establishment_id is not None and (
        need is None or need.establishment_id != written.establishment_id
    ):
        _check_establishment(written.establishment_id, written.park_id, by)
    if need is None:
        need = TalentNeed(
            ref=free_ref("talent_need", "TN-{:06d}", queries.is_ref_taken),
            created_at=clock.now(),
            created_by_id=by.id if by else None,
        )
        session.add(need)
    for each in fields(NeedFields):
        setattr(need, each.name, getattr(written, each.name))
    need.title = written.title.strip()
    session.flush()
    return need


def archive_need(need: TalentNeed, *, reason: str, by: User | None) -> None:
    _check_editor(by, need.park_id)
    put_away(need, reason)
    session.flush()


def restore_need(need: TalentNeed, *, by: User | None) -> None:
    _check_editor(by, need.park_id)
    bring_back(need)
    session.flush()


def _faults(written: NeedFields) -> dict[str, str]:
    faults = {}
    if not written.title.strip():
        faults["title"] = str(_("Say whom it looks for, in a line."))
    if not 1 <= written.headcount <= 10_000:
        faults["headcount"] = str(_("Write how many people, at least one."))
    if written.experience_years is not None and not 0 <= written.experience_years <= 70:
        faults["experience_years"] = str(_("Write a whole number that can be."))
    return faults


def _check_establishment(establishment_id: int, park_id: int, by: User | None) -> None:
    establishment = firms.get_establishment(establishment_id, viewer=by)
    if establishment.park_id != park_id or establishment.is_retracted:
        message = _("This firm isn't settled in that park.")
        raise RuleError(message, fields={"establishment_id": message})


def _check_editor(by: User | None, park_id: int | None) -> None:
    if by is not None and not may(by, Permission.EDIT_TALENTS):
        raise NotAllowedError(_("Staff of the parks and of the office write needs down."))
    check_own_park(park_id, by)
