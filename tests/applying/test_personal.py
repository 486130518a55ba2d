from __future__ import annotations

import json
import zipfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text

from crm.applying.personal import service
from crm.applying.personal.export import OFFICE_ONLY
from crm.applying.personal.queries import rows as personal
from crm.core import auditing, jobs, storage
from crm.core.actors import Actor, acting
from crm.core.database import get_engine, session
from crm.core.transactions import transaction
from crm.talent import letters
from crm.talent.service import applications, consents, deciding
from kernel import clock
from models import (
    Applicant,
    ApplicationDocument,
    ApplicationStep,
    AuditRecord,
    Base,
    BenefitAward,
    BenefitPayment,
    Erasure,
    OutgoingMail,
    Personal,
    Talent,
    TalentApplication,
    User,
)
from models.enums import (
    ApplicationAction,
    ApplicationState,
    DecisionOutcome,
    ErasureState,
    Role,
    TalentDocumentKind,
    TalentLevel,
    TalentPurpose,
)
from tests.factories.talents import make_decided, make_draft, make_examined, make_rules
from tests.factories.users import make_user, sign_in

MARKER = "MARKER"
PLAIN = f"%PDF-1.7 {MARKER} {{}}"


@pytest.fixture
def applicant(client_for):
    """Somebody whose every word is a marker: account, answers, papers, notes."""
    client = client_for(Role.APPLICANT)
    client.user.display_name = f"{MARKER}@example.org"
    client.user.email = f"{MARKER.lower()}@example.org"
    session.add(
        Applicant(user_id=client.user.id, email=f"{MARKER.lower()}@example.org", created_at=clock.now())
    )
    session.add(
        OutgoingMail(to=f"{MARKER.lower()}@example.org", subject=MARKER, body=MARKER, created_at=clock.now())
    )
    session.commit()
    return client


def marked(user: User, lead: User) -> TalentApplication:
    """A decided application of the person, with markers wherever one writes."""
    make_rules()
    application = make_decided(
        lead=lead,
        applicant=user,
        name_hant=f"{MARKER}王",
        name_hans=f"{MARKER}王",
        skills=MARKER,
        statement=MARKER,
        awards=MARKER,
        phone=MARKER,
        paper_number=MARKER,
    )
    with acting(Actor(user.id, user.name, "test")):
        applications.ask_review(application, reasons=MARKER, by=user)
        paper = storage.attach(PLAIN.format(1).encode(), "other.pdf", by_id=user.id)
        session.add(
            ApplicationDocument(
                application_id=application.id,
                kind=TalentDocumentKind.OTHER,
                attachment=paper,
                file_name=f"{MARKER}.pdf",
            )
        )
        consents.give_consent(
            application.talent, TalentPurpose.POOL, text="agreed", text_version="1", by=user, note=MARKER
        )
        session.commit()
    return application


def found_in_tables() -> list[str]:
    """Every table, index and derived table in which the marker stands, whatever its columns are."""
    engine = get_engine()
    found = []
    with engine.connect() as connection:
        for name in inspect(engine).get_table_names():
            rows = connection.execute(text(f'SELECT * FROM "{name}"'))
            if any(MARKER.lower() in str(value).lower() for row in rows for value in row):
                found.append(name)
    return found


def found_in_files() -> list[Path]:
    root = storage.path_of("00" * 32).parents[1]
    return [path for path in root.rglob("*") if path.is_file() and MARKER.encode() in path.read_bytes()]


def erase(user: User, clock_on: date | None = None) -> Erasure:
    lead, office = make_user(role=Role.PARK_LEAD, park="YY"), make_user(role=Role.COORDINATOR)
    with transaction():
        wish = service.ask_erasure(user)
    with transaction():
        service.decide(wish, is_agreed=True, grounds="asked for", by=lead, lock_version=None)
    from crm.applying.personal import erasing

    with transaction():
        files = erasing.files_of(service.carry_out(wish, by=office))
    erasing.remove_files(files)
    return wish


def test_after_erasure_nothing_says_who_it_was(applicant, park_lead) -> None:
    application = marked(applicant.user, park_lead.user)
    award = session.scalars(select(BenefitAward)).first()
    assert award is not None
    session.add(
        BenefitPayment(
            ref="BP-1",
            award_id=award.id,
            park_id=award.park_id,
            paid_on=date(2026, 1, 5),
            amount_minor=100,
            note=MARKER,
        )
    )
    session.commit()
    number = application.id
    assert found_in_tables()
    assert found_in_files()

    wish = erase(applicant.user)

    assert found_in_tables() == []
    assert found_in_files() == []
    assert session.scalars(select(BenefitPayment.amount_minor)).one() == 100
    assert session.get_one(TalentApplication, number).state is ApplicationState.IN_REVIEW
    assert wish.state is ErasureState.DONE
    with get_engine().connect() as connection, session() as own:
        assert auditing.find_break(own) is None, connection
    assert applicant.get("/apply/mine").status_code == 302


def test_two_officials_are_needed(applicant, park_lead) -> None:
    make_draft(applicant=applicant.user)
    office = make_user(role=Role.COORDINATOR)
    with transaction():
        wish = service.ask_erasure(applicant.user)
    number = wish.id
    session.rollback()
    other = applicant.application.test_client()
    sign_in(other, office)

    agreed = other.post(f"/erasures/{number}", data={"is_agreed": "yes", "grounds": "x", "lock_version": "1"})
    assert agreed.status_code == 302
    assert other.post(f"/erasures/{number}/carry-out").status_code == 403
    third = applicant.application.test_client()
    sign_in(third, make_user(role=Role.COORDINATOR))
    assert third.post(f"/erasures/{number}/carry-out").status_code == 302
    session.rollback()
    assert session.get_one(Erasure, number).state is ErasureState.DONE


