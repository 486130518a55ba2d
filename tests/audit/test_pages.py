from __future__ import annotations

import csv
import io
import re

import pytest
from flask import Flask
from sqlalchemy import select, text

from crm.audit.queries import LogFilter, walk_records
from crm.core import auditing, jobs, streaming
from crm.core.actors import Actor, acting
from crm.core.database import get_engine, session
from kernel import clock
from models import AuditDetail, AuditPersonal, AuditRecord, Setting, User
from models.enums import AuditAction, Role
from tests.factories.contacts import make_contact
from tests.factories.firms import make_firm
from tests.factories.users import make_user


@pytest.fixture
def written(auditor) -> User:
    """Somebody who made a setting, changed it, and was refused something."""
    person = make_user(name="li.wei", role=Role.SYSTEM_ADMINISTRATOR)
    with acting(Actor(person.id, person.name, "POST /settings", "request-1")):
        session.add(Setting(key="a", value="1"))
        session.commit()
        session.get_one(Setting, "a").value = "=2"
        session.commit()
        auditing.refuse("GET /audit", "Your role does not include this.", entity="audit.index")
    return person


def shown(page: str) -> list[int]:
    """Numbers of the records on a page."""
    return [int(number) for number in re.findall(r"data-row-link\s*>(\d+)<", page)]


def numbers(condition) -> list[int]:
    query = select(AuditRecord.sequence).where(condition).order_by(AuditRecord.sequence.desc())
    return list(session.scalars(query))


def test_the_log_is_shown_newest_first(auditor, written) -> None:
    assert shown(auditor.get("/audit").text) == numbers(AuditRecord.sequence > 0)


def test_the_log_is_narrowed(auditor, written) -> None:
    by_person = numbers(AuditRecord.actor_id == written.id)
    today = clock.today().isoformat()

    assert shown(auditor.get("/audit?actor=LI.WEI").text) == by_person
    assert shown(auditor.get("/audit?action=refused").text) == by_person[:1]
    assert shown(auditor.get("/audit?entity=settings&entity_id=a").text) == by_person[1:]
    assert shown(auditor.get("/audit?request_id=request-1").text) == by_person
    assert shown(auditor.get(f"/audit?actor=li.wei&from_day={today}&to_day={today}").text) == by_person
    assert shown(auditor.get("/audit?to_day=2020-01-01").text) == []
    assert shown(auditor.get("/audit?actor=nobody").text) == []


def test_an_unreadable_filter_narrows_nothing_and_says_so(auditor, written) -> None:
    page = auditor.get("/audit?action=flown&from_day=yesterday").text

    assert shown(page) == numbers(AuditRecord.sequence > 0)
    assert "Write a date such as 2024-06-30." in page


def test_a_refusal_is_seen_with_its_reason(auditor, officer) -> None:
    officer.get("/audit")

    page = auditor.get("/audit?action=refused").text
    assert "Your role does not include this." in page
    assert officer.user.name in page


def test_a_record_shows_before_and_after(auditor, written) -> None:
    changed = numbers(AuditRecord.action == AuditAction.CHANGED)[0]

    page = auditor.get(f"/audit/{changed}").text

    assert re.search(r"value.*?>1<.*?>=2<", page, re.DOTALL)
    assert "3 records" in page


def test_the_log_shows_that_a_persons_telephone_changed_and_not_which_it_is(auditor, coordinator) -> None:
    firm = make_firm()
    kept, other = make_contact(firm, phone=None), make_contact(firm, phone="+886 2 7777 3466")
    sent = {"reason": "the same person", "into_version": 1, "other_version": 1}
    merged = coordinator.post(f"/merging/contact/{kept.id}/with/{other.id}", data=sent)
    assert merged.status_code == 302

    export = auditor.get("/audit/export.csv").text
    pages = [auditor.get(f"/audit/{number}").text for number in numbers(AuditRecord.sequence > 0)]

    assert "7777" not in export
    assert not [page for page in pages if "7777" in page or "wang@example.com" in page]
    assert any("***" in page for page in pages)
    assert "7777" not in str(session.scalars(select(AuditDetail.content)).all())
    # Apart from the log, where it goes with the person.
    assert "7777" in str(session.scalars(select(AuditPersonal.content)).all())


