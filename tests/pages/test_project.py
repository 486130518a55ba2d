"""The page of one project: what is it, what is missing? And the forms that move it."""

from datetime import date

import pytest

from crm.core.database import session
from kernel.money import Currency
from models import Project
from models.enums import EntryKind, MoveKind, ProjectDocumentKind, Stage, Standing, Status
from tests.factories.engagements import make_engagement
from tests.factories.projects import add_document, add_entry, make_industry, make_project, meet_gate
from tests.factories.users import make_user
from tests.factories.zone import get_park


@pytest.fixture(autouse=True)
def in_january_2025(clock_at) -> None:
    clock_at("2025-01-10T02:00:00Z")


def reread(project: Project) -> Project:
    session.rollback()
    return session.get(Project, project.id, populate_existing=True)


def full_project() -> Project:
    project = make_project(stage=Stage.CONSTRUCTION, responsible_user=make_user(), industry=make_industry())
    project.planned_minor, project.planned_currency = 5_000_000_00, Currency.USD
    for stage in (Stage.SIGNED, Stage.REGISTERED, Stage.CONSTRUCTION):
        meet_gate(project, stage)
    for _each in range(3):
        make_engagement(project=project, firms=[project.firm])
        add_document(project, ProjectDocumentKind.LAND)
        add_entry(project, EntryKind.ARRIVED, usd_cents=1_000_00)
    return project


@pytest.mark.parametrize("tab", ["overview", "ledger", "history"])
def test_a_page_takes_few_statements_however_much_it_shows(coordinator, statements, tab: str) -> None:
    project_id = full_project().id

    with statements() as seen:
        reply = coordinator.get(f"/projects/{project_id}?tab={tab}")

    assert reply.status_code == 200
    assert len(seen) <= 20, seen


def test_the_gate_box_names_what_is_missing_and_leads_to_the_form_for_just_that(officer) -> None:
    project = make_project(stage=Stage.TALKS)
    project.jobs = 12
    session.commit()

    text = officer.get(f"/projects/{project.id}").text

    assert f"/projects/{project.id}/fill/content" in text
    assert f"/projects/{project.id}/fill/jobs" not in text
    assert "1 of 7 met" in text


@pytest.mark.parametrize(
    ("stage", "address"),
    [
        (Stage.LEAD, "/engagements/new?project={id}&amp;firm={firm}"),
        (Stage.CONSTRUCTION, "/projects/{id}/documents/new?kind=acceptance"),
        (Stage.REVIEW, "/ledger/new?project={id}&amp;kind=agreed"),
        (Stage.SIGNED, "/ledger/new?project={id}&amp;kind=contracted"),
    ],
)
def test_what_other_features_record_is_linked_to_them(officer, stage: Stage, address: str) -> None:
    project = make_project(stage=stage)

    assert address.format(id=project.id, firm=project.firm_id) in officer.get(f"/projects/{project.id}").text


def test_a_reader_sees_what_is_missing_without_ways_to_change_it(leader) -> None:
    project = make_project(stage=Stage.TALKS)

    text = leader.get(f"/projects/{project.id}").text

    assert "What is to be built" in text
    assert "/fill/" not in text
    assert f"/projects/{project.id}/move" not in text
    assert f"/projects/{project.id}/edit" not in text


def test_the_stage_path_shows_days_and_what_was_skipped(coordinator) -> None:
    project = make_project(stage=Stage.SIGNED, review_on=None)

    text = coordinator.get(f"/projects/{project.id}").text

    assert "2024-04-01" in text
    assert "skipped" in text


def test_the_gaps_of_an_import_say_which_are_filled_since(coordinator) -> None:
    project = make_project(stage=Stage.REVIEW, is_imported=True, import_gaps=["jobs", "content"], jobs=12)

    text = coordinator.get(f"/projects/{project.id}").text

    assert text.count("filled since") == 1
    assert text.count("still missing") == 1


def test_the_three_measures_stand_apart_and_wait_until_verified(coordinator) -> None:
    project = make_project(stage=Stage.SIGNED)
    add_entry(project, EntryKind.AGREED, usd_cents=1_111_11)
    add_entry(project, EntryKind.CONTRACTED, usd_cents=2_222_22)
    add_entry(project, EntryKind.CONTRACTED, usd_cents=3_333_33, standing=Standing.OPEN)

    text = coordinator.get(f"/projects/{project.id}?tab=ledger").text

    assert "1,111.11" in text
    assert "2,222.22" in text
    assert "5,555.55" in text


def test_a_paused_project_says_why_and_until_when(coordinator) -> None:
    project = make_project(status=Status.PAUSED, status_reason="等待批文", status_until=date(2025, 6, 30))

    text = coordinator.get(f"/projects/{project.id}").text

    assert "等待批文" in text
    assert "2025-06-30" in text


