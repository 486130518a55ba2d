"""From the first line typed to the decision: who may, what it leaves behind, and the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from crm.core.database import session
from crm.core.workdays import add_working_days, working_days_between
from crm.talent.queries import applications as queries
from crm.talent.queries import benefits as queries_of_benefits
from crm.talent.service import applications, benefits, consents, deciding, examining
from crm.talent.service.applications import ApplicationFields
from crm.talent.service.benefits import PaymentFields
from crm.talent.service.deciding import DecisionFields
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import ApplicationStep, BenefitAward, DecisionKey, TalentApplication, TalentDecision
from models.enums import ApplicationState, BenefitKind, DecisionOutcome, Role, TalentLevel, TalentPurpose
from tests.factories.talents import (
    make_application,
    make_decided,
    make_draft,
    make_employer,
    make_examined,
    make_rules,
)
from tests.factories.users import make_user
from tests.factories.zone import get_park

S = ApplicationState
GRANT_B = DecisionFields(DecisionOutcome.GRANTED, TalentLevel.B, "As the clauses say.", "internal")


@pytest.fixture
def lead(app: Any) -> Any:
    return make_user(role=Role.PARK_LEAD, park="YY")


@pytest.fixture
def office(app: Any) -> Any:
    return make_user(role=Role.COORDINATOR)


def test_an_application_goes_by_its_employer_to_the_park_and_is_decided_by_the_rule(lead) -> None:
    make_rules()
    hr = make_user(role=Role.EMPLOYER)
    draft = make_draft(employer=make_employer(user=hr))

    applications.submit(draft, by=draft.talent.user)
    assert draft.state is S.EMPLOYER_REVIEW
    applications.confirm_as_employer(draft, by=hr)
    assert draft.state is S.SUBMITTED
    assert draft.due_on == add_working_days(clock.today(), 20)
    examining.accept(draft, by=lead)
    computed = examining.compute(draft)
    deciding.decide(draft, GRANT_B, by=lead)

    assert computed is not None
    assert (computed.assessment.level, computed.total_minor) == (TalentLevel.B, 5_400_000)
    assert draft.state is S.DECIDED
    assert draft.talent.level is TalentLevel.B
    awards = session.query(BenefitAward).filter_by(application_id=draft.id).all()
    assert {each.kind: each.amount_minor for each in awards} == {
        BenefitKind.LIVING: 2_400_000,
        BenefitKind.SETTLEMENT: 3_000_000,
    }


@pytest.mark.parametrize("name", ["monthly_pay", "post_rank", "credit_code"])
def test_a_supplement_changes_nothing_that_the_employer_confirmed(lead, name: str) -> None:
    """It goes straight back to the park: the employer doesn't see it again."""
    make_rules()
    hr = make_user(role=Role.EMPLOYER)
    application = make_draft(employer=make_employer(user=hr))
    applicant = application.talent.user
    applications.submit(application, by=applicant)
    applications.confirm_as_employer(application, by=hr)
    examining.accept(application, by=lead)
    examining.ask_for_supplement(application, public_note="The diploma, please.", by=lead)
    same = ApplicationFields(dict(application.answers), application.employer_id, application.park_id)
    other = {"monthly_pay": 9_000_000, "post_rank": "executive", "credit_code": "91430600MA4L0000XX"}

    for changed in (
        replace(same, answers=same.answers | {name: other[name]}),
        replace(same, employer_id=make_employer(park="XT").id),
        replace(same, employer_id=None, park_id=get_park("XT").id),
    ):
        with pytest.raises(RuleError):
            applications.save_answers(application, changed, by=applicant)
    applications.save_answers(
        application, replace(same, answers=same.answers | {"awards": "another one"}), by=applicant
    )
    assert application.answers["awards"] == "another one"


def test_what_is_missing_is_named_before_it_is_sent(app) -> None:
    draft = make_draft()
    draft.answers = {"kind": "self_employed", "name_hant": "示例"}

    with pytest.raises(RuleError) as refused:
        applications.submit(draft, by=draft.talent.user)

    assert {"birth_year", "business_name", "skills"} <= set(refused.value.fields)
    assert draft.state is S.DRAFT