def test_a_record_that_is_none_is_not_found(auditor) -> None:
    assert auditor.get("/audit/999999").status_code == 404


def test_the_export_holds_what_the_filters_let_through_and_runs_nothing(auditor, written) -> None:
    reply = auditor.get("/audit/export.csv?actor=li.wei")

    rows = list(csv.reader(io.StringIO(reply.get_data(as_text=True).lstrip("\ufeff"))))
    assert [int(row[0]) for row in rows[1:]] == numbers(AuditRecord.actor_id == written.id)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert reply.headers["Content-Disposition"].startswith("attachment")


def test_the_export_goes_by_in_batches_newest_first(auditor, written, statements, monkeypatch) -> None:
    monkeypatch.setattr(streaming, "BATCH", 2)
    wanted = numbers(AuditRecord.sequence > 0)
    session.rollback()

    with statements() as seen:
        found = [record.sequence for record in walk_records(LogFilter())]

    assert found == wanted
    assert len(seen) >= len(wanted) // 2


def test_the_export_is_itself_in_the_log(auditor, written) -> None:
    auditor.get("/audit/export.csv?actor=li.wei")

    record = session.scalars(select(AuditRecord).order_by(AuditRecord.sequence.desc())).first()
    assert (record.action, record.actor_name) == (AuditAction.EXPORTED, auditor.user.name)
    assert record.detail.content == {"filters": [None, "actor=li.wei"]}


def test_the_log_pages_by_number(auditor, written) -> None:
    address, seen = "/audit?limit=2", []
    while address:
        page = auditor.get(address).text
        seen += shown(page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1].replace("&amp;", "&").replace("&#34;", '"') if found else ""

    assert seen == numbers(AuditRecord.sequence > 0)


def test_the_log_stays_within_its_statements(auditor, written, statements) -> None:
    with statements() as seen:
        assert auditor.get("/audit?actor=li.wei").status_code == 200

    assert len(seen) <= 6


def break_the_log(statement: str) -> None:
    """As somebody with the database's own rights would."""
    with get_engine().begin() as connection:
        if connection.dialect.name == "sqlite":
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_records_no_{verb}"))
        else:
            connection.execute(text("ALTER TABLE audit_records DISABLE TRIGGER USER"))
        connection.execute(text(statement))


def test_the_button_walks_the_chain_and_the_page_tells_the_end(auditor, written) -> None:
    assert auditor.post("/audit/verification").location == "/audit/verification"
    assert 'data-hx-get="/audit/verification/walk"' in auditor.get("/audit/verification").text

    assert jobs.run_next()

    assert "The chain is whole" in auditor.get("/audit/verification/walk").text


def test_the_page_names_the_first_break(auditor, written) -> None:
    session.rollback()
    break_the_log("UPDATE audit_records SET actor_name = 'somebody else' WHERE sequence = 2")
    auditor.post("/audit/verification")

    jobs.run_next()

    page = auditor.get("/audit/verification").text
    assert "Somebody tampered with the log" in page
    assert "record 2: was changed" in page


def test_the_command_says_that_the_log_is_whole(app: Flask, written) -> None:
    result = app.test_cli_runner().invoke(args=["audit", "verify"])

    number, head = auditing.head(session())
    assert result.exit_code == 0
    assert f"{number} records" in result.output
    assert head in result.output


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE audit_records SET entity = 'x' WHERE sequence = 3", "record 3: was changed"),
        ("UPDATE audit_records SET previous_hash = 'x' WHERE sequence = 2", "record 2: does not follow"),
    ],
)
def test_the_command_names_the_first_break_and_fails(app: Flask, written, statement: str, words: str) -> None:
    session.rollback()
    break_the_log(statement)

    result = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert result.exit_code == 1
    assert words in result.output
