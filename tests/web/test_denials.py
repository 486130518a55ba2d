"""Every denied attempt is in the log: past a right, a key, a gate, the door or the page's token."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from crm.core.database import session
from crm.web import denials
from kernel import clock
from models import AuditDetail, AuditRecord, IndicatorValue, User
from models.enums import AuditAction, EvidenceType, Role
from tests.architecture import permission_records as records
from tests.factories.ledger import make_entry, make_plan
from tests.factories.projects import make_project
from tests.factories.users import sign_in


@pytest.fixture(autouse=True)
def fresh_allowance(app: Flask) -> None:
    denials.install(app)


def logged(action: AuditAction = AuditAction.REFUSED) -> list[tuple[str, str, dict[str, Any]]]:
    """Who, which route or kind of record, and what was written of it."""
    session.rollback()
    query = (
        select(AuditRecord, AuditDetail)
        .join(AuditDetail, AuditDetail.sequence == AuditRecord.sequence)
        .where(AuditRecord.action == action)
        .order_by(AuditRecord.sequence)
    )
    return [
        (record.actor_name, record.entity, {name: after for name, (_before, after) in detail.content.items()})
        for record, detail in session.execute(query)
    ]


def test_verifying_ones_own_entry_is_logged(coordinator) -> None:
    make_plan()
    entry = make_entry(by=coordinator.user, evidence=EvidenceType.RECORD)

    reply = coordinator.post(f"/ledger/{entry.id}/decide", data={"decision": "verified", "seen": "0"})

    assert reply.status_code == 422
    who, route, said = logged()[0]
    assert (who, route) == (coordinator.user.name, "ledger.decide")
    assert said["path"] == f"POST /ledger/{entry.id}/decide"


@pytest.mark.parametrize(("stage", "words"), [("signed", "lead"), ("talks", "missing")])
def test_an_officers_way_round_a_gate_is_logged(officer, stage: str, words: str) -> None:
    officer.user.locale = "en"
    project = make_project(park="YY")
    session.commit()
    version = str(project.lock_version)
    data = {"to": stage, "on": clock.today().isoformat(), "reason": "Because", "lock_version": version}

    reply = officer.post(f"/projects/{project.id}/move", data=data)

    assert reply.status_code == 422
    assert [(who, route) for who, route, _said in logged()] == [(officer.user.name, "pipeline.move")]
    assert words in logged()[0][2]["reason"]


def test_deciding_on_ones_own_figure_is_logged(app: Flask) -> None:
    records.make_zone()
    value = session.get_one(IndicatorValue, records.indicator_value("YY", None))
    address = f"/targets/values/{value.id}/decide"
    reporter = session.get_one(User, value.recorded_by_id)
    reporter.role, reporter.park_id = Role.COORDINATOR, None
    session.commit()
    client = app.test_client()
    sign_in(client, reporter)

    reply = client.post(address, data={"decision": "verified", "note": "", "seen": "0"})

    assert reply.status_code == 422
    assert [route for _who, route, _said in logged()] == ["indicators.decide"]


def test_a_slip_of_the_pen_is_no_denied_attempt(park_lead) -> None:
    project = make_project(park="YY")
    version = {"lock_version": str(project.lock_version)}

    ahead = {"to": "lead", "on": "2199-01-01", "reason": "Because", **version}
    reply = park_lead.post(f"/projects/{project.id}/move", data=ahead)

    assert reply.status_code == 422
    assert logged() == []


def test_who_is_not_signed_in_is_logged_with_the_address(client) -> None:
    assert client.get("/firms?q=x").status_code == 302

    who, route, said = logged()[0]
    assert (who, route) == ("anonymous", "firms.index")
    assert (said["path"], said["address"]) == ("GET /firms", "127.0.0.1")


def test_a_flood_of_nobody_does_not_fill_the_log(client) -> None:
    for _each in range(5):
        client.get("/firms")
    client.get("/projects")
    assert len(logged()) == 2

    for number in range(denials.MOST + 20):
        client.get("/firms", environ_base={"REMOTE_ADDR": f"10.0.0.{number}"})
    assert len(logged()) == denials.MOST


def test_the_next_minute_is_noted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    allowance = denials.Allowance()
    at = datetime(2025, 1, 10, 2, 0, 30, tzinfo=UTC)
    monkeypatch.setattr(clock, "real_now", lambda: at)
    assert allowance.takes("10.0.0.1", "firms.index")
    assert not allowance.takes("10.0.0.1", "firms.index")

    monkeypatch.setattr(clock, "real_now", lambda: at + timedelta(seconds=40))

    assert allowance.takes("10.0.0.1", "firms.index")


def test_a_form_without_its_token_is_logged(app: Flask, officer, client, monkeypatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert officer.post("/firms/new", data={}).status_code == 400
    assert client.post("/sign-in", data={}).status_code == 400

    assert [(who, route) for who, route, _said in logged()] == [
        (officer.user.name, "firms.new"),
        ("anonymous", "users.sign_in"),
    ]


def test_a_file_that_was_opened_is_logged(officer) -> None:
    make_plan()
    attachment_id = records.attachment("YY", None)

    assert officer.get(f"/attachments/{attachment_id}").status_code == 200

    who, entity, said = logged(AuditAction.OPENED)[0]
    assert (who, entity, said) == (officer.user.name, "attachments", {"file": "proof.pdf"})