def test_a_project_is_moved_on_through_its_gate(officer) -> None:
    project = make_project()
    address, data = f"/projects/{project.id}/move", {"to": "talks", "on": "2024-02-15"}

    refused = officer.post(address, data=data | {"lock_version": project.lock_version})
    meet_gate(project, Stage.TALKS)
    taken = officer.post(address, data=data | {"lock_version": reread(project).lock_version})

    assert refused.status_code == 422
    assert "Still missing" in refused.text
    assert taken.location == f"/projects/{project.id}"
    assert (reread(project).stage, reread(project).talks_on) == (Stage.TALKS, date(2024, 2, 15))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"on": "2025-01-11"}, "lie ahead"),
        ({"on": "2023-12-31"}, "before that of an earlier stage"),
        ({"on": ""}, "Reached on"),
        ({"to": "nonsense"}, "To the stage"),
    ],
)
def test_a_move_that_cannot_be_says_why_beside_the_input(officer, values, words: str) -> None:
    project = make_project()
    meet_gate(project, Stage.TALKS)
    data = {"to": "talks", "on": "2024-02-15", "lock_version": reread(project).lock_version} | values

    reply = officer.post(f"/projects/{project.id}/move", data=data)

    assert reply.status_code == 422
    assert words in reply.text
    assert reread(project).stage is Stage.LEAD


def test_an_officer_is_offered_the_next_stage_only_and_skips_nothing(officer, park_lead) -> None:
    project = make_project(stage=Stage.TALKS)
    for stage in (Stage.SIGNED,):
        meet_gate(project, stage)
    data = {"to": "signed", "on": "2024-05-01", "reason": "直接签约", "lock_version": project.lock_version}

    assert '<option value="signed">' not in officer.get(f"/projects/{project.id}/move").text
    assert officer.post(f"/projects/{project.id}/move", data=data).status_code == 422
    assert park_lead.post(f"/projects/{project.id}/move", data=data).status_code == 302
    assert reread(project).moves[-1].kind is MoveKind.SKIP
    assert "Stages skipped" in officer.get(f"/projects/{project.id}?tab=history").text


def test_going_back_needs_a_reason_and_keeps_the_old_days_in_the_history(park_lead) -> None:
    project = make_project(stage=Stage.SIGNED)
    data = {"to": "talks", "on": "2025-01-09", "lock_version": project.lock_version}
    address = f"/projects/{project.id}/move"

    assert park_lead.post(address, data=data).status_code == 422
    assert park_lead.post(address, data=data | {"reason": "投资方改约"}).status_code == 302
    history = park_lead.get(f"/projects/{project.id}?tab=history").text

    assert "投资方改约" in history
    assert "2024-04-01" in history
    assert reread(project).signed_on is None


def test_a_move_from_a_stale_page_is_refused(park_lead) -> None:
    project = make_project(stage=Stage.SIGNED)
    data = {"to": "talks", "on": "2025-01-09", "reason": "x", "lock_version": project.lock_version}

    park_lead.post(f"/projects/{project.id}/move", data=data)
    again = park_lead.post(f"/projects/{project.id}/move", data=data | {"to": "lead"})

    assert again.status_code == 422
    assert "Somebody else changed" in again.text


def test_the_status_is_changed_with_its_reason(officer) -> None:
    project = make_project()
    address = f"/projects/{project.id}/status"
    data = {"to": "paused", "lock_version": project.lock_version}

    assert officer.post(address, data=data).status_code == 422
    paused = officer.post(address, data=data | {"reason": "等待批文", "until": "2025-06-30"})

    assert paused.status_code == 302
    assert (reread(project).status, reread(project).status_until) == (Status.PAUSED, date(2025, 6, 30))


def test_the_office_corrects_days_and_nobody_else(coordinator, park_lead) -> None:
    project = make_project(stage=Stage.TALKS)
    data = {
        "lead_on": "2024-01-05",
        "talks_on": "2024-02-01",
        "reason": "登记有误",
        "lock_version": project.lock_version,
    }

    assert park_lead.post(f"/projects/{project.id}/dates", data=data).status_code == 403
    assert coordinator.post(f"/projects/{project.id}/dates", data=data).status_code == 302
    assert reread(project).lead_on == date(2024, 1, 5)
    assert 'name="signed_on"' not in coordinator.get(f"/projects/{project.id}/dates").text


@pytest.mark.parametrize("page", ["", "/move", "/status", "/edit", "/archive", "/documents/new"])
def test_another_parks_staff_meet_a_page_that_is_not_there(client_for, page: str) -> None:
    project = make_project(park="YY")

    assert client_for("park_lead", "XT").get(f"/projects/{project.id}{page}").status_code == 404


@pytest.mark.parametrize("page", ["move", "status", "edit", "archive"])
def test_the_forms_open(coordinator, page: str) -> None:
    project = make_project(stage=Stage.TALKS, park="CS")

    assert coordinator.get(f"/projects/{project.id}/{page}").status_code == 200
    assert project.park_id == get_park("CS").id
