"""Talents, applications and a small rule table of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from crm.core import storage
from crm.core.actors import Actor, acting
from crm.core.database import session
from crm.talent.service import applications, consents, deciding, examining
from crm.talent.service.deciding import DecisionFields
from kernel import clock
from models import (
    BenefitRule,
    Employer,
    EmployerUser,
    Industry,
    LevelRule,
    Talent,
    TalentApplication,
    TalentNeed,
    TalentRuleVersion,
    User,
)
from models.enums import (
    BenefitKind,
    DecisionOutcome,
    Role,
    RuleState,
    TalentDocumentKind,
    TalentKind,
    TalentLevel,
    TalentPurpose,
)
from tests.factories import next_number
from tests.factories.users import make_user
from tests.factories.zone import get_park

ANSWERS: dict[str, Any] = {
    "kind": "person",
    "name_hant": "示例甲",
    "birth_year": 1980,
    "paper_kind": "travel_permit",
    "paper_number": "01234567",
    "email": "someone@example.org",
    "phone": "13800000000",
    "skills": "PLC、伺服控制",
    "education": "doctorate",
    "experience_years": 12,
    "post_rank": "director",
}


def _as(user: User) -> Actor:
    return Actor(user.id, user.name, "test")


def an_industry() -> Industry:
    found = session.query(Industry).first()
    if found is None:
        found = Industry(name="示例产业", name_hans="示例产业", name_hant="示例產業", name_en="Example")
        session.add(found)
        session.flush()
    return found


def make_rules(*, from_on: date = date(2020, 1, 1), second_key: bool = False) -> TalentRuleVersion:
    """Level B for doctors of ten years with a diploma, D for bachelors; B is paid, D is housed."""
    number = next_number()
    version = TalentRuleVersion(
        ref=f"TR-T{number:05d}",
        title=f"Table {number}",
        is_example=True,
        state=RuleState.IN_FORCE,
        in_force_from=from_on,
        drafted_at=clock.now(),
    )
    session.add(version)
    session.flush()
    doctor = [
        {"field": "education", "least": "doctorate", "paper": "diploma"},
        {"field": "experience_years", "least": 10, "margin": 1},
    ]
    session.add(_level(version, "1.1", TalentLevel.B, doctor))
    session.add(_level(version, "1.2", TalentLevel.D, [{"field": "education", "least": "bachelor"}]))
    amount = 2_000_000 if second_key else 200_000
    session.add(_benefit(version, "2.1", TalentLevel.B, BenefitKind.LIVING, amount, 12))
    session.add(_benefit(version, "2.2", TalentLevel.B, BenefitKind.SETTLEMENT, 3_000_000, None))
    session.add(_benefit(version, "2.3", TalentLevel.D, BenefitKind.HOUSING, None, None))
    session.commit()
    return version


def _level(version: TalentRuleVersion, number: str, level: TalentLevel, conditions: Any) -> LevelRule:
    return LevelRule(
        version_id=version.id,
        position=1,
        number=number,
        level=level,
        conditions=conditions,
        text_hans=f"第{number}条",
        text_hant=f"第{number}條",
        text_en=f"Clause {number}",
    )


def _benefit(
    version: TalentRuleVersion,
    number: str,
    level: TalentLevel,
    kind: BenefitKind,
    amount: int | None,
    months: int | None,
) -> BenefitRule:
    return BenefitRule(
        version_id=version.id,
        position=1,
        number=number,
        level=level,
        kind=kind,
        amount_minor=amount,
        months=months,
        text_hans=f"第{number}条",
        text_hant=f"第{number}條",
        text_en=f"Clause {number}",
    )


def make_employer(*, park: str = "YY", user: User | None = None, name: str = "") -> Employer:
    number = next_number()
    employer = Employer(
        ref=f"EM-T{number:05d}",
        name=name or f"示例用人单位{number}",
        park_id=get_park(park).id,
        created_at=clock.now(),
    )
    session.add(employer)
    session.flush()
    if user is not None:
        session.add(EmployerUser(employer_id=employer.id, user_id=user.id, added_at=clock.now()))
    session.commit()
    return employer


def make_talent(*, park: str = "YY", **values: Any) -> Talent:
    number = next_number()
    talent = Talent(
        ref=f"TL-T{number:05d}",
        kind=TalentKind.PERSON,
        name_hant=f"示例人才{number}",
        name_hans=f"示例人才{number}",
        skills="PLC",
        park_id=get_park(park).id,
        is_in_pool=True,
        created_at=clock.now(),
    )
    for name, value in values.items():
        setattr(talent, name, value)
    session.add(talent)
    session.commit()
    return talent


def make_need(*, park: str = "YY", **values: Any) -> TalentNeed:
    number = next_number()
    need = TalentNeed(
        ref=f"TN-T{number:05d}",
        title=f"Engineers {number}",
        skills="PLC、伺服控制",
        park_id=get_park(park).id,
        headcount=2,
        created_at=clock.now(),
    )
    for name, value in values.items():
        setattr(need, name, value)
    session.add(need)
    session.commit()
    return need


def make_draft(
    *, park: str = "YY", applicant: User | None = None, employer: Employer | None = None, **answers: Any
) -> TalentApplication:
    """Ready to be sent: answers, papers, consent."""
    user = applicant or make_user(role=Role.APPLICANT)
    with acting(_as(user)):
        fields = applications.ApplicationFields(
            ANSWERS | {"industry_id": an_industry().id} | answers,
            employer_id=employer.id if employer else None,
            park_id=get_park(park).id,
        )
        application = applications.create_application(fields, by=user)
        for kind in ("identity", "contract", "diploma", "licence", "team"):
            paper = storage.attach(f"%PDF-1.7 {kind} {next_number()}".encode(), "paper.pdf", by_id=user.id)
            applications.add_document(
                application, TalentDocumentKind(kind), paper, name=f"{kind}.pdf", by=user
            )
        consents.give_consent(
            application.talent, TalentPurpose.APPLICATION, text="I agree", text_version="1", by=user
        )
        session.commit()
    return application


def make_application(*, park: str = "YY", applicant: User | None = None, **answers: Any) -> TalentApplication:
    """Sent to the park, without an employer."""
    application = make_draft(park=park, applicant=applicant, **answers)
    with acting(_as(application.talent.user)):
        applications.submit(application, by=application.talent.user)
        session.commit()
    return application


def make_examined(*, park: str = "YY", examiner: User, **answers: Any) -> TalentApplication:
    """Taken up."""
    application = make_application(park=park, **answers)
    with acting(_as(examiner)):
        examining.accept(application, by=examiner)
        session.commit()
    return application


def make_decided(*, park: str = "YY", lead: User, **answers: Any) -> TalentApplication:
    """Granted as the rule says."""
    application = make_examined(park=park, examiner=lead, **answers)
    with acting(_as(lead)):
        written = DecisionFields(DecisionOutcome.GRANTED, TalentLevel.B, "As the clauses say.")
        deciding.decide(application, written, by=lead)
        session.commit()
    return application