def test_the_clock_stands_still_while_a_supplement_is_waited_for(lead, clock_at) -> None:
    make_rules()
    application = make_examined(examiner=lead)
    left = working_days_between(clock.today(), application.due_on)

    examining.ask_for_supplement(application, public_note="The diploma, please.", by=lead)
    later = clock.now() + timedelta(days=30)
    clock_at(later)
    applications.supplement(application, by=application.talent.user)

    assert working_days_between(clock.today(), application.due_on) == left
    assert application.state is S.EXAMINATION


@pytest.mark.parametrize("level", [TalentLevel.A, TalentLevel.D])
def test_another_level_than_the_rule_gives_needs_a_second_key(lead, level) -> None:
    make_rules()
    application = make_examined(examiner=lead)

    deciding.decide(application, DecisionFields(DecisionOutcome.GRANTED, level, "Because."), by=lead)

    assert application.state is S.EXAMINED
    assert application.talent.level is None
    public = session.query(ApplicationStep).filter_by(application_id=application.id).all()
    assert not any(step.public_note == "Because." for step in public)


def test_above_the_threshold_another_official_turns_the_second_key(office) -> None:
    make_rules(second_key=True)
    application = make_examined(examiner=office)
    deciding.decide(application, GRANT_B, by=office)
    assert application.state is S.EXAMINED

    with pytest.raises(NotAllowedError):
        deciding.confirm(application, by=office)
    deciding.confirm(application, by=make_user(role=Role.COORDINATOR))

    assert application.state is S.DECIDED
    assert application.talent.level is TalentLevel.B


def test_reasons_take_the_wording_of_official_papers(lead) -> None:
    make_rules()
    application = make_examined(examiner=lead)

    with pytest.raises(RuleError) as refused:
        deciding.decide(
            application, DecisionFields(DecisionOutcome.GRANTED, TalentLevel.B, "凭护照核实"), by=lead
        )

    assert "旅行证件" in refused.value.fields["reasons"]


def test_a_second_key_that_is_refused_leaves_nothing_but_its_reason(lead, office) -> None:
    make_rules(second_key=True)
    application = make_examined(examiner=lead)
    deciding.decide(application, GRANT_B, by=lead)

    deciding.send_back(application, note="Look at the diploma again.", by=office)

    assert application.state is S.EXAMINATION
    assert session.query(BenefitAward).count() == 0
    assert deciding.standing_decision(application) is None


def test_a_review_is_decided_by_another_official_and_its_awards_take_the_place_of_the_first(
    lead, office
) -> None:
    make_rules()
    application = make_decided(lead=lead)
    first = deciding.standing_decision(application)
    applications.ask_review(application, reasons="My years were miscounted.", by=application.talent.user)

    with pytest.raises(NotAllowedError):
        deciding.decide(application, GRANT_B, by=lead)
    deciding.decide(application, DecisionFields(DecisionOutcome.REFUSED, None, "No such post."), by=office)
    deciding.confirm(application, by=make_user(role=Role.COORDINATOR))

    assert deciding.standing_decision(application).is_review
    assert application.talent.level is None
    with pytest.raises(RuleError):
        benefits.record_payment(first.awards[0], PaymentFields(clock.today(), 100, "V-1"), by=lead)


def test_payments_stop_at_the_award_and_a_reversal_opens_it_again(lead) -> None:
    make_rules()
    award = deciding.standing_decision(make_decided(lead=lead)).awards[1]
    paid = benefits.record_payment(award, PaymentFields(clock.today(), 3_000_000, "V-1"), by=lead)

    with pytest.raises(RuleError):
        benefits.record_payment(award, PaymentFields(clock.today(), 1, "V-2"), by=lead)
    benefits.reverse_payment(paid, reason="wrong account", by=lead)
    with pytest.raises(RuleError):
        benefits.reverse_payment(paid, reason="twice", by=lead)
    benefits.record_payment(award, PaymentFields(clock.today(), 2_999_999, "V-1"), by=lead)

    assert sum(queries_of_benefits.list_amounts(award.application_id, award.kind)) == 2_999_999


def test_of_other_parks_and_outsiders_nobody_takes_a_step(lead) -> None:
    make_rules()
    application = make_application(park="XT")

    with pytest.raises(NotAllowedError):
        examining.accept(application, by=lead)
    with pytest.raises(NotAllowedError):
        applications.withdraw(application, by=make_user(role=Role.APPLICANT))
    with pytest.raises(NotAllowedError):
        applications.confirm_as_employer(application, by=make_user(role=Role.EMPLOYER))