def test_the_export_holds_every_column_about_the_person(applicant, park_lead) -> None:
    marked(applicant.user, park_lead.user)
    session.rollback()

    reply = applicant.get("/apply/data/export.zip")

    archive = zipfile.ZipFile(BytesIO(reply.data))
    tables = json.loads(archive.read("data.json"))["tables"]
    person = personal.person_of(user_id=applicant.user.id, talent_id=None)
    office = {(model.__tablename__, name) for model, name in OFFICE_ONLY}
    for model, rows in person.rows.items():
        table = str(model.__tablename__)
        assert len(tables[table]) == len(rows)
        if issubclass(model, Personal) and rows:
            missing = {name for name in model.personal if name not in tables[table][0]}
            assert {(table, name) for name in missing} <= office, (table, missing)
    assert tables["talents"][0]["name_hant"] == f"{MARKER}王"
    assert any(MARKER.encode() in archive.read(name) for name in archive.namelist() if "papers/" in name)
    assert "password_hash" not in tables["users"][0]


def test_the_export_tells_no_decision_that_waits_for_its_key(applicant, park_lead, coordinator) -> None:
    make_rules()
    application = make_examined(examiner=park_lead.user, applicant=applicant.user)
    beside = deciding.DecisionFields(DecisionOutcome.GRANTED, TalentLevel.A, f"{MARKER} because")
    ref = application.ref

    def exported() -> tuple[str, dict[str, Any]]:
        session.commit()
        packed = zipfile.ZipFile(BytesIO(applicant.get("/apply/data/export.zip").data)).read("data.json")
        return packed.decode(), json.loads(packed)

    deciding.decide(application, beside, by=park_lead.user)
    written, waiting = exported()
    assert waiting["being_decided"] == [ref]
    assert waiting["tables"]["talent_decisions"] == []
    assert waiting["tables"]["talent_applications"][0]["state"] == "examination"
    assert f"{MARKER} because" not in written
    assert "examined" not in written

    deciding.send_back(application, note="Look again.", by=coordinator.user)
    written, sent_back = exported()
    assert sent_back["tables"]["talent_decisions"] == sent_back["tables"]["decision_keys"] == []
    assert f"{MARKER} because" not in written

    deciding.decide(application, beside, by=park_lead.user)
    deciding.confirm(application, by=coordinator.user)
    written, decided = exported()
    assert decided["being_decided"] == []
    assert [len(decided["tables"][name]) for name in ("talent_decisions", "decision_keys")] == [2, 2]
    assert f"{MARKER} because" in written


def test_every_table_about_a_person_is_handed_out_and_erased() -> None:
    """A new table with personal columns has to be named, or its data would stay behind."""
    known = set(personal.person_of(user_id=None, talent_id=None).rows) | {User}
    talents = ("talents", "application_", "decision_", "benefit_", "talent_", "applicants")
    named = {
        mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Personal) and str(mapper.local_table.name).startswith(talents)
    }
    assert named <= known


def test_what_is_over_goes_by_itself_and_what_is_used_stays(app: Flask, clock_at, park_lead) -> None:
    clock_at("2024-01-05T02:00:00Z")
    left, ended = make_user(role=Role.APPLICANT), make_user(role=Role.APPLICANT)
    left_id, ended_id = left.id, ended.id
    make_draft(applicant=left)
    withdrawn = make_draft(applicant=ended)
    with acting(Actor(ended.id, ended.name, "test")):
        applications.submit(withdrawn, by=ended)
        applications.withdraw(withdrawn, by=ended)
        session.commit()
    kept = make_draft(applicant=make_user(role=Role.APPLICANT)).talent_id

    clock_at("2024-08-01T02:00:00Z")
    session.get_one(Talent, kept).applications[0].saved_at = clock.now()
    session.commit()
    assert {talent.user_id for talent in service.list_overdue()} == {left_id}

    clock_at("2027-03-01T02:00:00Z")
    session.get_one(Talent, kept).applications[0].saved_at = clock.now() - timedelta(days=1)
    session.commit()
    with transaction():
        jobs.enqueue("keep_only_as_long_as_set", {})
    while jobs.run_next():
        pass
    erased = session.scalars(select(Talent.user_id).where(Talent.erased_at.is_not(None)))
    assert set(erased) == {left_id, ended_id}
    assert session.scalars(select(AuditRecord.sequence)).first() is not None


def test_the_summary_says_what_was_answered_and_decided_and_no_note_of_the_office(
    applicant, park_lead, monkeypatch
) -> None:
    application = marked(applicant.user, park_lead.user)
    number = application.decisions[-1].number
    step = {"action": ApplicationAction.ACCEPT, "to_state": ApplicationState.EXAMINATION}
    session.add(ApplicationStep(application_id=application.id, note="UNTOLD", public_note="told", **step))
    session.commit()
    session.rollback()
    read = []
    monkeypatch.setattr(letters, "render", lambda document, _format: read.append(document) or b"%PDF-1.7")

    reply = applicant.get("/apply/data/export.pdf")

    text = repr(read[0])
    assert reply.data.startswith(b"%PDF")
    assert f"{MARKER}王" in text
    assert number in text
    assert "told" in text
    assert "UNTOLD" not in text
