"""What applicants and employers are shown: never more than their own."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.core.parks import list_parks
from crm.core.visibility import EMPLOYER_PAPERS, visible_applications
from crm.talent.queries import applications, people
from crm.talent.rules.keys import is_effective
from crm.talent.rules.versions import in_force_on
from crm.web.labels import local_name
from kernel import clock
from kernel.errors import NotFoundError
from models import (
    ApplicationDocument,
    ApplicationStep,
    Employer,
    Industry,
    TalentApplication,
    TalentDecision,
    TalentRuleVersion,
    User,
)
from models.enums import ApplicationState, RuleState


def find_rules_in_force() -> TalentRuleVersion | None:
    """The edition of the rule table that holds today, with its clauses: it is published, so everybody's."""
    query = (
        select(TalentRuleVersion)
        .where(TalentRuleVersion.state == RuleState.IN_FORCE)
        .options(selectinload(TalentRuleVersion.levels), selectinload(TalentRuleVersion.benefits))
    )
    return in_force_on(clock.today(), session.scalars(query))


def list_applications(viewer: User) -> list[TalentApplication]:
    """The viewer's own, the newest first."""
    query = (
        select(TalentApplication)
        .where(visible_applications(viewer), TalentApplication.archived_at.is_(None))
        .order_by(TalentApplication.id.desc())
    )
    return list(session.scalars(query))


def find_under_way(viewer: User) -> TalentApplication | None:
    """The viewer's application that isn't over."""
    talent = people.find_own(viewer)
    return applications.find_open(talent.id) if talent is not None else None


def get_own(application_id: int, *, viewer: User) -> TalentApplication:
    """
    Raises:
        NotFoundError: no such application, or none of the viewer's.
    """
    query = (
        select(TalentApplication)
        .where(
            TalentApplication.id == application_id,
            visible_applications(viewer),
            TalentApplication.archived_at.is_(None),
        )
        .options(
            joinedload(TalentApplication.talent),
            joinedload(TalentApplication.employer),
            joinedload(TalentApplication.park),
            selectinload(TalentApplication.documents).joinedload(ApplicationDocument.attachment),
        )
    )
    application = session.scalars(query).one_or_none()
    if application is None:
        raise NotFoundError(_("There is no such application, or none that you may see."))
    return application


def get_document(application: TalentApplication, document_id: int) -> ApplicationDocument:
    """
    Raises:
        NotFoundError: none of the application's.
    """
    for document in application.documents:
        if document.id == document_id and not document.is_archived:
            return document
    raise NotFoundError(_("There is no such file, or none that you may see."))


def find_employer_by_code(code: str | None) -> Employer | None:
    """The employer with exactly this code, if it takes part."""
    if not code:
        return None
    query = select(Employer).where(Employer.credit_code == code.upper(), Employer.archived_at.is_(None))
    return session.scalars(query.order_by(Employer.id)).first()


def find_park_id(typed: str | None) -> int | None:
    return next((park.id for park in list_parks() if str(park.id) == typed), None)


def list_public_steps(application_id: int) -> list[ApplicationStep]:
    """What happened, the newest first; the page shows of each no more than the applicant may read."""
    query = (
        select(ApplicationStep)
        .where(ApplicationStep.application_id == application_id)
        .order_by(ApplicationStep.id.desc())
        .limit(100)
    )
    return list(session.scalars(query))


def is_industry(industry_id: int) -> bool:
    return session.get(Industry, industry_id) is not None


def industry_of(application: TalentApplication) -> str:
    """The name of the industry that was chosen, as the reader reads it."""
    industry_id = application.answers.get("industry_id")
    industry = session.get(Industry, industry_id) if industry_id is not None else None
    return local_name(industry) if industry is not None else ""


def industries_of(chosen: Sequence[TalentApplication]) -> dict[int, str]:
    """Of each application the name of its industry, all of them read at once."""
    wanted = {each.id: each.answers.get("industry_id") for each in chosen}
    query = select(Industry).where(Industry.id.in_({each for each in wanted.values() if each is not None}))
    names = {industry.id: local_name(industry) for industry in session.scalars(query)}
    return {number: names.get(chosen_id or 0, "") for number, chosen_id in wanted.items()}


def papers_of(application: TalentApplication) -> list[ApplicationDocument]:
    """What was handed in and not taken back."""
    return [each for each in application.documents if not each.is_archived]


def find_public_decision(application: TalentApplication) -> TalentDecision | None:
    """The last decision that holds: of one that waits for its second key nothing is said outside."""
    effective = (each for each in reversed(application.decisions) if is_effective(each))
    return next(effective, None)


def papers_of_work(application: TalentApplication) -> list[ApplicationDocument]:
    return [each for each in papers_of(application) if each.kind in EMPLOYER_PAPERS]


def staff_query(viewer: User, *, is_all: bool) -> Select[TalentApplication]:
    """Applications of the staff of the viewer's employer: those that wait for it, or all."""
    query = (
        select(TalentApplication)
        .where(visible_applications(viewer), TalentApplication.archived_at.is_(None))
        .options(joinedload(TalentApplication.talent))
    )
    return query if is_all else query.where(TalentApplication.state == ApplicationState.EMPLOYER_REVIEW)
