"""What is kept is what a fresh look would find: every change that it rests on ends it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.core import kept
from crm.core.database import session
from crm.indicators.cohorts import known_cohort
from crm.indicators.figures import counting
from crm.pipeline.queries import pipeline_counts
from kernel import clock
from kernel.money import Currency
from models import Plan, Project
from models.enums import Role, Stage
from tests.factories.firms import make_establishment
from tests.factories.ledger import add_rates, make_entry
from tests.factories.plans import make_plan_with_indicators
from tests.factories.projects import make_project
from tests.factories.users import make_user

AS_OF = date(2024, 12, 31)


@pytest.fixture
def plan() -> Plan:
    return make_plan_with_indicators()


def planned_cents() -> int:
    found = pipeline_counts(AS_OF, clock.now())
    session.rollback()
    return sum(each.planned_usd_cents for each in found)


def make_planned(minor: int) -> Project:
    return make_project(stage=Stage.TALKS, planned_minor=minor, planned_currency=Currency.USD)


def test_a_kept_answer_sends_no_query_of_its_own(plan, statements) -> None:
    make_project(stage=Stage.SIGNED)
    known_at = clock.now()
    known_cohort(plan, AS_OF, known_at)

    with statements() as seen:
        again = session.merge(plan, load=False)
        known_cohort(again, AS_OF, known_at + timedelta(hours=1))

    assert len(seen) == 1, "only the revision is asked for"


def test_another_plan_of_a_project_is_seen_at_once(app) -> None:
    add_rates()
    project = make_planned(5_000_00)
    assert planned_cents() == 5_000_00

    project = session.get_one(Project, project.id)
    project.planned_minor = 7_000_00
    session.commit()

    assert planned_cents() == 7_000_00


def test_another_rate_is_seen_at_once(app) -> None:
    add_rates()
    make_project(stage=Stage.TALKS, planned_minor=7_000_00, planned_currency=Currency.CNY)
    before = planned_cents()

    add_rates(cny="3.5")

    assert 0 < before < planned_cents()


def test_a_signing_and_its_money_are_seen_at_once(plan) -> None:
    add_rates()
    assert known_cohort(plan, AS_OF, clock.now()).counts_in(None).signed == 0
    session.rollback()

    project = make_project(stage=Stage.SIGNED)
    assert known_cohort(plan, AS_OF, clock.now()).counts_in(None).signed == 1
    assert known_cohort(plan, AS_OF, clock.now()).money_in(None) == (0, 0)
    session.rollback()

    make_entry(project=project, verified_by=make_user(role=Role.COORDINATOR))
    assert known_cohort(plan, AS_OF, clock.now()).money_in(None)[0] > 0


def test_what_was_known_before_is_not_answered_with_what_is_known_now(plan) -> None:
    make_project(stage=Stage.SIGNED)
    before = clock.now()
    make_project(stage=Stage.SIGNED)

    assert known_cohort(plan, AS_OF, clock.now()).counts_in(None).signed == 2
    assert known_cohort(plan, AS_OF, before).counts_in(None).signed == 1
    assert known_cohort(plan, AS_OF, clock.now()).counts_in(None).signed == 2


def test_an_establishment_is_seen_at_once(plan) -> None:
    assert counting(plan, AS_OF, clock.now()).uncounted == ()
    session.rollback()

    make_establishment()

    assert len(counting(plan, AS_OF, clock.now()).uncounted) == 1


def test_a_transaction_that_changed_something_keeps_nothing(plan) -> None:
    session.add(Plan(key="other", name_hans="x", starts_on=plan.starts_on, ends_on=plan.ends_on))
    answers = iter((1, 2))

    found = [kept.answer("question", known_at=clock.now(), work_out=lambda: next(answers)) for _ in "ab"]

    assert found == [1, 2]
    session.rollback()
