"""The quick log as a phone meets it: what it suggests, holds, sends once, and is told."""

from io import BytesIO

import pytest

from crm.core.database import session
from crm.engagements import service
from models import Engagement, User
from models.enums import Role, Status
from tests.factories.contacts import make_contact
from tests.factories.engagements import make_engagement
from tests.factories.projects import make_investor, make_project
from tests.factories.users import make_user
from tests.factories.zone import get_park

KEY = "0b7c2c0e-5f3a-4c58-9a61-2f9f1c7e1d11"
FOR_SCRIPT = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def in_january_2025(clock_at) -> None:
    clock_at("2025-01-10T02:00:00Z")


def draft(**values: object) -> dict[str, object]:
    data = {
        "client_key": KEY,
        "kind": "visit",
        "happened_at": "2025-01-10T09:30",
        "park_id": get_park("YY").id,
        "summary": "示例：看厂房",
    }
    return data | values


def count() -> int:
    session.rollback()
    return session.query(Engagement).count()


def test_a_draft_sent_twice_is_one_engagement(officer) -> None:
    data = draft(firm_ids=[make_investor().id])

    first = officer.post(
        "/engagements/quick", data=data | {"files": (BytesIO(b"notes"), "a.txt")}, headers=FOR_SCRIPT
    )
    second = officer.post(
        "/engagements/quick", data=data | {"files": (BytesIO(b"notes"), "a.txt")}, headers=FOR_SCRIPT
    )

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json == second.json
    assert count() == 1
    engagement = session.query(Engagement).one()
    assert (engagement.client_key, len(engagement.files)) == (KEY, 1)
    assert engagement.users == []


def test_of_two_that_arrive_at_one_moment_the_quicker_stands_for_both(officer, monkeypatch) -> None:
    data = draft(firm_ids=[make_investor().id])
    officer.post("/engagements/quick", data=data, headers=FOR_SCRIPT)
    looks = iter([lambda *_args, **_by: None])
    look_up = service.find_logged
    monkeypatch.setattr(service, "find_logged", lambda key, by: next(looks, look_up)(key, by=by))

    reply = officer.post("/engagements/quick", data=data, headers=FOR_SCRIPT)

    assert reply.status_code == 200
    assert count() == 1


def test_oneself_owes_the_next_step_only_where_there_is_one(officer) -> None:
    data = draft(firm_ids=[make_investor().id], next_owner_id=officer.user.id)

    assert officer.post("/engagements/quick", data=data, headers=FOR_SCRIPT).status_code == 200
    session.rollback()
    assert session.query(Engagement).one().next_owner_id is None


def test_somebody_elses_draft_is_not_answered(officer, client_for) -> None:
    data = draft(firm_ids=[make_investor().id])
    officer.post("/engagements/quick", data=data, headers=FOR_SCRIPT)

    reply = client_for(Role.OFFICER, "YY").post("/engagements/quick", data=data, headers=FOR_SCRIPT)

    assert reply.status_code == 403
    assert count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"summary": " "}, "What it was about"),
        ({"firm_ids": ["?鴻海"]}, "Firms"),
        ({"client_key": "' OR 1=1"}, "Invalid input"),
        ({"happened_at": "2025-01-10T12:00"}, "log it once it has happened"),
    ],
)
def test_a_script_is_told_why_a_draft_is_not_taken(officer, values, words: str) -> None:
    data = draft(firm_ids=[make_investor().id]) | values

    reply = officer.post("/engagements/quick", data=data, headers=FOR_SCRIPT)

    assert reply.status_code == 422
    assert any(words in fault for fault in reply.json["faults"]), reply.json
    assert count() == 0


def test_a_refused_file_leaves_nothing_half_behind(officer) -> None:
    data = draft(firm_ids=[make_investor().id], files=(BytesIO(b"MZ"), "x.exe"))

    reply = officer.post("/engagements/quick", data=data, headers=FOR_SCRIPT)

    assert reply.status_code == 422
    assert "x.exe" in reply.json["refusal"]
    assert count() == 0


def test_without_a_script_it_is_a_form_like_any_other(officer) -> None:
    page = officer.get("/engagements/quick").text
    reply = officer.post("/engagements/quick", data=draft(firm_ids=[make_investor().id]))

    assert 'value="2025-01-10T10:00"' in page
    assert reply.location == f"/engagements/{session.query(Engagement).one().id}"


