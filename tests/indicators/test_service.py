"""The service itself keeps the rights, whoever calls it; and two deciders at one moment."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select

from crm.core.database import session
from crm.indicators import queries, service
from kernel.errors import ConflictError, NotAllowedError
from models import IndicatorDecision, IndicatorTarget, IndicatorValue, User
from models.enums import Decision, Role
from tests.factories.plans import add_value, make_plan_with_indicators
from tests.factories.users import make_user
from tests.factories.zone import get_park
from tests.racing import at_once

PARKS = {Role.OFFICER: "YY", Role.PARK_LEAD: "YY"}
STAFF = {Role.OFFICER, Role.PARK_LEAD, Role.COORDINATOR}


def make_person(role: Role) -> User:
    return make_user(role=role, park=PARKS.get(role))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_only_the_office_sets_targets_and_decides_on_values(role: Role) -> None:
    indicator = make_plan_with_indicators().indicators[0]
    value, person = add_value(indicator, "5", period="2023", park="YY", verified=False), make_person(role)

    with pytest.raises(NotAllowedError):
        service.set_target(indicator, year=2023, park=None, value=Decimal(1), by=person)
    with pytest.raises(NotAllowedError):
        service.decide_value(value, Decision.VERIFIED, by=person)

    for model in (IndicatorTarget, IndicatorDecision):
        assert session.scalar(select(func.count(model.id))) == 0


@pytest.mark.parametrize("role", [role for role in Role if role not in STAFF])
def test_values_are_reported_by_staff_alone(role: Role) -> None:
    indicator = make_plan_with_indicators().indicators[0]

    with pytest.raises(NotAllowedError):
        service.report_value(
            indicator, park=get_park("YY"), period="2023", value=Decimal(1), by=make_person(role)
        )

    assert session.scalar(select(func.count(IndicatorValue.id))) == 0


def test_a_decision_made_in_the_meantime_is_a_conflict_and_the_same_one_is_made_once() -> None:
    value = add_value(make_plan_with_indicators().indicators[0], "5", period="2023", verified=False)
    assert service.decide_value(value, Decision.VERIFIED, by=make_user(), seen=0) is not None
    session.commit()

    with pytest.raises(ConflictError):
        service.decide_value(value, Decision.RETURNED, by=make_user(), note="unit is wrong", seen=0)
    assert service.decide_value(value, Decision.VERIFIED, by=make_user(), seen=0) is None
    assert service.decide_value(value, Decision.RETURNED, by=make_user(), note="wrong", seen=1) is not None


@pytest.mark.parametrize("round_number", range(3))
def test_contrary_decisions_at_one_moment_don_t_pass_over_one_another(app: Flask, round_number: int) -> None:
    value = add_value(make_plan_with_indicators().indicators[0], "5", period="2023", verified=False)
    value_id, deciders = value.id, [make_user().id, make_user().id]

    def decide(at: int, decision: Decision) -> Callable[[], object]:
        return lambda: service.decide_value(
            queries.get_value(value_id, viewer=None),
            decision,
            by=session.get_one(User, deciders[at]),
            note="unit is wrong",
            seen=0,
        )

    endings = at_once(app, decide(0, Decision.VERIFIED), decide(1, Decision.RETURNED))

    number = session.scalar(select(func.count(IndicatorDecision.id)))
    assert (endings, number) == (["ConflictError", "done"], 1)
