"""Values that the demo makes up."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import select

from crm.core.database import session
from models import IndicatorValue, Park
from seed.demo import targets
from tests.factories.plans import make_indicator, make_plan_with_indicators
from tests.factories.users import make_user


@pytest.mark.parametrize(("unit", "is_whole"), [("家", True), ("人", True), ("亿元", False)])
def test_firms_and_people_are_whole(unit: str, is_whole: bool) -> None:
    plan = make_plan_with_indicators()
    counted = make_indicator(plan, 16, unit_hans=unit, baseline=Decimal(66), target=Decimal(300))
    parks = {park.code: park.id for park in session.scalars(select(Park))}
    person = make_user().id

    targets.make(Random(1), parks, {park_id: [person] for park_id in parks.values()}, [person])

    values = session.scalars(select(IndicatorValue.value).where(IndicatorValue.indicator_id == counted.id))
    assert all(value is not None and value == int(value) for value in values) is is_whole
