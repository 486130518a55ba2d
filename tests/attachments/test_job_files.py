"""A file that the machine wrote belongs to who asked for it, in the role and for the park of that day."""

from __future__ import annotations

import pytest

from crm.core.database import session
from models import Job
from models.enums import Role
from tests.architecture import permission_records as records
from tests.factories.zone import get_park


def status(client, place: str) -> int:
    """Each file is read to its end: until then its request goes on."""
    with client.get(place) as reply:
        session.remove()
        return int(reply.status_code)


@pytest.mark.parametrize("make", [records.report, records.written_export])
@pytest.mark.parametrize(
    ("role", "park"), [(Role.OFFICER, "XT"), (Role.PARK_LEAD, "YY"), (Role.AUDITOR, None)]
)
def test_what_the_machine_wrote_does_not_follow_into_another_office(client_for, make, role, park) -> None:
    client = client_for(Role.OFFICER, "YY")
    records.make_zone()
    row = session.get_one(Job, make("YY", client.user))
    page = f"/reports/jobs/{row.id}" if row.kind == "report" else f"/imports/runs/{row.id}"
    places = [f"/attachments/{row.attachment_id}", f"{page}/file"]
    session.remove()
    assert [status(client, place) for place in places] == [200, 200]

    there = session.merge(client.user)
    there.role, there.park = role, get_park(park) if park else None
    session.commit()

    assert all(status(client, place) in (403, 404) for place in places)
    assert client.get(places[0]).status_code == 404


def test_what_the_machine_wrote_is_nobody_elses(client_for) -> None:
    owner, colleague = client_for(Role.OFFICER, "YY"), client_for(Role.OFFICER, "YY")
    place = f"/attachments/{session.get_one(Job, records.report('YY', owner.user)).attachment_id}"
    session.rollback()

    assert owner.get(place).status_code == 200
    assert colleague.get(place).status_code == 404
