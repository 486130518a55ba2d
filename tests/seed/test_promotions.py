"""The events of a made-up zone."""

from __future__ import annotations

from random import Random

from sqlalchemy import select

from crm.core.database import session
from kernel import clock
from models import Promotion
from models.enums import InvitationReply
from seed.demo import people, promotions
from tests.factories.contacts import make_contact
from tests.factories.firms import make_firm
from tests.factories.zone import get_park


def test_nobody_came_to_an_event_that_is_still_ahead_and_nobody_who_declined() -> None:
    staff = people.make({code: get_park(code).id for code in ("YY", "XT", "CZ")})
    for number in range(30):
        make_contact(make_firm(ref=f"DEMO-{number:06d}"))

    promotions.make(Random(1), staff)
    session.commit()

    made = list(session.scalars(select(Promotion)))
    over = [each for each in made if each.held_on < clock.today()]
    assert 0 < len(over) < len(made)
    for promotion in made:
        came = [each for each in promotion.invitations if each.has_attended]
        assert bool(came) is (promotion in over)
        assert not any(each.reply is InvitationReply.DECLINED for each in came)
