"""The pool: talents as staff write them, or as their application says; employers and who acts for them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TypeVar

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.names import in_simplified
from crm.core.numbering import free_ref
from crm.core.permissions import Permission, check_own_park, may
from crm.core.records import bring_back, put_away, refuse_firm_away, refuse_put_away, refuse_stale
from crm.talent.queries import people
from crm.talent.service import consents
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Employer, EmployerUser, Talent, TalentApplication, User
from models.enums import (
    AwardGrade,
    Education,
    IdentityPaper,
    PostRank,
    Role,
    TalentKind,
    TalentPurpose,
)

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class TalentFields:
    """What staff write of a talent."""

    kind: TalentKind
    name_hant: str
    park_id: int | None
    name_hans: str | None = None
    team_name: str | None = None
    team_size: int | None = None
    birth_year: int | None = None
    paper_kind: IdentityPaper | None = None
    paper_number: str | None = None
    email: str | None = None
    phone: str | None = None
    industry_id: int | None = None
    speciality: str | None = None
    skills: str = ""
    education: Education | None = None
    experience_years: int | None = None
    post_rank: PostRank | None = None
    highest_post: str | None = None
    award_grade: AwardGrade | None = None
    awards: str | None = None
    employer_id: int | None = None
    owner_id: int | None = None
    source: str | None = None


def add_talent(written: TalentFields, *, by: User | None) -> Talent:
    """Write somebody down whom the park came to know; into the pool only by :func:`set_in_pool`.

    Raises:
        NotAllowedError: not staff, or another park's.
        RuleError: something written can't be.
    """
    _check_editor(by, written.park_id)
    _check(written)
    talent = Talent(
        ref=_new_ref(),
        skills="",
        name_hant="",
        name_hans="",
        created_at=clock.now(),
        created_by_id=by.id if by else None,
    )
    _apply(talent, written)
    session.add(talent)
    session.flush()
    return talent


def edit_talent(
    talent: Talent, written: TalentFields, *, by: User | None, lock_version: int | None
) -> Talent:
    """
    Raises:
        NotAllowedError: another park's.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: something written can't be.
    """
    _check_editor(by, talent.park_id)
    check_own_park(written.park_id, by)
    refuse_stale(talent, lock_version, _("Somebody else changed this talent in the meantime."))
    refuse_put_away(talent, talent.ref)
    _check(written)
    _apply(talent, written)
    session.flush()
    return talent


def set_in_pool(talent: Talent, *, is_in_pool: bool, by: User | None) -> Talent:
    """Show the talent in the pool, or no more.

    Raises:
        NotAllowedError: another park's.
        RuleError: the person hasn't agreed to it.
    """
    _check_editor(by, talent.park_id)
    refuse_put_away(talent, talent.ref)
    if is_in_pool and not consents.holds(talent.id, TalentPurpose.POOL):
        raise RuleError(_("Nobody is in the pool without a consent to it: write it down first."))
    talent.is_in_pool = is_in_pool
    session.flush()
    return talent


def archive_talent(talent: Talent, *, reason: str, by: User | None) -> None:
    _check_editor(by, talent.park_id)
    put_away(talent, reason)
    session.flush()


def restore_talent(talent: Talent, *, by: User | None) -> None:
    _check_editor(by, talent.park_id)
    bring_back(talent)
    session.flush()


def new_talent_of(user: User) -> Talent:
    """The talent that an applicant becomes with the first application."""
    talent = Talent(
        ref=_new_ref(),
        kind=TalentKind.PERSON,
        user_id=user.id,
        name_hant=user.display_name,
        name_hans=in_simplified(user.display_name),
        skills="",
        email=user.email,
        created_at=clock.now(),
        created_by_id=user.id,
    )
    session.add(talent)
    session.flush()
    return talent


def fill_from_answers(application: TalentApplication) -> None:
    """The talent is what the person answered last."""
    answers, talent = application.answers, application.talent
    read = answers.get
    for name in (
        "team_name",
        "team_size",
        "birth_year",
        "paper_number",
        "email",
        "phone",
        "industry_id",
        "speciality",
        "experience_years",
        "highest_post",
        "awards",
    ):
        setattr(talent, name, read(name))
    talent.kind = TalentKind(answers["kind"])
    talent.name_hant = answers["name_hant"]
    talent.name_hans = read("name_hans") or in_simplified(talent.name_hant)
    talent.skills = read("skills") or ""
    talent.paper_kind = _member(IdentityPaper, read("paper_kind"))
    talent.education = _member(Education, read("education"))
    talent.post_rank = _member(PostRank, read("post_rank"))
    talent.award_grade = _member(AwardGrade, read("award_grade"))
    talent.employer_id, talent.park_id = application.employer_id, application.park_id
    session.flush()


@dataclass(frozen=True, slots=True)
class EmployerFields:
    name: str
    park_id: int
    firm_id: int | None = None
    credit_code: str | None = None


def save_employer(
    employer: Employer | None, written: EmployerFields, *, by: User | None, lock_version: int | None = None
) -> Employer:
    """Write an employer down, or anew.

    Raises:
        NotAllowedError: another park's.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: no name, or its firm was put away.
    """
    _check_editor(by, written.park_id)
    if not written.name.strip():
        raise RuleError(_("Name the employer."), fields={"name": _("Name the employer.")})
    if written.firm_id is not None:
        refuse_firm_away(written.firm_id)
    if employer is None:
        employer = Employer(
            ref=free_ref("employer", "EM-{:05d}", people.is_employer_ref_taken), created_at=clock.now()
        )
        session.add(employer)
    else:
        _check_editor(by, employer.park_id)
        refuse_stale(employer, lock_version, _("Somebody else changed this employer in the meantime."))
        refuse_put_away(employer, employer.ref)
    for each in fields(EmployerFields):
        setattr(employer, each.name, getattr(written, each.name))
    employer.name = written.name.strip()
    session.flush()
    return employer


def add_employer_user(employer: Employer, user: User, *, by: User | None) -> EmployerUser:
    """Let an account act for the employer.

    Raises:
        NotAllowedError: another park's.
        RuleError: the account isn't an employer's, or acts for it already.
    """
    _check_editor(by, employer.park_id)
    if user.role is not Role.EMPLOYER or not user.is_active:
        raise RuleError(_("Only an account of the role employer acts for one."))
    if people.acts_for(user, employer.id):
        raise RuleError(_("This account acts for it already."))
    row = EmployerUser(employer_id=employer.id, user_id=user.id, added_at=clock.now())
    session.add(row)
    session.flush()
    return row


def end_employer_user(row: EmployerUser, *, by: User | None) -> None:
    """From now on the account no longer acts for the employer."""
    _check_editor(by, row.employer.park_id)
    if row.ended_at is None:
        row.ended_at = clock.now()
    session.flush()


def _apply(talent: Talent, written: TalentFields) -> None:
    for each in fields(TalentFields):
        setattr(talent, each.name, getattr(written, each.name))
    talent.name_hant = written.name_hant.strip()
    talent.name_hans = (written.name_hans or "").strip() or in_simplified(talent.name_hant)


def _check(written: TalentFields) -> None:
    words = {}
    if not written.name_hant.strip():
        words["name_hant"] = str(_("Write the name."))
    if written.birth_year is not None and not 1900 <= written.birth_year <= clock.today().year - 16:
        words["birth_year"] = str(_("Write a year such as 1985."))
    if written.kind is TalentKind.TEAM and not (written.team_name or "").strip():
        words["team_name"] = str(_("A team has a name."))
    if words:
        raise RuleError(_("Some of what was written can't be."), fields=words)


def _check_editor(by: User | None, park_id: int | None) -> None:
    if by is not None and not may(by, Permission.EDIT_TALENTS):
        raise NotAllowedError(_("Staff of the parks and of the office write talents down."))
    check_own_park(park_id, by)


def _new_ref() -> str:
    return free_ref("talent", "TL-{:06d}", people.is_talent_ref_taken)


def _member(kind: type[E], value: object) -> E | None:
    return next((member for member in kind if member.value == value), None)