def test_the_edition_of_the_day_of_sending_holds_whatever_comes_later(lead) -> None:
    old = make_rules()
    application = make_application()
    make_rules(from_on=date(2021, 1, 1), second_key=True)

    assert application.rule_version_id == old.id
    computed = examining.compute(queries.get_application(application.id, viewer=lead))
    assert computed is not None
    assert computed.total_minor == 5_400_000


def test_nothing_is_decided_once_the_person_took_back_the_consent(lead) -> None:
    make_rules()
    application = make_examined(examiner=lead)
    person = application.talent.user
    consents.withdraw_consent(application.talent, TalentPurpose.APPLICATION, by=person)

    with pytest.raises(RuleError):
        deciding.decide(application, GRANT_B, by=lead)
    assert application.decisions == []

    examining.ask_for_supplement(application, public_note="your consent", by=lead)
    given = {"text": "I agree", "text_version": "1"}
    consents.give_consent(application.talent, TalentPurpose.APPLICATION, by=person, **given)
    applications.supplement(application, by=person)
    assert deciding.decide(application, GRANT_B, by=lead).total_minor > 0


def meanwhile(monkeypatch: pytest.MonkeyPatch, statement: Any) -> None:
    """What somebody else commits while this one waits for the record."""
    wait = queries.hold

    def hold(record: Any) -> None:
        session.execute(statement.execution_options(synchronize_session=False))
        wait(record)

    monkeypatch.setattr(queries, "hold", hold)


def test_who_waited_while_another_decided_decides_nothing(lead, office, monkeypatch) -> None:
    make_rules()
    application = make_examined(examiner=lead)
    decided = update(TalentApplication).values(state=S.DECIDED, lock_version=application.lock_version + 1)
    meanwhile(monkeypatch, decided.where(TalentApplication.id == application.id))
    with pytest.raises(RuleError, match="状态"):
        deciding.decide(application, GRANT_B, by=office)
    assert session.query(TalentDecision).count() == 0


def test_a_second_key_is_turned_once_though_two_turn_it_at_one_moment(lead, office, monkeypatch) -> None:
    make_rules(second_key=True)
    application = make_examined(examiner=lead)
    decision = deciding.decide(application, GRANT_B, by=lead)
    assert decision.keys == []
    turned = {"decision_id": decision.id, "is_confirmed": True, "recorded_by_id": office.id}
    meanwhile(monkeypatch, insert(DecisionKey).values(recorded_at=clock.now(), **turned))
    with pytest.raises(RuleError):
        deciding.confirm(application, by=make_user(role=Role.COORDINATOR))
    assert session.query(BenefitAward).count() == 0


def test_no_key_of_a_review_is_held_by_who_had_a_hand_in_the_decision_reviewed(client_for) -> None:
    make_rules(second_key=True)
    clients = [client_for(Role.COORDINATOR) for _number in range(4)]
    first, second, third, fourth = people = [client.user for client in clients]
    for person, name in zip(people, ("Ann", "Ben", "Cai", "Dan"), strict=True):
        person.display_name = name
    application = make_examined(examiner=first)
    deciding.decide(application, GRANT_B, by=first)
    deciding.confirm(application, by=second)
    applications.ask_review(application, reasons="My years were miscounted.", by=application.talent.user)

    for barred in (first, second):
        with pytest.raises(NotAllowedError, match="Cai, Dan"):
            deciding.decide(application, GRANT_B, by=barred)
    deciding.decide(application, GRANT_B, by=third)
    session.commit()
    page = f"/talent/applications/{application.id}"
    for client in clients[:3]:
        told = client.get(page).get_data(as_text=True)
        assert f"{page}/confirm" not in told
        assert "Ask one of these: Dan." in told
        assert client.get(f"{page}/confirm").status_code == 403
    for barred in (first, second, third):
        with pytest.raises(NotAllowedError, match="Dan"):
            deciding.confirm(application, by=barred)
        with pytest.raises(NotAllowedError, match="Dan"):
            deciding.send_back(application, note="No.", by=barred)
    fourth.is_enabled = False
    session.flush()
    with pytest.raises(NotAllowedError, match="系统管理员"):
        deciding.confirm(application, by=second)
    fourth.is_enabled = True
    session.flush()
    deciding.confirm(application, by=fourth)

    assert application.state is S.DECIDED
