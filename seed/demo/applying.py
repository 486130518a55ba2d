"""The demo's applicant and employer: an address that codes are sent to, and cases in several states."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select

from crm.applying.consents import VERSION, consent_text
from crm.core import names, storage
from crm.core.actors import Actor, acting
from crm.core.database import session
from crm.talent.service import applications, benefits, consents, deciding, examining
from crm.talent.service.benefits import DeliveryFields, PaymentFields
from crm.talent.service.deciding import DecisionFields
from crm.users import passwords
from kernel import clock
from models import (
    Applicant,
    BenefitAward,
    Employer,
    EmployerUser,
    Industry,
    Park,
    TalentApplication,
    User,
)
from models.enums import DecisionOutcome, Role, TalentDocumentKind, TalentPurpose
from seed.demo.people import Staff

ADDRESS = "applicant@example.org"
CREDIT_CODE = "91430300MA4SHILI0X"
PAPERS = (
    *(TalentDocumentKind.IDENTITY, TalentDocumentKind.CONTRACT),
    *(TalentDocumentKind.DIPLOMA, TalentDocumentKind.EXPERIENCE),
)
_PERSON = {
    "kind": "person",
    "birth_year": 1985,
    "paper_kind": "travel_permit",
    "paper_number": "00000000",
    "phone": "000-0000-0000",
    "credit_code": CREDIT_CODE,
    "skills": "伺服驱动、PLC",
    "education": "master",
    "experience_years": 12,
    "post_rank": "manager",
    "highest_post": "研发主管",
    "monthly_pay": 3_500_000,
    "statement": "示例：希望在园区继续从事研发，同时为子女安排就读。",
}


def make(staff: Staff) -> None:
    """The applicant has a case that was decided and paid on, and another one that waits for the employer.

    So do those of two more of its staff; of a third one it is confirmed, of a fourth one a draft was begun.
    What is there already stays.
    """
    applicant, account = _account("applicant"), _account("employer")
    if applicant is None or account is None or session.scalars(select(Applicant.id)).first() is not None:
        return
    applicant.email = ADDRESS
    session.add(Applicant(user_id=applicant.id, email=ADDRESS, created_at=clock.now()))
    employer = _employer(account)
    with _ago(75):
        decided = _write(applicant, employer, "示例·申报人")
        _send(decided, applicant)
    _decide(decided, account, staff)
    _send(_write(applicant, employer, "示例·申报人"), applicant)
    for number, name in ((4, "示例·员工丁"), (5, "示例·员工戊")):
        waiting = _applicant(number)
        _send(_write(waiting, employer, name), waiting)
    second = _applicant(2)
    case = _write(second, employer, "示例·员工乙")
    _send(case, second)
    with acting(_actor(account)):
        applications.confirm_as_employer(case, note="示例：情况属实。", by=account)
        session.flush()
    _write(_applicant(3), None, "示例·员工丙")


@contextmanager
def _ago(days: int) -> Iterator[None]:
    """What happens inside happened on a day that is past."""
    before = clock.now() if clock.is_fixed() else None
    clock.set_fixed(clock.now() - timedelta(days=days))
    try:
        yield
        session.flush()
    finally:
        clock.set_fixed(before)


def _decide(case: TalentApplication, account: User, staff: Staff) -> None:
    """The employer confirms, the park's lead decides by the rule, the office gives its key; it is paid."""
    lead_id = staff.by_park[case.park_id or 0][1]
    lead, office = session.get_one(User, lead_id), session.get_one(User, staff.coordinators[0])
    with _ago(70), acting(_actor(account)):
        applications.confirm_as_employer(case, note="示例：情况属实。", by=account)
    with _ago(48), acting(_actor(lead)):
        examining.accept(case, by=lead)
        computed = examining.compute(case)
        level = computed.assessment.level if computed else None
        outcome = DecisionOutcome.GRANTED if level else DecisionOutcome.REFUSED
        reasons = "示例：学历、工作年限均有证明，符合所列条款。"
        decision = deciding.decide(case, DecisionFields(outcome, level, reasons), by=lead)
    if decision.needs_second_key:
        with _ago(45), acting(_actor(office)):
            deciding.confirm(case, by=office)
    session.refresh(decision, ["awards"])
    with acting(_actor(lead)):
        for award in decision.awards:
            _pay(award, lead)


def _pay(award: BenefitAward, lead: User) -> None:
    """Two months of what is monthly, half of what is paid once; a service is given."""
    today = clock.today()
    if not award.amount_minor:
        benefits.record_delivery(award, DeliveryFields(today - timedelta(days=20), "示例：已落实"), by=lead)
        return
    share = award.amount_minor // (award.months or 2)
    for number, days in enumerate((31, 3) if award.months else (10,)):
        paid = PaymentFields(today - timedelta(days=days), share, f"示例-{award.id}-{number + 1}")
        benefits.record_payment(award, paid, by=lead)


def _actor(user: User) -> Actor:
    return Actor(user.id, user.name, "command seed demo")


def _account(name: str) -> User | None:
    return session.scalars(select(User).where(User.name == name)).one_or_none()


def _applicant(number: int) -> User:
    address = f"applicant{number}@example.org"
    now = clock.real_now()
    user = User(
        name=f"applicant-demo{number}",
        display_name=address,
        email=address,
        role=Role.APPLICANT,
        password_hash=passwords.BY_CODE,
        password_changed_at=now,
        created_at=now,
        is_demo=True,
    )
    session.add(user)
    session.flush()
    session.add(Applicant(user_id=user.id, email=address, created_at=now))
    return user


def _employer(account: User) -> Employer:
    park = session.scalars(select(Park).where(Park.code == "XT")).one()
    employer = Employer(
        ref="EM-90001", name="示例·用人单位", park_id=park.id, credit_code=CREDIT_CODE, created_at=clock.now()
    )
    session.add(employer)
    session.flush()
    session.add(EmployerUser(employer_id=employer.id, user_id=account.id, added_at=clock.now()))
    return employer


def _person(name: str) -> dict[str, Any]:
    """As somebody from Taiwan writes."""
    answers = {**_PERSON, "name_hant": name}
    return {
        key: names.in_traditional(value) if isinstance(value, str) else value
        for key, value in answers.items()
    }


def _write(by: User, employer: Employer | None, name: str) -> TalentApplication:
    industry = session.scalars(select(Industry.id).order_by(Industry.id)).first()
    park = session.scalars(select(Park).where(Park.code == "XT")).one()
    with acting(_actor(by)):
        written = applications.ApplicationFields(
            {
                **_person(name),
                "email": by.email,
                "industry_id": industry,
            },
            employer_id=employer.id if employer else None,
            park_id=park.id,
            step="statement",
        )
        application = applications.create_application(written, by=by)
        for kind in PAPERS:
            paper = storage.attach(
                f"%PDF-1.4 {application.ref} {kind.value}\n".encode(), f"{kind.value}.pdf", by_id=by.id
            )
            applications.add_document(application, kind, paper, name=f"{kind.value}.pdf", by=by)
        session.flush()
    return application


def _send(application: TalentApplication, by: User) -> None:
    with acting(_actor(by)):
        purpose = TalentPurpose.APPLICATION
        if not consents.holds(application.talent_id, purpose):
            with force_locale("zh_Hant_TW"):
                text = consent_text(purpose)
            consents.give_consent(application.talent, purpose, text=text, text_version=VERSION, by=by)
        session.expire(application, ["documents"])
        applications.submit(application, by=by)
        session.flush()
