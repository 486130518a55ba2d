from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm.core.database import session
from crm.users import queries, rules
from kernel import clock
from models import Deputy, Notice
from models.enums import Role
from tests.factories.todos import make_deputy
from tests.factories.users import make_user


def form(principal: int, deputy: int, **changes: object) -> dict[str, object]:
    today = clock.today()
    values: dict[str, object] = {
        "principal_id": principal,
        "deputy_id": deputy,
        "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=7)).isoformat(),
        "reason": "leave",
    }
    return {**values, **changes}


def test_one_names_a_deputy_for_oneself_and_both_see_it(officer, client_for) -> None:
    colleague = client_for(Role.OFFICER)
    reply = officer.post("/deputies/new", data=form(officer.user.id, colleague.user.id))
    assert reply.status_code == 302
    assert queries.principals_of(colleague.user, clock.today()) == [officer.user]
    assert session.scalars(select(Notice.user_id)).all() == [colleague.user.id]
    assert f"You stand in for {officer.user.display_name}" in colleague.get("/account").text
    assert f"{colleague.user.display_name} stands in for you" in officer.get("/account").text
    assert colleague.user.display_name in client_for(Role.LEADER).get("/deputies").text
    assert colleague.user.display_name not in client_for(Role.OFFICER, "XT").get("/deputies").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"until_on": "2020-01-01"}, "not past"),
        ({"from_on": "2024-01-01", "until_on": "2099-01-01"}, "a year at most"),
        ({"reason": ""}, "required"),
    ],
)
def test_days_that_cannot_be_are_refused(officer, changes, words) -> None:
    colleague = make_user(role=Role.OFFICER, park="YY")
    reply = officer.post("/deputies/new", data=form(officer.user.id, colleague.id, **changes))
    assert reply.status_code == 422
    assert words in reply.text


def test_whom_one_may_not_name_is_refused(officer, park_lead, coordinator) -> None:
    rival = make_user(role=Role.OFFICER, park="XT")
    assert officer.post("/deputies/new", data=form(officer.user.id, rival.id)).status_code == 422
    assert officer.post("/deputies/new", data=form(officer.user.id, officer.user.id)).status_code == 422
    assert officer.post("/deputies/new", data=form(park_lead.user.id, officer.user.id)).status_code == 422
    assert park_lead.post("/deputies/new", data=form(rival.id, officer.user.id)).status_code == 422
    assert park_lead.post("/deputies/new", data=form(officer.user.id, park_lead.user.id)).status_code == 302
    assert coordinator.post("/deputies/new", data=form(rival.id, coordinator.user.id)).status_code == 302


@pytest.mark.parametrize(
    ("role", "park", "for_role", "of_park", "expected"),
    [
        (Role.OFFICER, 1, Role.PARK_LEAD, 1, True),
        (Role.OFFICER, 1, Role.OFFICER, 2, False),
        (Role.OFFICER, 1, Role.COORDINATOR, None, False),
        (Role.COORDINATOR, None, Role.LEADER, None, True),
        (Role.COORDINATOR, None, Role.OFFICER, 1, True),
        (Role.LEADER, None, Role.LEADER, None, True),
        (Role.LEADER, None, Role.COORDINATOR, None, False),
        (Role.AUDITOR, None, Role.OFFICER, 1, False),
    ],
)
def test_one_stands_in_within_ones_own_sphere(role, park, for_role, of_park, expected) -> None:
    assert rules.can_stand_in(role, park, for_role=for_role, of_park=of_park) is expected


def test_it_holds_from_the_first_day_to_the_last_and_not_past_a_change_of_park(parks) -> None:
    principal, deputy = make_user(role=Role.OFFICER, park="YY"), make_user(role=Role.OFFICER, park="YY")
    today = clock.today()
    make_deputy(principal, deputy, from_on=today, until_on=today + timedelta(days=2))
    found = [bool(queries.principals_of(deputy, today + timedelta(days=days))) for days in (-1, 0, 2, 3)]
    assert found == [False, True, True, False]
    deputy.park_id = parks["XT"].id
    session.commit()
    assert queries.principals_of(deputy, today) == []


def test_it_is_ended_early_by_one_of_the_two_or_who_leads(client_for) -> None:
    principal, deputy = make_user(role=Role.OFFICER, park="YY"), make_user(role=Role.OFFICER, park="YY")
    row = make_deputy(principal, deputy)
    stranger, lead = client_for(Role.OFFICER), client_for(Role.PARK_LEAD)
    assert stranger.post(f"/deputies/{row.id}/end").status_code == 403
    assert lead.post(f"/deputies/{row.id}/end").status_code == 302
    assert session.get_one(Deputy, row.id, populate_existing=True).ended_at is not None
    assert queries.principals_of(deputy, clock.today()) == []
    assert principal.display_name in lead.get("/deputies/earlier").text
