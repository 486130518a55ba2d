"""Talents, their employers and consents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.core.names import in_simplified
from crm.core.streaming import iterate
from crm.core.visibility import own_employers, visible_employers, visible_talents
from kernel.errors import NotFoundError
from models import Employer, EmployerUser, Industry, Talent, TalentApplication, TalentConsent, User
from models.enums import ApplicationState, Education, Role, TalentKind, TalentLevel, TalentPurpose

LISTED = (
    joinedload(Talent.industry),
    joinedload(Talent.employer),
    joinedload(Talent.park),
    joinedload(Talent.owner),
)


@dataclass(frozen=True, slots=True)
class TalentFilters:
    """What the pool is narrowed by."""

    query: str = ""
    skill: str = ""
    kind: TalentKind | None = None
    level: TalentLevel | None = None
    education: Education | None = None
    industry_id: int | None = None
    park_id: int | None = None
    employer_id: int | None = None
    is_everyone: bool = False
    """Also those who are not in the pool."""
    is_archived: bool = False


def get_talent(talent_id: int, *, viewer: User | None) -> Talent:
    """
    Raises:
        NotFoundError: no such talent, or none that the viewer may know of.
    """
    talent = session.scalars(
        select(Talent)
        .where(Talent.id == talent_id, visible_talents(viewer))
        .options(*LISTED, joinedload(Talent.user), selectinload(Talent.consents))
    ).one_or_none()
    if talent is None:
        raise NotFoundError(_("There is no such talent, or none that you may see."))
    return talent


def find_own(user: User) -> Talent | None:
    """The talent that the account is."""
    return session.scalars(select(Talent).where(Talent.user_id == user.id)).one_or_none()


def list_applications_of(talent_id: int, *, viewer: User | None) -> Sequence[TalentApplication]:
    """The applications that were sent, the newest first; the caller has seen the talent."""
    return session.scalars(
        select(TalentApplication)
        .where(
            TalentApplication.talent_id == talent_id,
            TalentApplication.submitted_at.is_not(None),
            TalentApplication.state != ApplicationState.DRAFT,
        )
        .order_by(TalentApplication.id.desc())
        .limit(50)
    ).all()


def is_talent_ref_taken(ref: str) -> bool:
    return session.execute(select(Talent.id).where(Talent.ref == ref)).first() is not None


def is_employer_ref_taken(ref: str) -> bool:
    return session.execute(select(Employer.id).where(Employer.ref == ref)).first() is not None


def talents_query(filters: TalentFilters, *, viewer: User | None) -> Select[Talent]:
    """The talents that fit, without an order, with what a list names."""
    return select(Talent).where(visible_talents(viewer), *_conditions(filters, viewer)).options(*LISTED)


def _conditions(filters: TalentFilters, viewer: User | None) -> Iterator[ColumnElement[bool]]:
    yield Talent.archived_at.is_not(None) if filters.is_archived else Talent.archived_at.is_(None)
    yield Talent.erased_at.is_(None)
    if not filters.is_everyone:
        yield Talent.is_in_pool.is_(True)
    equal: dict[Any, Any] = {
        Talent.kind: filters.kind,
        Talent.level: filters.level,
        Talent.education: filters.education,
        Talent.industry_id: filters.industry_id,
        Talent.park_id: filters.park_id,
        Talent.employer_id: filters.employer_id,
    }
    yield from (column == value for column, value in equal.items() if value is not None)
    if filters.skill.strip():
        written = filters.skill.strip()
        yield or_(
            *(
                Talent.skills.icontains(each, autoescape=True)
                for each in dict.fromkeys((written, in_simplified(written)))
            )
        )
    if filters.query.strip():
        yield _names(filters.query.strip(), viewer)


def _names(query: str, viewer: User | None) -> ColumnElement[bool]:
    """The number or field; a part of a name for who may read names: nothing is found out by trying."""
    found: list[ColumnElement[bool]] = [
        Talent.ref == query.upper(),
        Talent.speciality.icontains(query, autoescape=True),
        Talent.skills.icontains(query, autoescape=True),
    ]
    if viewer is None or viewer.role is not Role.LEADER:
        found += [
            Talent.name_hant.icontains(query, autoescape=True),
            Talent.name_hans.icontains(in_simplified(query), autoescape=True),
            Talent.team_name.icontains(query, autoescape=True),
        ]
    return or_(*found)


def iterate_talents(filters: TalentFilters, *, viewer: User | None) -> Iterator[Talent]:
    """Every talent that fits, by its number, in flat memory."""
    return iterate(talents_query(filters, viewer=viewer), Talent.id)


def find_consent(talent_id: int, purpose: TalentPurpose) -> TalentConsent | None:
    """What was last said of the purpose."""
    return session.scalars(
        select(TalentConsent)
        .where(TalentConsent.talent_id == talent_id, TalentConsent.purpose == purpose)
        .order_by(TalentConsent.id.desc())
        .limit(1)
    ).first()


def has_industry(industry_id: int) -> bool:
    """Whether the dictionary has such an industry."""
    return session.get(Industry, industry_id) is not None


def find_employer(employer_id: int | None) -> Employer | None:
    """An employer that isn't put away."""
    employer = session.get(Employer, employer_id) if employer_id is not None else None
    return employer if employer is not None and not employer.is_archived else None


def get_employer(employer_id: int, *, viewer: User | None) -> Employer:
    """
    Raises:
        NotFoundError: no such employer, or none that the viewer may know of.
    """
    employer = session.scalars(
        select(Employer)
        .where(Employer.id == employer_id, visible_employers(viewer))
        .options(
            joinedload(Employer.park),
            joinedload(Employer.firm),
            selectinload(Employer.users).joinedload(EmployerUser.user),
        )
    ).one_or_none()
    if employer is None:
        raise NotFoundError(_("There is no such employer, or none that you may see."))
    return employer


def employers_query(*, viewer: User | None, query: str = "", park_id: int | None = None) -> Select[Employer]:
    """Employers that aren't put away, without an order."""
    found = (
        select(Employer)
        .where(visible_employers(viewer), Employer.archived_at.is_(None))
        .options(
            joinedload(Employer.park),
            joinedload(Employer.firm),
            selectinload(Employer.users).joinedload(EmployerUser.user),
        )
    )
    if park_id is not None:
        found = found.where(Employer.park_id == park_id)
    if query.strip():
        found = found.where(Employer.name.icontains(query.strip(), autoescape=True))
    return found


def list_employers(*, viewer: User | None) -> list[Employer]:
    """Those whom the viewer may name."""
    found = select(Employer).where(visible_employers(viewer), Employer.archived_at.is_(None))
    return list(session.scalars(found.order_by(Employer.name, Employer.id).limit(1000)))


def list_employers_to_choose() -> Sequence[Employer]:
    """Those that an applicant can name."""
    return session.scalars(
        select(Employer)
        .where(Employer.archived_at.is_(None))
        .order_by(Employer.name, Employer.id)
        .limit(1000)
    ).all()


def list_employer_accounts(park_id: int) -> Sequence[User]:
    """Accounts that can act for an employer of the park."""
    query = select(User).where(
        User.role == Role.EMPLOYER,
        or_(User.park_id == park_id, User.park_id.is_(None)),
        User.is_enabled,
        User.archived_at.is_(None),
    )
    return session.scalars(query.order_by(User.display_name, User.id).limit(500)).all()


def acts_for(user: User, employer_id: int | None) -> bool:
    """Whether the account acts for the employer now."""
    if employer_id is None:
        return False
    own = own_employers(user).where(EmployerUser.employer_id == employer_id)
    return session.execute(own).first() is not None
