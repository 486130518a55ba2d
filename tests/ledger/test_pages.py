"""Entries on their pages: listed, recorded, proven, decided on."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select

from crm.core.database import session
from crm.core.preferences import set_preference
from models import Attachment, LedgerDecision, LedgerEntry, LedgerSample, LedgerStanding
from models.enums import Decision, EntryKind, EvidenceType, Role, Standing
from tests.factories.ledger import add_rates, make_entry, make_plan
from tests.factories.projects import make_project
from tests.factories.users import make_user

PDF = b"%PDF-1.7 made up"
TYPED = {
    "kind": "contracted",
    "amount": "1,250,000.50",
    "currency": "USD",
    "effective_on": "2024-05-01",
    "nature": "new",
    "origin": "direct",
}


def standing_of(entry: LedgerEntry) -> Standing:
    return session.get_one(LedgerStanding, entry.id, populate_existing=True).standing


def count(model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_an_entry_is_recorded_by_its_form(officer) -> None:
    add_rates()
    project = make_project(park="YY")

    reply = officer.post("/ledger/new", data={**TYPED, "project": project.id})

    entry = session.scalars(select(LedgerEntry)).one()
    assert reply.status_code == 302
    assert (entry.amount_minor, entry.recorded_by_id) == (1_250_000_50, officer.user.id)


def test_a_refused_form_keeps_what_was_typed(officer) -> None:
    add_rates()
    project = make_project(park="YY")
    typed = TYPED | {"project": project.id, "amount": "-5", "note": "Kept words", "credit": "YY:60;XT:40"}

    reply = officer.post("/ledger/new", data=typed)

    page = reply.get_data(as_text=True)
    assert reply.status_code == 422
    assert all(words in page for words in ("Kept words", "YY:60;XT:40", 'value="-5"', project.name))
    assert count(LedgerEntry) == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "1e5"),
        ("amount", ""),
        ("currency", "EUR"),
        ("kind", "gift"),
        ("effective_on", "2024-13-01"),
        ("effective_on", "2999-01-01"),
        ("basis", "ministry"),
        ("credit", "YY:60"),
        ("credit", "NO:100"),
        ("project", ""),
    ],
)
def test_what_cannot_be_recorded_is_refused_beside_its_field(officer, field: str, value: str) -> None:
    add_rates()
    project = make_project(park="YY")

    reply = officer.post("/ledger/new", data=TYPED | {"project": project.id, field: value})

    assert reply.status_code == 422
    assert f'id="{field}-error"' in reply.get_data(as_text=True)
    assert count(LedgerEntry) == 0


def test_odd_money_is_recorded_with_a_warning(officer) -> None:
    add_rates()
    project = make_project(park="YY")
    typed = TYPED | {"project": project.id, "kind": "withdrawal"}

    reply = officer.post("/ledger/new", data=typed, follow_redirects=True)

    assert "More has been withdrawn" in reply.get_data(as_text=True)
    assert count(LedgerEntry) == 1


def test_another_parks_project_is_as_if_it_were_not_there(officer) -> None:
    add_rates()
    project = make_project(park="XT")

    assert officer.post("/ledger/new", data=TYPED | {"project": project.id}).status_code == 404
    assert officer.get(f"/ledger/{make_entry(project=project).id}").status_code == 404
    assert count(LedgerEntry) == 1


def test_a_park_sees_an_entry_of_which_it_has_a_share_and_changes_nothing(officer) -> None:
    entry = make_entry(project=make_project(park="XT"), credit="XT:70;YY:30", evidence=EvidenceType.RECORD)

    assert officer.get(f"/ledger/{entry.id}").status_code == 200
    assert officer.post(f"/ledger/{entry.id}/check").status_code == 403
    upload = {"type": "record", "files": (BytesIO(PDF), "proof.pdf")}
    assert officer.post(f"/ledger/{entry.id}/evidence", data=upload).status_code == 403
    assert officer.post(f"/ledger/{entry.id}/decide", data={"decision": "verified"}).status_code == 403
    assert standing_of(entry) is Standing.OPEN


def test_a_document_is_kept_and_handed_out_as_a_download_only(officer) -> None:
    entry = make_entry(project=make_project(park="YY"))
    upload = {
        "type": "subscription",
        "document_number": "湘商〔2024〕5号",
        "files": (BytesIO(PDF), "合同.pdf"),
    }

    reply = officer.post(f"/ledger/{entry.id}/evidence", data=upload)
    session.expire_all()
    document = entry.evidence[0]
    address = f"/attachments/{document.attachment_id}"
    session.rollback()
    file = officer.get(address)

    assert reply.status_code == 302
    assert (document.type, document.document_number) == (EvidenceType.SUBSCRIPTION, "湘商〔2024〕5号")
    assert file.data == PDF
    assert file.headers["Content-Disposition"].startswith("attachment;")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file.headers["Content-Security-Policy"]


def test_a_file_that_is_not_what_it_says_is_refused(officer) -> None:
    entry = make_entry(project=make_project(park="YY"))
    upload = {"type": "record", "files": (BytesIO(b"<svg onload=alert(1)>"), "proof.pdf")}

    reply = officer.post(f"/ledger/{entry.id}/evidence", data=upload)

    assert reply.status_code == 422
    assert count(Attachment) == 0


def test_a_file_is_for_who_may_see_what_it_proves(client_for) -> None:
    entry = make_entry(project=make_project(park="YY"), evidence=EvidenceType.RECORD)
    path = f"/attachments/{entry.evidence[0].attachment_id}"

    replies = {role: client_for(role, "XT" if role is Role.OFFICER else None).get(path) for role in Role}

    may_know = {Role.COORDINATOR, Role.LEADER, Role.AUDITOR}
    # The bytes of a made-up file are not in the store: who may have it is told so.
    park_lead = client_for(Role.PARK_LEAD, "XT").get(path)
    assert {role for role, reply in replies.items() if reply.status_code == 422} - {
        Role.PARK_LEAD
    } == may_know
    assert park_lead.status_code == replies[Role.OFFICER].status_code == 404


def test_the_coordinator_verifies_what_another_recorded(coordinator) -> None:
    entry = make_entry(evidence=EvidenceType.RECORD)

    data = {"decision": "verified", "seen": "0", "note": "Seen the articles"}
    reply = coordinator.post(f"/ledger/{entry.id}/decide", data=data)

    word = session.scalars(select(LedgerDecision)).one()
    assert reply.status_code == 302
    assert (word.decision, word.note) == (Decision.VERIFIED, "Seen the articles")


def test_a_refused_decision_comes_back_with_its_reason_and_note(coordinator) -> None:
    entry = make_entry()

    data = {"decision": "verified", "seen": "0", "note": "Looks fine"}
    reply = coordinator.post(f"/ledger/{entry.id}/decide", data=data)

    page = reply.get_data(as_text=True)
    assert reply.status_code == 422
    assert "A document that proves this kind of entry is missing." in page
    assert "Looks fine" in page
    assert count(LedgerDecision) == 0


def test_a_decision_on_what_somebody_else_decided_meanwhile_is_refused(coordinator) -> None:
    entry = make_entry(verified_by=make_user())

    reply = coordinator.post(f"/ledger/{entry.id}/decide", data={"decision": "returned", "seen": "0"})

    assert reply.status_code == 422
    assert standing_of(entry) is Standing.VERIFIED


def test_nobody_verifies_their_own_entry_on_the_page(coordinator) -> None:
    entry = make_entry(by=coordinator.user, evidence=EvidenceType.RECORD)

    page = coordinator.get(f"/ledger/{entry.id}").get_data(as_text=True)
    reply = coordinator.post(f"/ledger/{entry.id}/decide", data={"decision": "verified", "seen": "0"})

    assert "Another person than the one who recorded" in page
    assert f"/ledger/{entry.id}/decide" not in page
    assert (reply.status_code, standing_of(entry)) == (422, Standing.OPEN)


def test_the_queue_leads_from_one_entry_to_the_next(coordinator) -> None:
    first, second = (make_entry(evidence=EvidenceType.RECORD) for _ in range(2))

    queue = coordinator.get("/ledger/queue").get_data(as_text=True)
    data = {"decision": "verified", "seen": "0"}
    onward = coordinator.post(f"/ledger/{first.id}/decide?queue=1", data=data)
    last = coordinator.post(f"/ledger/{second.id}/decide?queue=1", data=data)

    assert first.ref in queue
    assert second.ref in queue
    assert onward.location.startswith(f"/ledger/{second.id}?")
    assert last.location == "/ledger/queue"


def test_a_check_by_the_park_shows_in_the_queue(park_lead, coordinator) -> None:
    entry = make_entry(project=make_project(park="YY"), by=make_user(role=Role.OFFICER, park="YY"))

    reply = park_lead.post(f"/ledger/{entry.id}/check", data={"note": "Complete"})

    assert reply.status_code == 302
    assert "1, checked 1" in coordinator.get("/ledger/queue").get_data(as_text=True)
    assert standing_of(entry) is Standing.OPEN


def test_the_recorder_withdraws_on_the_page(officer) -> None:
    entry = make_entry(project=make_project(park="YY"), by=officer.user)

    reply = officer.post(f"/ledger/{entry.id}/withdraw", data={"note": "Typed twice"})

    assert (reply.status_code, standing_of(entry)) == (302, Standing.WITHDRAWN)


def test_a_verified_entry_is_reversed_on_the_page_once(officer) -> None:
    entry = make_entry(project=make_project(park="YY"), verified_by=make_user())

    reply = officer.post(f"/ledger/{entry.id}/reverse", data={"note": "Wrong currency"})
    again = officer.post(f"/ledger/{entry.id}/reverse", data={})

    reversal = session.scalars(select(LedgerEntry).where(LedgerEntry.reverses_id == entry.id)).one()
    assert (reply.location, again.status_code) == (f"/ledger/{reversal.id}", 422)
    page = officer.get(f"/ledger/{entry.id}").get_data(as_text=True)
    assert reversal.ref in page


def test_the_auditor_reviews_what_was_drawn(auditor) -> None:
    set_preference("ledger.sample_percent", 100)
    entry = make_entry(verified_by=make_user())
    sample = session.scalars(select(LedgerSample)).one()

    waiting = auditor.get("/ledger/samples").get_data(as_text=True)
    page = auditor.get(f"/ledger/samples/{sample.id}").get_data(as_text=True)
    wordless = auditor.post(f"/ledger/samples/{sample.id}", data={"verdict": "finding"})
    reply = auditor.post(f"/ledger/samples/{sample.id}", data={"verdict": "finding", "finding": "No seal"})

    session.expire_all()
    assert entry.ref in waiting
    assert entry.ref in page
    assert (wordless.status_code, reply.status_code) == (422, 302)
    assert (sample.is_sound, sample.finding) == (False, "No seal")
    assert entry.ref not in auditor.get("/ledger/samples").get_data(as_text=True)
    assert entry.ref in auditor.get("/ledger/samples?show=all").get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("", {"A", "B", "C"}),
        ("?park=YY", {"A", "C"}),
        ("?kind=arrived", {"B"}),
        ("?measure=contracted", {"A", "C"}),
        ("?standing=verified", {"C"}),
        ("?text=A-1", {"A"}),
        ("?text=honghai", {"A", "B", "C"}),
        ("?starts_on=2024-04-01&ends_on=2024-04-30", {"B"}),
        ("?lens=plan-headline", {"C"}),
        ("?lens=reported-contracted&nature=new", {"A", "C"}),
        ("?park=nonsense&kind=nonsense&starts_on=nonsense", {"A", "B", "C"}),
    ],
)
def test_the_list_is_narrowed_by_its_address(coordinator, address: str, found: set[str]) -> None:
    make_plan()
    make_entry(ref="A-1", project=make_project(park="YY"))
    make_entry(
        ref="B-1", project=make_project(park="XT"), kind=EntryKind.ARRIVED, effective_on=date(2024, 4, 30)
    )
    make_entry(ref="C-1", project=make_project(park="YY"), verified_by=make_user())

    page = coordinator.get(f"/ledger{address}").get_data(as_text=True)

    assert {ref for ref in "ABC" if f"{ref}-1</span>" in page} == found


def test_the_list_is_exported_without_formulas(coordinator) -> None:
    entry = make_entry(note='=HYPERLINK("x")', credit="YY:70;XT:30", amount="5")

    reply = coordinator.get("/ledger/export.csv?standing=open")
    lines = reply.get_data(as_text=True).splitlines()

    assert entry.ref in lines[1]
    assert ",'=HYPERLINK" in lines[1].replace('"', "") or "'=HYPERLINK" in lines[1]
    assert "YY:70;XT:30" in lines[1]
    assert coordinator.get("/ledger/export.csv?standing=verified").get_data(as_text=True).count("\n") == 1


@pytest.mark.parametrize(
    ("path", "most"),
    [("/ledger", 6), ("/ledger/queue", 7), ("/ledger/{id}", 20), ("/ledger/new?project={project}", 8)],
)
def test_pages_send_few_statements_however_long_the_ledger(
    coordinator, statements, path: str, most: int
) -> None:
    entries = [make_entry(credit="YY:70;XT:30", evidence=EvidenceType.RECORD) for _ in range(12)]
    address = path.format(id=entries[0].id, project=entries[0].project_id)
    session.remove()

    with statements() as seen:
        assert coordinator.get(address).status_code == 200

    assert len(seen) <= most, "\n".join(seen)
