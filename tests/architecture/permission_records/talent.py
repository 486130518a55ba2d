"""Talents, applications in the state that each page asks for, awards, needs, rules, employers."""

from __future__ import annotations

from crm.core import storage
from crm.core.database import session
from crm.talent.service import benefits, deciding
from crm.talent.service.benefits import DeliveryFields, PaymentFields
from crm.talent.service.deciding import DecisionFields
from kernel import clock
from models import (
    BenefitDelivery,
    DecisionKey,
    TalentApplication,
    TalentBudget,
    TalentRuleVersion,
    User,
)
from models.enums import DecisionOutcome, Role, RuleState, TalentLevel
from tests.architecture.permission_records.base import Maker
from tests.factories.talents import (
    make_application,
    make_decided,
    make_employer,
    make_examined,
    make_need,
    make_rules,
    make_talent,
)
from tests.factories.users import make_user
from tests.factories.zone import get_park


def talent(park: str, _visitor: User | None) -> int:
    return make_talent(park=park).id


def need(park: str, _visitor: User | None) -> int:
    return make_need(park=park).id


def employer(park: str, _visitor: User | None) -> int:
    return make_employer(park=park, user=make_user(role=Role.EMPLOYER)).id


def rules(_park: str, _visitor: User | None) -> int:
    """A draft that nobody of the visitors wrote."""
    version = make_rules()
    version.state = RuleState.DRAFT
    version.in_force_from = clock.today()
    version.drafted_by_id = make_user().id
    session.commit()
    return version.id


def arrived(park: str, _visitor: User | None) -> int:
    _some_rules()
    return make_application(park=park).id


def examined(park: str, _visitor: User | None) -> int:
    _some_rules()
    return make_examined(park=park, examiner=make_user(role=Role.PARK_LEAD, park=park)).id


def proposed(park: str, _visitor: User | None) -> int:
    """Beside the rule, so that it waits for its second key."""
    application = session.get_one(TalentApplication, examined(park, None))
    lead = make_user(role=Role.PARK_LEAD, park=park)
    deciding.decide(application, DecisionFields(DecisionOutcome.GRANTED, TalentLevel.A, "Because."), by=lead)
    session.commit()
    return application.id


def decided(park: str, _visitor: User | None) -> int:
    _some_rules()
    return make_decided(park=park, lead=make_user(role=Role.PARK_LEAD, park=park)).id


def award(park: str, _visitor: User | None) -> int:
    """With something given on it, a budget, and another decision that has its second key."""
    application = session.get_one(TalentApplication, decided(park, None))
    lead = make_user(role=Role.PARK_LEAD, park=park)
    found = application.decisions[0].awards[0]
    benefits.record_delivery(found, DeliveryFields(clock.today(), "示例", None), by=lead)
    paper = storage.attach(b"%PDF-1.7 flat", "flat.pdf", by_id=None)
    session.add(BenefitDelivery(award_id=found.id, from_on=clock.today(), text="示例", attachment=paper))
    session.add(TalentBudget(year=2026, park_id=get_park(park).id, amount_minor=1))
    session.add(DecisionKey(decision_id=application.decisions[0].id, is_confirmed=True))
    session.commit()
    return found.id


def payment(park: str, _visitor: User | None) -> int:
    application = session.get_one(TalentApplication, decided(park, None))
    lead = make_user(role=Role.PARK_LEAD, park=park)
    found = application.decisions[0].awards[0]
    voucher = f"V-{found.id}"
    row = benefits.record_payment(found, PaymentFields(clock.today(), 100, voucher), by=lead)
    session.commit()
    return row.id


def _some_rules() -> None:
    if session.query(TalentRuleVersion).filter_by(state=RuleState.IN_FORCE).first() is None:
        make_rules()


RECORDS: dict[str, Maker] = {
    "talent_id": talent,
    "need_id": need,
    "employer_id": employer,
    "version_id": rules,
    "award_id": award,
    "payment_id": payment,
    "application_id": examined,
    "talent.accept:application_id": arrived,
    "talent.confirm:application_id": proposed,
    "talent.send_back:application_id": proposed,
    "talent.letter:application_id": decided,
    "talent.letter_file:application_id": decided,
}
