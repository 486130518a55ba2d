"""Projects through the API: the same gates, the same parks, the same versions as on the pages."""

from __future__ import annotations

from datetime import date

import pytest

from crm.core.database import session
from models import AuditRecord, Project
from models.enums import AuditAction, Role, Stage
from tests.factories.firms import make_firm
from tests.factories.projects import make_industry, make_project, meet_gate


def refused() -> int:
    session.rollback()
    return session.query(AuditRecord).filter(AuditRecord.action == AuditAction.REFUSED).count()


def present(project: Project) -> Project:
    session.rollback()
    return session.get_one(Project, project.id, populate_existing=True)


def test_a_project_is_opened_as_a_lead_with_its_next_gate(program) -> None:
    industry = make_industry()
    sent = {
        "name": "示例项目",
        "firm_id": make_firm().id,
        "park": "YY",
        "industry_id": industry.id,
        "planned_amount": "1250000.5",
        "planned_currency": "USD",
        "lead_on": "2024-03-01",
    }

    reply = program(Role.OFFICER).post("/projects", sent)

    assert reply.status_code == 201, reply.text
    project = reply.json["data"]
    assert (project["stage"], project["lead_on"], project["planned_amount"]) == (
        "lead",
        "2024-03-01",
        "1250000.50",
    )
    assert project["gate"]["stage"] == "talks"
    met = {need["key"]: need["met"] for need in project["gate"]["needs"]}
    assert met == {"firm": True, "park": True, "industry": True, "responsible": False, "engagement": False}


@pytest.mark.parametrize(
    ("field", "value"),
    [("firm_id", 999_999), ("park", "??"), ("industry_id", 999_999), ("responsible_id", 999_999)],
)
def test_what_a_project_names_has_to_be_there(program, field: str, value: object) -> None:
    sent = {"name": "x", "firm_id": make_firm().id, "park": "YY", field: value}

    reply = program(Role.OFFICER).post("/projects", sent)

    assert (reply.status_code, list(reply.json["error"]["fields"])) == (422, [field])


def test_another_parks_project_is_opened_by_nobody(program) -> None:
    sent = {"name": "x", "firm_id": make_firm().id, "park": "XT"}

    assert program(Role.OFFICER, "YY").post("/projects", sent).status_code == 403
    assert session.query(Project).count() == 0
    assert refused() == 1


def test_another_parks_project_is_as_one_that_is_not_there(program) -> None:
    project = make_project(park="XT")
    asks = program(Role.PARK_LEAD, "YY")

    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"lock_version": 1, "name": "mine"}),
        ("POST", "/move", {"to": "talks", "on": "2024-05-01", "lock_version": 1}),
    ):
        there = asks.ask(method, f"/projects/{project.id}{path}", json=body)
        nowhere = asks.ask(method, f"/projects/{project.id + 1}{path}", json=body)
        assert there.status_code == nowhere.status_code == 404
        assert there.json == nowhere.json


def test_a_gate_names_all_that_it_lacks_and_the_attempt_is_logged(program) -> None:
    project = make_project(stage=Stage.LEAD)
    sent = {"to": "talks", "on": "2024-05-01", "lock_version": project.lock_version}

    reply = program(Role.OFFICER).post(f"/projects/{project.id}/move", sent)

    assert reply.status_code == 422
    fields = reply.json["error"]["fields"]
    assert set(fields) == {"gate.industry", "gate.responsible", "gate.engagement"}
    assert fields["gate.engagement"] == ["At least one engagement"]
    assert present(project).stage is Stage.LEAD
    assert refused() == 1


def test_a_met_gate_lets_through(program) -> None:
    project = make_project(stage=Stage.LEAD)
    meet_gate(project, Stage.TALKS)
    sent = {"to": "talks", "on": "2024-05-01", "lock_version": project.lock_version}

    reply = program(Role.OFFICER).post(f"/projects/{project.id}/move", sent)

    assert reply.status_code == 200, reply.text
    assert (reply.json["data"]["stage"], reply.json["data"]["gate"]["stage"]) == ("talks", "review")
    assert present(project).talks_on == date(2024, 5, 1)


def test_an_officer_skips_nothing(program) -> None:
    project = make_project(stage=Stage.LEAD)
    meet_gate(project, Stage.REVIEW)
    sent = {"to": "review", "on": "2024-05-01", "reason": "because", "lock_version": project.lock_version}

    assert program(Role.OFFICER).post(f"/projects/{project.id}/move", sent).status_code == 422
    assert present(project).stage is Stage.LEAD


def test_a_change_leaves_what_it_does_not_name(program) -> None:
    project = make_project(content="Plant", jobs=120)
    asks = program(Role.OFFICER)

    reply = asks.patch(f"/projects/{project.id}", {"lock_version": project.lock_version, "jobs": None})

    changed = reply.json["data"]
    assert (changed["jobs"], changed["content"], changed["name"]) == (None, "Plant", project.name)


@pytest.mark.parametrize("field", ["stage", "status", "signed_on", "ref", "is_archived", "id"])
def test_what_has_a_way_of_its_own_is_no_field(program, field: str) -> None:
    project = make_project()
    sent = {"lock_version": project.lock_version, field: "signed"}

    reply = program(Role.OFFICER).patch(f"/projects/{project.id}", sent)

    assert (reply.status_code, list(reply.json["error"]["fields"])) == (422, [field])


def test_a_stale_version_is_a_conflict_that_says_the_present_one(program) -> None:
    project = make_project()
    asks, old = program(Role.OFFICER), project.lock_version
    asks.patch(f"/projects/{project.id}", {"lock_version": old, "jobs": 1})

    for path, body in (("", {"jobs": 2}), ("/move", {"to": "talks", "on": "2024-05-01"})):
        method = "POST" if path else "PATCH"
        reply = asks.ask(method, f"/projects/{project.id}{path}", json={"lock_version": old, **body})
        assert reply.status_code == 409
        assert reply.json["error"]["present"] == {"lock_version": old + 1}
    assert present(project).jobs == 1
