"""The way on the page: hand in, columns, questions, preview, take in, undo."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from crm.core import storage
from crm.core.database import session
from crm.imports import uploads
from crm.imports.readers.files import read_sheet
from crm.imports.rules import Kind
from kernel.errors import RuleError
from models import Contact, Establishment, Firm, ImportBatch, Job, LedgerEntry, RankingEntry
from models.enums import ImportState, Role
from tests.factories.contacts import make_contact
from tests.factories.firms import make_firm
from tests.factories.users import make_user
from tests.imports.files import as_csv, hand_in, look, sent
from tests.imports.zone import LINES, PROOF, take, take_up_to

FIRMS = LINES[Kind.FIRMS]
WRONG = [["ref", "name_hant", "business_number"], ["A-1", "甲", ""], ["A-2", "乙", "12345678"]]


@pytest.fixture(autouse=True)
def in_january_2025(clock_at) -> None:
    clock_at("2025-01-10T02:00:00Z")


@pytest.mark.parametrize("name", ["file.csv", "file.xlsx"])
def test_a_file_is_handed_in_looked_at_taken_in_and_undone(coordinator, name: str) -> None:
    preview = look(coordinator, Kind.FIRMS, FIRMS, name=name)
    assert session.query(Firm).count() == 0
    assert "甲子集團股份有限公司" in coordinator.get(preview).text

    reply = coordinator.post(f"{preview}/apply")
    batch = session.query(ImportBatch).one()
    page = coordinator.get(reply.location).text
    assert (session.query(Firm).count(), batch.new_count) == (3, 3)
    assert batch.sha256 in page
    assert "甲子集團股份有限公司" in page
    assert f"/imports/{batch.id}" in coordinator.get("/imports").text

    assert coordinator.post(f"/imports/{batch.id}/undo", data={"reason": ""}).status_code == 422
    coordinator.post(f"/imports/{batch.id}/undo", data={"reason": "wrong list"})
    session.expire_all()
    assert batch.state is ImportState.UNDONE
    assert all(firm.is_archived for firm in session.query(Firm))
    assert "wrong list" in coordinator.get(f"/imports/{batch.id}").text


def test_changed_cells_show_what_is_there_and_what_comes(coordinator) -> None:
    take(Kind.FIRMS, FIRMS, coordinator.user)

    preview = look(coordinator, Kind.FIRMS, [["ref", "address"], ["A-2", "高雄市"], ["A-3", ""]])

    assert re.search(r"<ins>高雄市</ins>", coordinator.get(f"{preview}?show=changed").text)
    assert "A-3" in coordinator.get(f"{preview}?show=same").text
    assert "A-3" not in coordinator.get(f"{preview}?show=changed").text


def test_nothing_is_taken_in_while_a_cell_is_wrong(coordinator) -> None:
    preview = look(coordinator, Kind.FIRMS, WRONG)

    page = coordinator.get(preview).text
    assert "12345678" in page
    assert f"{preview}/apply" not in page
    assert coordinator.post(f"{preview}/apply").status_code == 422
    session.rollback()
    assert session.query(Firm).count() == 0


def test_wrong_rows_come_as_csv_with_their_reasons_and_may_be_handed_in_again(coordinator) -> None:
    lines = [*WRONG, ["=A-3", "丙", "12345679"]]
    preview = look(coordinator, Kind.FIRMS, lines)

    reply = coordinator.get(f"{preview}/wrong.csv")
    sheet = read_sheet(reply.data, "wrong.csv")
    rows = [row for _number, row in sheet.rows]
    assert [(row[0], row[2]) for row in rows] == [("3", "A-2"), ("4", "'=A-3")]
    assert all(row[1].startswith("business_number: ") for row in rows)

    again = look(coordinator, Kind.FIRMS, [sheet.head, *([*row[:4], ""] for row in rows)])
    coordinator.post(f"{again}/apply")
    assert {firm.ref for firm in session.query(Firm)} == {"A-2", "=A-3"}


def test_a_corrected_file_takes_the_place_of_the_first(coordinator) -> None:
    preview = look(coordinator, Kind.FIRMS, WRONG)

    coordinator.post(f"{preview}/files", data={"file": sent(as_csv(WRONG[:2]), "better.csv")})

    assert "better.csv" in coordinator.get(preview).text
    assert coordinator.post(f"{preview}/apply").status_code == 302


def test_a_record_changed_since_the_preview_is_not_overwritten(coordinator) -> None:
    take(Kind.FIRMS, FIRMS, coordinator.user)
    preview = look(coordinator, Kind.FIRMS, [["ref", "address"], ["A-2", "高雄市"]])
    take(Kind.FIRMS, [["ref", "address"], ["A-2", "台南市"]], coordinator.user)

    refused = coordinator.post(f"{preview}/apply")

    assert refused.status_code == 422
    assert "<del>台南市</del>" in refused.text
    assert session.query(Firm).filter_by(ref="A-2").one().address == "台南市"
    assert coordinator.post(f"{preview}/apply").status_code == 302
    session.expire_all()
    assert session.query(Firm).filter_by(ref="A-2").one().address == "高雄市"


def test_a_file_is_taken_in_once(coordinator) -> None:
    preview = look(coordinator, Kind.FIRMS, FIRMS)
    coordinator.post(f"{preview}/apply")

    assert coordinator.post(f"{preview}/apply").status_code == 422
    session.rollback()
    assert session.query(ImportBatch).count() == 1


def test_unknown_headings_are_asked_about_and_may_be_left_out(coordinator) -> None:
    preview = look(coordinator, Kind.FIRMS, [["ref", "公司", "colour"], ["A-1", "甲", "red"]])
    assert 'name="heading-1"' in coordinator.get(preview).text

    unsaid = coordinator.post(f"{preview}/columns", data={"heading-0": "name_hant"})
    assert unsaid.status_code == 422
    coordinator.post(f"{preview}/columns", data={"heading-0": "name_hant", "heading-1": "-"})
    coordinator.post(f"{preview}/apply")

    assert session.query(Firm).one().name_hant == "甲"


@pytest.mark.parametrize("meaning", ["name_hant", "lock_version", "ref"])
def test_two_headings_do_not_mean_the_same_and_none_means_what_is_no_column(coordinator, meaning) -> None:
    preview = look(coordinator, Kind.FIRMS, [["ref", "公司", "colour"], ["A-1", "甲", "red"]])

    coordinator.post(f"{preview}/columns", data={"heading-0": "name_hant", "heading-1": meaning})

    assert coordinator.post(f"{preview}/apply").status_code == 422


def test_a_name_of_several_firms_is_asked_about(coordinator) -> None:
    chosen = [make_firm("同名企業股份有限公司") for _each in range(2)][1]
    lines = [["series", "edition", "as_of", "rank", "name_hant"]]
    lines.append(["made-up", "FY2023", "2023-12-31", "1", "同名企業股份有限公司"])
    preview = look(coordinator, Kind.RANKINGS, lines)
    page = coordinator.get(preview).text
    assert 'name="answer-2/name_hant"' in page
    assert f"{preview}/apply" not in page

    coordinator.post(f"{preview}/answers", data={"answer-2/name_hant": chosen.ref})
    coordinator.post(f"{preview}/apply")

    assert session.query(RankingEntry).one().firm_id == chosen.id


@pytest.mark.parametrize("is_zip", [True, False])
def test_evidence_is_handed_in_beside_the_file(coordinator, is_zip: bool) -> None:
    take_up_to(Kind.PROJECTS, coordinator.user, decided_by=coordinator.user)
    preview = look(coordinator, Kind.LEDGER, LINES[Kind.LEDGER])
    assert coordinator.post(f"{preview}/apply").status_code == 422

    files = [sent(zipped({"folder/proof.pdf": PROOF}), "all.zip")] if is_zip else [sent(PROOF, "proof.pdf")]
    assert coordinator.post(f"{preview}/files", data={"evidence": files}).status_code == 302
    coordinator.post(f"{preview}/apply")

    entries = session.query(LedgerEntry).all()
    assert [len(entry.evidence) for entry in entries] == [1, 1]
    assert entries[0].evidence[0].attachment.file_name == "proof.pdf"


def zipped(files: dict[str, bytes]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name, part in files.items():
            archive.writestr(name, part)
    return content.getvalue()


@pytest.mark.parametrize(
    "files",
    [{"a.exe": b"MZ"}, {"a/x.pdf": PROOF, "b/x.pdf": PROOF}, {"x.pdf": b"not a pdf"}, {"inner.zip": b"PK"}],
    ids=["kind", "twice", "content", "nested"],
)
def test_an_archive_with_what_is_not_taken_is_refused(app, files: dict[str, bytes]) -> None:
    with pytest.raises(RuleError):
        uploads.keep(Kind.LEDGER, ("f.csv", b"ref\nA\n"), [("all.zip", zipped(files))], locale="en")


def test_an_archive_that_unpacks_to_too_much_is_refused(app, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "MAX_EVIDENCE_BYTES", 100)
    large = zipped({"x.txt": b"x" * 101})

    with pytest.raises(RuleError):
        uploads.keep(Kind.LEDGER, ("f.csv", b"ref\nA\n"), [("a.zip", large)], locale="en")


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "f.csv"), (b"x", "f.pdf"), (b"x", "f.xlsx"), (b"ref\nA\x00", "f.csv")]
)
def test_a_file_that_is_no_table_is_refused_on_its_form(coordinator, content: bytes, name: str) -> None:
    reply = coordinator.post("/imports/kinds/firms", data={"file": sent(content, name)})

    assert reply.status_code == 422
    assert session.query(Job).count() == 0


def test_a_form_without_a_file_says_so(coordinator) -> None:
    assert coordinator.post("/imports/kinds/firms").status_code == 422


def test_a_preview_is_put_aside(coordinator) -> None:
    preview = look(coordinator, Kind.FIRMS, FIRMS)
    assert preview in coordinator.get("/imports").text

    coordinator.post(f"{preview}/discard")

    assert preview not in coordinator.get("/imports").text
    assert coordinator.get(preview).status_code == 404


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", list(Kind))
def test_templates_carry_chinese_headings_that_an_import_knows(coordinator, kind: Kind, ending: str) -> None:
    reply = coordinator.get(f"/imports/kinds/{kind.value}/template.{ending}")

    head = read_sheet(reply.data, f"t.{ending}").head
    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert all(not name.isascii() for name in head)
    assert hand_in(coordinator, kind, [head]).status_code == 302


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_comes_at_once_and_is_the_same_when_taken_in(coordinator, ending: str) -> None:
    take(Kind.FIRMS, FIRMS, coordinator.user)

    reply = coordinator.post("/imports/kinds/firms/export", data={"format": ending})

    rows = [row for _number, row in read_sheet(reply.data, f"f.{ending}").rows]
    assert sorted(row[0] for row in rows) == ["A-1", "A-2", "A-3"]


def test_park_staff_see_only_what_they_may_import(officer, coordinator) -> None:
    page = officer.get("/imports").text

    assert "/imports/kinds/firms" in page
    assert "/imports/kinds/fx" not in page
    assert officer.get("/imports/kinds/fx").status_code == 403
    assert "/imports/kinds/fx" in coordinator.get("/imports").text


def test_park_staff_take_nothing_in_for_another_park(client_for, coordinator) -> None:
    take_up_to(Kind.FIRMS, coordinator.user, decided_by=coordinator.user)
    officer = client_for(Role.OFFICER, "CZ")

    preview = look(officer, Kind.ESTABLISHMENTS, LINES[Kind.ESTABLISHMENTS])

    assert officer.post(f"{preview}/apply").status_code == 422
    session.rollback()
    assert session.query(Establishment).count() == 0


def test_what_a_colleague_took_in_of_people_stays_covered(client_for, coordinator) -> None:
    owner, colleague, other = (
        client_for(Role.OFFICER),
        client_for(Role.OFFICER),
        client_for(Role.OFFICER, "XT"),
    )
    take(Kind.FIRMS, FIRMS, coordinator.user)
    preview = look(owner, Kind.CONTACTS, LINES[Kind.CONTACTS])
    owner.post(f"{preview}/apply")
    address = f"/imports/{session.query(ImportBatch).order_by(ImportBatch.id.desc()).first().id}"

    assert "wang@example.com" in owner.get(address).text
    assert "wang@example.com" in coordinator.get(address).text
    assert "wang@example.com" not in colleague.get(address).text
    assert colleague.post(f"{address}/undo", data={"reason": "x"}).status_code == 403
    assert other.get(address).status_code == 404
    assert colleague.get(preview).status_code == 404


def test_a_masked_contact_is_not_laid_open_by_a_preview(client_for) -> None:
    contact = make_contact(by=make_user(role=Role.OFFICER, park="XT"), phone="+886 2 1111 2222")
    officer = client_for(Role.OFFICER)

    lines = [["ref", "phone"], [contact.ref, "+886 2 1111 2223"]]
    page = officer.get(look(officer, Kind.CONTACTS, lines)).text

    assert "1111 2222" not in page
    assert session.get(Contact, contact.id).phone == "+886 2 1111 2222"


def test_the_list_takes_six_statements_and_a_batch_twenty(coordinator, statements) -> None:
    for number in range(12):
        take(Kind.FIRMS, [["ref", "name_hant"], [f"B-{number}", f"企業{number}"]], coordinator.user)
    take(Kind.FIRMS, FIRMS, coordinator.user)
    preview = look(coordinator, Kind.FIRMS, FIRMS)
    limits = {"/imports": 6, "/imports/kinds/firms": 6, "/imports/13": 20, preview: 6}

    for address, limit in limits.items():
        with statements() as seen:
            reply = coordinator.get(address)
        assert reply.status_code == 200
        assert len(seen) <= limit, (address, seen)


def test_the_list_says_how_many_and_is_narrowed_by_kind(coordinator) -> None:
    assert "/imports/kinds/firms" in coordinator.get("/imports").text
    take(Kind.FIRMS, FIRMS, coordinator.user)
    take(Kind.FX, LINES[Kind.FX], coordinator.user)

    both, one = coordinator.get("/imports").text, coordinator.get("/imports?kind=fx").text

    assert len(re.findall(r'href="/imports/\d+"', both)) > len(re.findall(r'href="/imports/\d+"', one))
    assert coordinator.get("/imports?kind=nonsense").status_code == 200


def test_what_was_handed_in_is_kept_in_the_store(coordinator) -> None:
    look(coordinator, Kind.FIRMS, FIRMS)

    upload = uploads.upload_of(session.query(Job).one().arguments)
    assert storage.load(upload.sha256) == as_csv(FIRMS)
