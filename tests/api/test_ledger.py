"""The ledger through the API: two keys, evidence, and what was sent twice is done once."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from crm.api.repeats import KEPT_FOR
from crm.core.database import session
from kernel import clock
from models import KeptAnswer, LedgerEntry, LedgerEvidence
from models.enums import EvidenceType, Role, Standing
from tests.factories.ledger import add_proof, add_rates, make_entry
from tests.factories.projects import make_project

PDF = b"%PDF-1.7\n%%EOF\n"


def entry_of(project, **values: object) -> dict[str, object]:
    sent: dict[str, object] = {
        "project_id": project.id,
        "kind": "contracted",
        "amount": "7000000.00",
        "currency": "CNY",
        "effective_on": "2024-05-01",
        "nature": "new",
        "origin": "direct",
    }
    return sent | values


def count_entries() -> int:
    session.rollback()
    return session.query(LedgerEntry).count()


def standing_of(entry_id: int) -> Standing:
    session.rollback()
    return session.get_one(LedgerEntry, entry_id, populate_existing=True).standing.standing


def test_an_entry_is_recorded_with_its_value_fixed(program) -> None:
    add_rates()
    project = make_project(park="YY")

    reply = program(Role.OFFICER).post("/ledger/entries", entry_of(project, credit="YY:70;XT:30"))

    assert reply.status_code == 201, reply.text
    entry = reply.json["data"]
    assert (entry["amount"], entry["currency"], entry["usd"]) == ("7000000.00", "CNY", "1000000.00")
    assert [(share["park"], share["percent"], share["usd"]) for share in entry["credit"]] == [
        ("YY", "70.00", "700000.00"),
        ("XT", "30.00", "300000.00"),
    ]
    assert (entry["standing"], entry["decisions"], entry["measure"]) == ("open", [], "contracted")


@pytest.mark.parametrize("amount", [1000, 10.5, "1e5", "1.234", "1,000.00", "", "１０", "9" * 30, None])
def test_an_amount_is_a_text_to_the_cent(program, amount: object) -> None:
    add_rates()

    reply = program(Role.OFFICER).post("/ledger/entries", entry_of(make_project(), amount=amount))

    assert (reply.status_code, list(reply.json["error"]["fields"])) == (422, ["amount"])
    assert count_entries() == 0


def test_money_of_another_parks_project_is_not_recorded(program) -> None:
    add_rates()

    reply = program(Role.OFFICER, "YY").post("/ledger/entries", entry_of(make_project(park="XT")))

    assert (reply.status_code, list(reply.json["error"]["fields"])) == (422, ["project_id"])
    assert count_entries() == 0


def test_the_recorder_does_not_hold_the_second_key(program) -> None:
    add_rates()
    asks = program()
    entry = asks.post("/ledger/entries", entry_of(make_project())).json["data"]
    add_proof(session.get_one(LedgerEntry, entry["id"]), EvidenceType.AGREEMENT)
    sent = {"decision": "verified", "seen": 0}

    own = asks.post(f"/ledger/entries/{entry['id']}/decide", sent)
    other = program().post(f"/ledger/entries/{entry['id']}/decide", sent)

    assert own.status_code == 422
    assert other.status_code == 200
    assert other.json["data"]["standing"] == "verified"


def test_nothing_is_verified_without_a_fitting_document(program) -> None:
    entry = make_entry()
    path = f"/ledger/entries/{entry.id}"
    asks = program()

    assert asks.post(f"{path}/decide", {"decision": "verified", "seen": 0}).status_code == 422
    assert standing_of(entry.id) is Standing.OPEN

    add_proof(session.get_one(LedgerEntry, entry.id), EvidenceType.AGREEMENT)
    assert asks.post(f"{path}/decide", {"decision": "verified", "seen": 0}).status_code == 200


def test_a_decision_by_who_has_not_seen_the_last_one_is_a_conflict(program) -> None:
    entry = make_entry(evidence=EvidenceType.AGREEMENT)
    path = f"/ledger/entries/{entry.id}/decide"
    program().post(path, {"decision": "verified", "seen": 0})

    assert program().post(path, {"decision": "returned", "seen": 0}).status_code == 409
    assert standing_of(entry.id) is Standing.VERIFIED


def test_a_parks_people_decide_nothing(program) -> None:
    entry = make_entry(evidence=EvidenceType.AGREEMENT)

    reply = program(Role.PARK_LEAD).post(
        f"/ledger/entries/{entry.id}/decide", {"decision": "verified", "seen": 0}
    )

    assert reply.status_code == 403


def test_an_own_open_entry_is_withdrawn_and_that_of_another_is_not(program) -> None:
    add_rates()
    asks = program(Role.OFFICER)
    entry = asks.post("/ledger/entries", entry_of(make_project())).json["data"]
    path = f"/ledger/entries/{entry['id']}/withdraw"

    assert program(Role.OFFICER).post(path).status_code == 422
    assert asks.post(path, {"note": "by mistake"}).json["data"]["standing"] == "withdrawn"


def hand_in(asks, entry_id: int, content: bytes = PDF, name: str = "proof.pdf", **fields: str):
    data = {"type": "receipt", **fields, "file": (io.BytesIO(content), name)}
    return asks.ask("POST", f"/ledger/entries/{entry_id}/evidence", data=data)


def test_evidence_is_handed_in_and_listed(program) -> None:
    entry = make_entry(project=make_project(park="YY"))

    reply = hand_in(program(Role.OFFICER), entry.id, document_number="No. 7")

    assert reply.status_code == 201, reply.text
    (paper,) = reply.json["data"]["evidence"]
    assert (paper["type"], paper["file_name"], paper["document_number"]) == ("receipt", "proof.pdf", "No. 7")


@pytest.mark.parametrize(
    ("content", "name", "fields"),
    [
        (b"<svg/>", "proof.svg", {}),
        (b"no pdf", "proof.pdf", {}),
        (b"", "proof.pdf", {}),
        (PDF, "proof.pdf", {"type": "poem"}),
        (PDF, "proof.pdf", {"standing": "verified"}),
        (PDF, "proof.pdf", {"document_number": "9" * 121}),
    ],
)
def test_what_is_no_evidence_is_not_taken(program, content: bytes, name: str, fields: dict[str, str]) -> None:
    entry = make_entry(project=make_project(park="YY"))

    assert hand_in(program(Role.OFFICER), entry.id, content, name, **fields).status_code == 422
    assert session.query(LedgerEvidence).count() == 0


def test_evidence_comes_as_a_form_of_parts(program) -> None:
    entry = make_entry(project=make_project(park="YY"))

    reply = program(Role.OFFICER).post(f"/ledger/entries/{entry.id}/evidence", {"type": "receipt"})

    assert (reply.status_code, reply.json["error"]["code"]) == (415, "unsupported_media_type")


# --- Sent twice ---------------------------------------------------------------------------------------------


def test_what_is_sent_twice_under_one_key_is_done_once(program) -> None:
    add_rates()
    asks, sent = program(Role.OFFICER), entry_of(make_project())

    first, second = (
        asks.post("/ledger/entries", sent, headers={"Idempotency-Key": "night-1"}) for _ in range(2)
    )

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.data == second.data
    assert second.headers["Idempotency-Replayed"] == "true"
    assert count_entries() == 1


def test_another_body_under_the_same_key_is_a_conflict(program) -> None:
    add_rates()
    asks, project = program(Role.OFFICER), make_project()
    key = {"Idempotency-Key": "night-1"}
    asks.post("/ledger/entries", entry_of(project), headers=key)

    reply = asks.post("/ledger/entries", entry_of(project, amount="1.00"), headers=key)

    assert reply.status_code == 409
    assert count_entries() == 1


def test_a_key_is_the_persons_own(program) -> None:
    add_rates()
    project, key = make_project(), {"Idempotency-Key": "night-1"}

    for asks in (program(Role.OFFICER), program(Role.OFFICER)):
        assert asks.post("/ledger/entries", entry_of(project), headers=key).status_code == 201

    assert count_entries() == 2


def test_what_was_refused_is_not_kept(program) -> None:
    project, asks, key = make_project(), program(Role.OFFICER), {"Idempotency-Key": "night-1"}
    assert asks.post("/ledger/entries", entry_of(project), headers=key).status_code == 422  # no rates yet

    add_rates()

    assert asks.post("/ledger/entries", entry_of(project), headers=key).status_code == 201


def test_a_file_sent_twice_is_kept_once(program) -> None:
    entry = make_entry(project=make_project(park="YY"))
    asks = program(Role.OFFICER)
    path, head = f"/ledger/entries/{entry.id}/evidence", {"Idempotency-Key": "night-2"}

    def send(content: bytes) -> int:
        data = {"type": "receipt", "file": (io.BytesIO(content), "proof.pdf")}
        return asks.ask("POST", path, data=data, headers=head).status_code

    assert [send(PDF), send(PDF), send(PDF + b"more")] == [201, 201, 409]
    assert session.query(LedgerEvidence).count() == 1


def test_a_key_that_is_none_is_refused_and_old_ones_are_forgotten(program) -> None:
    add_rates()
    asks, sent = program(Role.OFFICER), entry_of(make_project())
    assert asks.post("/ledger/entries", sent, headers={"Idempotency-Key": "a b"}).status_code == 422

    asks.post("/ledger/entries", sent, headers={"Idempotency-Key": "night-1"})
    session.query(KeptAnswer).one().kept_at = clock.real_now() - KEPT_FOR - timedelta(minutes=1)
    session.commit()
    asks.post("/ledger/entries", sent, headers={"Idempotency-Key": "night-2"})

    session.rollback()
    assert [kept.key for kept in session.query(KeptAnswer)] == ["night-2"]
