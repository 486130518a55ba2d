"""Calendar files, and subscriptions that can be ended."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from crm.core.database import session
from crm.todos.service import put_todo
from kernel import clock
from models import AuditDetail, AuditRecord, CalendarFeed
from models.enums import Party, TodoSource
from tests.conftest import SignedInClient
from tests.factories.delegations import make_delegation, make_member, make_stop, make_talk
from tests.factories.projects import make_investor
from tests.factories.todos import make_todo
from tests.factories.zone import get_park


def _events(content: bytes) -> dict[str, object]:
    return {str(event["uid"]).split("@")[0]: event for event in Calendar.from_ical(content).walk("VEVENT")}


def test_the_file_of_a_visit_holds_its_days_stops_and_talks_and_nothing_internal(
    officer: SignedInClient,
) -> None:
    delegation = make_delegation(talking_points="底线三亿元", internal_notes="内部")
    stop = make_stop(delegation, starts_at=time(9, 30), ends_at=time(11), place_hans="规划馆", notes="内部")
    talk = make_talk(delegation, make_investor())

    reply = officer.get(f"/delegations/{delegation.id}/calendar.ics")

    events = _events(reply.data)
    assert set(events) == {f"delegation-{delegation.id}", f"stop-{stop.id}", f"talk-{talk.id}"}
    assert events[f"stop-{stop.id}"].decoded("dtstart") == datetime(2024, 3, 4, 1, 30, tzinfo=UTC)
    whole = events[f"delegation-{delegation.id}"]
    assert whole.decoded("dtend") - whole.decoded("dtstart") == timedelta(days=3)
    assert "底线" not in reply.text
    assert "内部" not in reply.text


def test_a_subscription_is_read_without_signing_in_until_it_ends(
    officer: SignedInClient, client: FlaskClient
) -> None:
    day = clock.today()
    delegation = make_delegation(lead_id=officer.user.id, from_on=day, until_on=day)
    me = make_member(delegation, side=Party.OURS, user_id=officer.user.id)
    guest = make_member(delegation)
    mine = make_stop(delegation, people=[me])
    make_stop(delegation, people=[guest])
    elsewhere = make_delegation(park="XT", from_on=day, until_on=day)
    put_todo(
        TodoSource.ENGAGEMENT,
        1,
        title="密谈的下一步",
        owner_id=officer.user.id,
        due_on=day,
        park_id=officer.user.park_id,
    )
    session.commit()

    made = officer.post("/delegations/feeds", data={"name": "手机"})
    address = re.search(r"/delegations/feeds/[\w-]+\.ics", made.text)
    assert address is not None
    read = client.get(address[0])

    names = set(_events(read.data))
    assert {f"delegation-{delegation.id}", f"stop-{mine.id}"} <= names
    assert not {name for name in names if name.endswith(f"-{elsewhere.id}") and name.startswith("delegation")}
    assert len([name for name in names if name.startswith("stop-")]) == 1
    assert "密谈" not in read.text
    secret = address[0].split("/")[-1].removesuffix(".ics")
    row = session.scalars(select(CalendarFeed)).one()
    assert secret not in (row.token_hash, row.name)
    assert address[0] not in officer.get("/delegations/feeds").text

    officer.post(f"/delegations/feeds/{row.id}/end")
    assert client.get(address[0]).status_code == 404


def test_a_wrong_secret_is_no_page(client: FlaskClient) -> None:
    assert client.get("/delegations/feeds/0123456789.ics").status_code == 404


def test_a_disabled_account_has_no_calendar_and_nobody_ends_anothers(
    client_for: Callable[..., SignedInClient], client: FlaskClient
) -> None:
    owner, other = client_for("officer"), client_for("officer")
    text = owner.post("/delegations/feeds", data={"name": "手机"}).text
    address = re.search(r"/delegations/feeds/[\w-]+\.ics", text)
    assert address is not None
    feed = session.scalars(select(CalendarFeed)).one()

    assert other.post(f"/delegations/feeds/{feed.id}/end").status_code == 404
    assert client.get(address[0]).status_code == 200
    session.rollback()
    owner.user.is_enabled = False
    session.merge(owner.user)
    session.commit()
    assert client.get(address[0]).status_code == 404
    # Whoever reads the log doesn't read the calendar, once the account is back.
    secret = address[0].removesuffix(".ics").rpartition("/")[2]
    told = [
        *session.scalars(select(AuditRecord.origin)),
        *map(str, session.scalars(select(AuditDetail.content))),
    ]
    assert any("/delegations/feeds/***.ics" in each for each in told)
    assert not [each for each in told if secret in each]


def test_the_to_dos_of_a_park_leave_the_calendar_of_who_left_it(
    officer: SignedInClient, client: FlaskClient
) -> None:
    made = officer.post("/delegations/feeds", data={"name": "手机"})
    address = re.search(r"/delegations/feeds/[\w-]+\.ics", made.text)
    assert address is not None
    for title, park_id in (("给岳阳的事", officer.user.park_id), ("给湘潭的事", get_park("XT").id)):
        make_todo(officer.user, title=title, park_id=park_id)

    text = client.get(address[0]).text

    assert "给岳阳的事" in text
    assert "给湘潭的事" not in text