def test_people_met_last_and_open_projects_are_suggested(officer) -> None:
    project = make_project(name="在谈项目")
    firm = project.firm
    make_project(name="已终止项目", firm=firm, status=Status.TERMINATED)
    make_project(park="XT", name="他园项目", firm=firm)
    never, lately = make_contact(firm, name="未见过"), make_contact(firm, name="刚见过")
    make_engagement(firms=[firm], contacts=[lately])
    make_contact(name="别家的人")

    told = officer.get(f"/engagements/quick/suggestions?firm={firm.id}&firm=x").json

    assert [each["text"] for each in told["people"]] == ["刚见过", "未见过"]
    assert [each["id"] for each in told["people"]] == [lately.id, never.id]
    assert [each["text"] for each in told["projects"]] == ["在谈项目"]


def test_a_phone_holds_own_firms_alone(officer, client_for) -> None:
    ours, theirs, strange = make_investor("我園企業"), make_investor("他園企業"), make_investor("無關企業")
    met, unmet = make_contact(ours, name="见过的"), make_contact(ours, name="没见过的")
    make_engagement(firms=[ours], contacts=[met])
    make_engagement(firms=[theirs], park="XT")

    told = officer.get("/engagements/quick/held").json
    rival = client_for(Role.OFFICER, "XT").get("/engagements/quick/held").json

    assert [firm["text"] for firm in told["firms"]] == ["我園企業"]
    assert "我园企业" in told["firms"][0]["keys"]
    assert any(key.startswith("woyuan") for key in told["firms"][0]["keys"])
    assert [person["text"] for person in told["people"]] == ["见过的"]
    assert [firm["text"] for firm in rival["firms"]] == ["他園企業"]
    assert strange.name not in str(told)
    assert unmet.phone not in str(told)


def test_a_phone_asks_who_is_signed_in_before_it_sends(officer, client) -> None:
    told = officer.get("/engagements/quick/token").json

    assert told["user"] == officer.user.id
    assert told["token"]
    assert client.get("/engagements/quick/token").status_code == 302


def test_the_worker_may_serve_every_page_and_is_always_asked_for(client) -> None:
    reply = client.get("/engagements/worker.js")

    assert reply.headers["Service-Worker-Allowed"] == "/"
    assert reply.headers["Cache-Control"] == "no-cache"
    assert reply.mimetype == "text/javascript"


def test_our_people_place_and_one_way_are_kept(officer) -> None:
    fellow = make_user(role=Role.OFFICER, park="YY")
    data = draft(
        firm_ids=[make_investor().id],
        user_ids=[officer.user.id, fellow.id],
        place="昆山厂房",
        duration_minutes="90",
        is_one_way="y",
    )

    officer.post("/engagements/new", data=data)

    session.rollback()
    engagement = session.query(Engagement).one()
    assert {user.id for user in engagement.users} == {officer.user.id, fellow.id}
    assert (engagement.place, engagement.duration_minutes) == ("昆山厂房", 90)
    assert engagement.is_two_way is False
    assert "昆山厂房" in officer.get(f"/engagements/{engagement.id}").text


def test_a_rivals_colleague_was_not_there(officer) -> None:
    rival = make_user(role=Role.OFFICER, park="XT")
    data = draft(firm_ids=[make_investor().id], user_ids=[rival.id])

    assert officer.post("/engagements/new", data=data).status_code == 422
    assert count() == 0


def test_who_left_the_park_stays_named_when_another_edits(officer) -> None:
    former: User = make_user(role=Role.OFFICER, park="XT", display_name="调走的人")
    engagement = make_engagement(created_by_id=officer.user.id, users=[former])
    data = draft(
        firm_ids=[engagement.firms[0].id],
        user_ids=[former.id],
        summary="改过",
        lock_version=engagement.lock_version,
    )

    assert "调走的人" in officer.get(f"/engagements/{engagement.id}/edit").text
    assert officer.post(f"/engagements/{engagement.id}/edit", data=data).status_code == 302
    assert session.get(Engagement, engagement.id, populate_existing=True).users == [former]
