"""The promises of a made-up zone."""

from __future__ import annotations

from random import Random

from sqlalchemy import select

from crm.core.database import session
from kernel import clock
from models import Promise
from models.enums import Stage
from seed.demo import people, policies
from seed.demo.projects import MadeProject
from tests.factories.firms import make_firm
from tests.factories.projects import make_project
from tests.factories.zone import get_park


def test_nothing_binds_before_it_was_reviewed_nor_is_it_paid_before_it_binds() -> None:
    codes = ("YY", "XT", "CZ")
    staff = people.make({code: get_park(code).id for code in codes})
    policies.make(Random(1), [_signed(code) for code in codes], staff)
    session.commit()

    bound = [each for each in session.scalars(select(Promise)) if each.bound_on is not None]
    paid = [(each, payment) for each in bound for payment in each.payments]
    assert bound
    assert paid
    for promise in bound:
        for review in (promise.fair_review, promise.legality_review):
            assert review.reviewed_on <= promise.bound_on <= clock.today()
    assert all(payment.paid_on >= promise.bound_on for promise, payment in paid)


def _signed(code: str) -> MadeProject:
    park, firm = get_park(code), make_firm()
    project = make_project(park=code, stage=Stage.SIGNED, firm=firm)
    return MadeProject(project.id, park.id, firm.id, Stage.SIGNED, None, None, 10_000_000, False)
