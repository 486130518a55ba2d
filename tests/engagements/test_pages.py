"""Logging, listing and changing engagements as people meet it."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest

from crm.core.database import session
from crm.engagements import service
from crm.engagements.service import EngagementFields
from crm.firms import service as firms
from kernel import clock
from models import AuditDetail, Contact, ContactRole, Engagement, Firm
from models.enums import EngagementKind, Role
from tests.factories.contacts import make_contact
from tests.factories.engagements import make_engagement
from tests.factories.projects import make_investor, make_project
from tests.factories.users import make_user
from tests.factories.zone import get_park


@pytest.fixture(autouse=True)
def in_january_2025(clock_at) -> None:
    clock_at("2025-01-10T02:00:00Z")


def log_data(**values: object) -> dict[str, object]:
    data = {
        "kind": "visit",
        "happened_at": "2025-01-10T09:30",
        "park_id": get_park("YY").id,
        "summary": "示例：看厂房",
    }
    return data | values


def one_engagement() -> Engagement:
    session.rollback()
    return session.query(Engagement).one()


def test_an_engagement_is_logged_with_all_it_touches(officer) -> None:
    project, other = make_project(), make_investor("他社")
    person = Contact(ref="C-1", firm=other, name="陈示例", source="名片", created_at=clock.now())
    session.add(person)
    session.commit()
    data = log_data(
        firm_ids=[project.firm_id, other.id],
        project_id=project.id,
        contact_ids=[person.id],
        next_step="寄资料",
        next_due_on="2025-01-20",
        next_owner_id=officer.user.id,
        is_confidential="y",
    )

    reply = officer.post("/engagements/new", data=data)

    engagement = one_engagement()
    assert reply.location == f"/engagements/{engagement.id}"
    assert engagement.kind is EngagementKind.VISIT
    assert engagement.happened_at == datetime(2025, 1, 10, 1, 30, tzinfo=UTC)
    assert {firm.id for firm in engagement.firms} == {project.firm_id, other.id}
    assert [contact.name for contact in engagement.contacts] == ["陈示例"]
    assert (engagement.project_id, engagement.next_due_on) == (project.id, date(2025, 1, 20))
    assert (engagement.created_by_id, engagement.is_confidential) == (officer.user.id, True)
    assert engagement.ref.startswith("EN-2025-")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"firm_ids": []}, "Firms"),
        ({"firm_ids": [999_999]}, "Name at least one firm."),
        ({"summary": " "}, "What it was about"),
        ({"happened_at": "2025-01-10T10:01"}, "log it once it has happened"),
        ({"happened_at": "gestern"}, "When"),
        ({"next_due_on": "2025-01-20"}, "Say what is due."),
        ({"kind": "dinner"}, "Kind"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(officer, values, words: str) -> None:
    data = log_data(firm_ids=[make_investor("保留的企業").id], outcome="保留的结果") | values

    reply = officer.post("/engagements/new", data=data)

    assert reply.status_code == 422
    assert words in reply.text
    assert "保留的结果" in reply.text
    assert session.query(Engagement).count() == 0


def test_a_step_without_a_name_is_ones_own(officer) -> None:
    officer.post("/engagements/new", data=log_data(firm_ids=[make_investor().id], next_step="回访"))

    assert one_engagement().next_owner_id == officer.user.id


def test_people_of_other_firms_are_not_taken(officer) -> None:
    stranger = Contact(ref="C-1", firm=make_investor(), name="外人", source="名片", created_at=clock.now())
    session.add(stranger)
    session.commit()

    reply = officer.post(
        "/engagements/new", data=log_data(firm_ids=[make_investor().id], contact_ids=[stranger.id])
    )

    assert reply.status_code == 422


def test_a_rivals_project_is_none_to_log_about(officer) -> None:
    rival = make_project(park="XT")

    reply = officer.post("/engagements/new", data=log_data(firm_ids=[rival.firm_id], project_id=rival.id))

    session.rollback()
    assert all(engagement.project_id is None for engagement in session.query(Engagement))
    assert rival.name not in reply.text


def test_the_quick_log_begins_with_the_firm_and_project_it_came_from(officer) -> None:
    project = make_project(name="来源项目")

    text = officer.get(f"/engagements/new?firm={project.firm_id}&project={project.id}").text

    assert f'<option selected value="{project.firm_id}">' in text
    assert f'<option selected value="{project.id}">来源项目' in text
    assert 'value="2025-01-10T10:00"' in text


@pytest.mark.parametrize(
    "argument",
    [
        "q=鸿海",
        "q=honghai",
        "q=显示",
        "kind=call",
        "from_day=2024-06-01",
        "due_by=2024-07-01",
        "firm={firm}",
        "project={project}",
    ],
)
def test_each_filter_narrows(coordinator, argument: str) -> None:
    project = make_project(name="显示项目", firm=make_investor("鴻海"))
    wanted = make_engagement(
        firms=[project.firm],
        project=project,
        kind=EngagementKind.CALL,
        happened_at=datetime(2024, 6, 1, tzinfo=UTC),
        summary="要找的",
        next_step="回访",
        next_due_on=date(2024, 7, 1),
    )
    make_engagement(firms=[make_investor("台達電子")], summary="不要的")
    argument = argument.format(firm=project.firm_id, project=project.id)

    text = coordinator.get(f"/engagements?{quote(argument, safe='=&')}").text

    assert wanted.summary in text
    assert "不要的" not in text


def test_days_of_a_filter_are_days_of_the_business_zone(coordinator) -> None:
    make_engagement(summary="六月一日凌晨", happened_at=datetime(2024, 5, 31, 17, tzinfo=UTC))

    assert "六月一日凌晨" in coordinator.get("/engagements?from_day=2024-06-01&to_day=2024-06-01").text
    assert "六月一日凌晨" not in coordinator.get("/engagements?to_day=2024-05-31").text


def test_a_list_takes_few_statements_however_long_it_is(coordinator, statements) -> None:
    for _each in range(8):
        project = make_project()
        make_engagement(project=project, firms=[project.firm, make_investor()], next_owner=make_user())

    with statements() as seen:
        coordinator.get("/engagements")

    assert len(seen) <= 8, seen


def test_what_one_may_not_see_is_nowhere(officer, client_for) -> None:
    secret = make_engagement(is_confidential=True, summary="机密内容", created_by=make_user())
    rival = make_engagement(park="XT", summary="他园内容")

    assert "机密内容" not in officer.get("/engagements").text
    assert "他园内容" not in officer.get("/engagements/export.csv").text
    assert officer.get(f"/engagements/{secret.id}").status_code == 404
    assert officer.get(f"/engagements/{rival.id}/edit").status_code == 404
    assert client_for(Role.ADVISER).get(f"/engagements/{rival.id}").status_code == 403


def test_an_author_edits_and_a_fellow_officer_does_not(officer, client_for) -> None:
    engagement = make_engagement(created_by_id=officer.user.id, summary="原文")
    data = log_data(firm_ids=[engagement.firms[0].id], summary="改后", lock_version=engagement.lock_version)

    assert (
        client_for("officer", "YY").post(f"/engagements/{engagement.id}/edit", data=data).status_code == 403
    )
    assert officer.post(f"/engagements/{engagement.id}/edit", data=data).status_code == 302
    assert one_engagement().summary == "改后"
    assert officer.post(f"/engagements/{engagement.id}/edit", data=data).status_code == 422


def test_who_is_named_is_in_the_log_and_guarded_by_the_version(officer) -> None:
    engagement = make_engagement(created_by_id=officer.user.id)
    first, second, version = engagement.firms[0].id, make_investor().id, engagement.lock_version
    data = log_data(firm_ids=[first, second], summary=engagement.summary, lock_version=version)

    officer.post(f"/engagements/{engagement.id}/edit", data=data)
    again = officer.post(f"/engagements/{engagement.id}/edit", data=data | {"firm_ids": [first]})

    assert again.status_code == 422
    logged = [detail.content.get("firms") for detail in session.query(AuditDetail)]
    assert [[first], [first, second]] in logged


def test_what_somebody_else_saved_first_stands_beside_ones_own(officer) -> None:
    engagement = make_engagement(created_by_id=officer.user.id, summary="原来")
    theirs, version = make_investor("鴻海"), engagement.lock_version
    data = log_data(firm_ids=[engagement.firms[0].id], lock_version=version)
    saved = data | {"firm_ids": [theirs.id], "summary": "对方所写"}
    officer.post(f"/engagements/{engagement.id}/edit", data=saved)

    refused = officer.post(f"/engagements/{engagement.id}/edit", data=data | {"summary": "我所写"})
    again = session.get(Engagement, engagement.id, populate_existing=True).lock_version
    kept = data | {"lock_version": again, "summary": "我所写", "keep_firm_ids": "theirs"}
    taken = officer.post(f"/engagements/{engagement.id}/edit", data=kept)

    assert refused.status_code == 422
    assert all(words in refused.text for words in ("对方所写", "我所写", "鴻海"))
    assert 'name="keep_happened_at"' not in refused.text
    assert taken.status_code == 302
    now = session.get(Engagement, engagement.id, populate_existing=True)
    assert (now.summary, [firm.id for firm in now.firms]) == ("我所写", [theirs.id])


def test_the_edit_form_shows_what_is_there_in_local_time(officer) -> None:
    engagement = make_engagement(created_by_id=officer.user.id)

    text = officer.get(f"/engagements/{engagement.id}/edit").text

    assert 'value="2024-02-01T10:00"' in text
    assert f'<option selected value="{engagement.firms[0].id}">' in text


def test_it_is_put_away_with_a_reason_and_brought_back(officer) -> None:
    engagement = make_engagement(created_by_id=officer.user.id, summary="误记")

    assert officer.post(f"/engagements/{engagement.id}/archive", data={"reason": ""}).status_code == 422
    officer.post(f"/engagements/{engagement.id}/archive", data={"reason": "重复"})
    assert "误记" not in officer.get("/engagements").text
    assert "误记" in officer.get("/engagements?archived=y").text

    officer.post(f"/engagements/{engagement.id}/restore")
    assert "误记" in officer.get("/engagements").text


def test_what_is_put_away_keeps_its_first_reason(officer) -> None:
    engagement = make_engagement(created_by_id=officer.user.id)
    officer.post(f"/engagements/{engagement.id}/archive", data={"reason": "重复"})

    again = officer.post(f"/engagements/{engagement.id}/archive", data={"reason": "别的"})

    assert again.status_code == 422
    assert session.get(Engagement, engagement.id, populate_existing=True).archived_reason == "重复"


def test_people_are_found_by_their_firm(officer) -> None:
    firm = make_investor("鴻海")
    session.add(Contact(ref="C-1", firm=firm, name="陈示例", source="名片", created_at=clock.now()))
    session.commit()

    assert officer.get("/engagements/people?q=honghai").json["items"][0]["text"] == "陈示例"
    assert officer.get("/engagements/people?q=陈示").json["items"][0]["note"] == "鴻海"
    assert officer.get("/engagements/people?q=陈").json["items"] == []


def test_the_export_holds_the_columns_of_the_import(coordinator) -> None:
    project = make_project()
    make_engagement(project=project, firms=[project.firm], summary="@危险")

    text = coordinator.get("/engagements/export.csv").text

    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["kind"], row["happened_at"]) == ("visit", "2024-02-01T02:00:00Z")
    assert (row["firm_refs"], row["project_ref"]) == (project.firm.ref, project.ref)
    assert row["summary"] == "'@危险"


def test_a_rivals_project_is_named_nowhere_and_stays_when_another_edits(client_for) -> None:
    rival = make_project(park="XT", name="湘潭示例工厂", ref="P-XT-7")
    engagement = make_engagement(park="YY", project=rival, next_step="回访", next_due_on=date(2025, 1, 12))
    lead = client_for(Role.PARK_LEAD, "YY")

    pages = [
        lead.get(path).text
        for path in (f"/engagements/{engagement.id}", "/engagements", "/engagements/export.csv")
    ]
    form = {
        "kind": "visit",
        "happened_at": "2025-01-09T09:30",
        "park_id": engagement.park_id,
        "firm_ids": [firm.id for firm in engagement.firms],
        "summary": "改过",
        "lock_version": engagement.lock_version,
    }
    reply = lead.post(f"/engagements/{engagement.id}/edit", data=form)

    assert not any("湘潭示例工厂" in page or "P-XT-7" in page for page in pages)
    assert reply.status_code == 302
    kept = one_engagement()
    assert (kept.summary, kept.project_id) == ("改过", rival.id)


def log_with(firm: Firm, person: Contact) -> Engagement:
    written = EngagementFields(
        kind=EngagementKind.VISIT,
        happened_at=clock.now(),
        park_id=get_park("YY").id,
        firm_ids=(firm.id,),
        contact_ids=(person.id,),
        summary="示例：看厂房",
    )
    engagement = service.log_engagement(written, by=None)
    session.commit()
    return engagement


def test_people_of_a_merged_record_and_of_a_further_role_are_people_of_the_firm() -> None:
    kept, other = make_investor(), make_investor()
    of_merged, elsewhere = make_contact(other), make_contact()
    session.add(ContactRole(contact_id=elsewhere.id, firm_id=kept.id, created_at=clock.now()))
    firms.merge_firms(kept, other, choices={}, reason="one", by=None)
    session.commit()

    assert log_with(kept, of_merged).contacts == [of_merged]
    assert log_with(kept, elsewhere).contacts == [elsewhere]


def test_who_was_there_stays_though_put_away_since() -> None:
    firm = make_investor()
    person = make_contact(firm)
    engagement = log_with(firm, person)
    person.archived_at = clock.now()
    session.commit()

    changed = replace(service.fields_of(engagement), outcome="agreed")
    service.edit_engagement(engagement, changed, by=None)

    assert (engagement.outcome, engagement.contacts) == ("agreed", [person])
