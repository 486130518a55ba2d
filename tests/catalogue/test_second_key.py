"""The second key opens what its holder has read."""

from __future__ import annotations

import re

from crm.catalogue import service
from crm.core.database import session
from models.enums import Role
from tests.factories.catalogue import make_submitted
from tests.factories.users import make_user


def test_what_is_published_is_what_was_read(client_for) -> None:
    lead, writer = client_for(Role.PARK_LEAD, "YY"), make_user(role=Role.OFFICER, park="YY")
    offer = make_submitted(by=writer)
    page = f"/offers/{offer.id}"
    field = re.search(r'name="lock_version" value="(\d+)"', lead.get(page).text)
    assert field is not None
    service.take_back_offer(offer, by=writer)
    service.submit_offer(offer, by=writer)
    session.commit()

    assert lead.post(f"{page}/publish", data={"lock_version": field[1]}).status_code == 409
    assert lead.post(f"{page}/publish", data={"lock_version": offer.lock_version}).status_code == 302
