"""The pages of issues: forms by keyboard alone, what a list shows to whom, how many statements they take."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO

from sqlalchemy import select

from crm.core.database import session
from crm.core.visibility import may_see_issue
from kernel import clock
from models import Attachment, Issue
from models.enums import IssueKind, IssueLevel, IssueState, NeedCategory, Role
from tests.conftest import SignedInClient
from tests.factories.issues import make_issue
from tests.factories.ledger import make_plan
from tests.factories.users import make_user

ClientFor = Callable[..., SignedInClient]


def test_a_need_is_raised_assigned_answered_and_closed_by_forms(client_for: ClientFor) -> None:
    officer, lead = client_for(Role.OFFICER, park="YY"), client_for(Role.PARK_LEAD, park="YY")

    reply = officer.post(
        "/issues/new", data={"kind": "other", "title": "Road sign", "park_id": officer.user.park_id}
    )
    issue = session.scalars(select(Issue)).one()
    assert reply.location == f"/issues/{issue.id}"
    here, due = f"/issues/{issue.id}", (clock.today() + timedelta(days=30)).isoformat()
    session.rollback()

    def version() -> str:
        session.expire_all()
        number = str(session.get_one(Issue, issue.id).lock_version)
        session.rollback()
        return number

    sent = {"owner_id": officer.user.id, "due_on": due, "lock_version": version()}
    assert lead.post(f"{here}/assign", data=sent).status_code == 302
    refused = officer.post(f"{here}/answer", data={"note": "done", "lock_version": version()})
    assert refused.status_code == 422
    assert "Add the papers that prove it." in refused.text
    proof = {"note": "done", "lock_version": version(), "files": (BytesIO(b"%PDF-1.7 x"), "proof.pdf")}
    assert officer.post(f"{here}/answer", data=proof).status_code == 302
    assert officer.get(f"{here}/close").status_code == 403
    assert lead.post(f"{here}/close", data={"note": "", "lock_version": version()}).status_code == 302

    session.expire_all()
    assert session.get_one(Issue, issue.id).state is IssueState.CLOSED
    page = lead.get(here).text
    assert "proof.pdf" in page
    assert "Opened again" not in page


def test_a_stale_form_is_refused_and_nothing_typed_is_lost(client_for: ClientFor) -> None:
    lead = client_for(Role.PARK_LEAD, park="YY")
    issue = make_issue(park="YY", owner=make_user(role=Role.OFFICER, park="YY"))

    reply = lead.post(f"/issues/{issue.id}/report", data={"note": "half the cable", "lock_version": "99"})

    assert reply.status_code == 422
    assert "half the cable" in reply.text


def test_a_confidential_issue_is_its_owners_its_raisers_and_the_leads(client_for: ClientFor) -> None:
    officer, lead = client_for(Role.OFFICER, park="YY"), client_for(Role.PARK_LEAD, park="YY")
    issue = make_issue(park="YY", is_confidential=True, title="Secret matter")
    own = make_issue(park="YY", is_confidential=True, title="Own matter", owner=officer.user)

    assert officer.get(f"/issues/{issue.id}").status_code == 404
    assert officer.get(f"/issues/{own.id}").status_code == 200
    for address in ("/issues", "/issues/board", "/issues/export.csv", "/issues/board/raised"):
        assert "Secret matter" not in officer.get(address).text
        assert "Secret matter" in lead.get(address).text


def test_an_issue_stays_in_the_park_that_its_owner_left(client_for: ClientFor) -> None:
    officer = client_for(Role.OFFICER, park="XT")
    left = make_issue(park="YY", owner=officer.user, raised_by=officer.user, title="Power of YY")
    make_issue(park=None, owner=officer.user, title="Power of all")

    assert officer.get(f"/issues/{left.id}").status_code == 404
    page = officer.get("/issues").text
    assert "Power of YY" not in page
    assert "Power of all" in page
    assert not may_see_issue(officer.user, left)


def test_an_evidence_file_goes_with_its_issue(client_for: ClientFor) -> None:
    officer, rival = client_for(Role.OFFICER, park="YY"), client_for(Role.OFFICER, park="XT")
    issue = make_issue(park="YY", owner=officer.user)
    data = {
        "note": "done",
        "lock_version": issue.lock_version,
        "files": (BytesIO(b"%PDF-1.7 x"), "proof.pdf"),
    }
    officer.post(f"/issues/{issue.id}/answer", data=data)
    file_id = session.scalars(select(Attachment.id)).one()
    session.rollback()

    assert officer.get(f"/attachments/{file_id}").status_code == 200
    assert rival.get(f"/attachments/{file_id}").status_code == 404


def test_lists_and_pages_take_few_statements(
    client_for: ClientFor, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    office = client_for(Role.COORDINATOR)
    owner = make_user(role=Role.OFFICER, park="YY")
    for number in range(15):
        issue = make_issue(park="YY", owner=owner, title=f"Matter {number}")
    limits = {"/issues": 9, "/issues/needs": 9, f"/issues/{issue.id}": 14, "/issues/board": 14}

    for address, limit in limits.items():
        with statements() as seen:
            assert office.get(address).status_code == 200
        assert len(seen) <= limit, f"{address}: {len(seen)}"


def test_a_column_of_the_board_goes_on_where_it_stopped(client_for: ClientFor) -> None:
    office = client_for(Role.COORDINATOR)
    today = clock.today()
    for number in range(14):
        make_issue(park="YY", title=f"Matter {number:02}", due_on=today + timedelta(days=number))

    board = office.get("/issues/board").text
    assert "Matter 11" in board
    assert "Matter 12" not in board
    address = board.split('data-hx-get="')[1].split('"')[0].replace("&amp;", "&")
    rest = office.get(address).text

    assert "Matter 11" not in rest
    assert "Matter 12" in rest
    assert "Matter 13" in rest


def test_needs_are_counted_with_their_times(client_for: ClientFor) -> None:
    for days in (2, 4, 9):
        make_issue(
            park="YY",
            kind=IssueKind.NEED,
            need_category=NeedCategory.POWER,
            response_days=days,
            answer_days=days * 2,
            state=IssueState.CLOSED,
        )

    page = client_for(Role.COORDINATOR).get("/issues/needs").text

    row = next(part for part in page.split("<tr>") if ">Power<" in part)
    assert "show=all" in row
    assert [cell.split("</")[0].split(">")[-1] for cell in row.split("<span>")[1:]][-3:] == ["2", "4", "8"]


def test_the_letter_names_what_is_overdue_and_only_what_was_chosen(client_for: ClientFor) -> None:
    owner = make_user(role=Role.OFFICER, park="YY")
    late = clock.today() - timedelta(days=4)
    one = make_issue(park="YY", owner=owner, title="Cable", due_on=late)
    make_issue(park="YY", owner=owner, title="Gate", due_on=late)
    make_issue(park="YY", owner=owner, title="In time")
    make_issue(park="XT", title="Theirs", due_on=late, level=IssueLevel.CITY)
    lead = client_for(Role.PARK_LEAD, park="YY")

    letter = lead.get("/issues/letter").text.split('class="report', 1)[1]
    assert ("Cable" in letter, "Gate" in letter, "In time" in letter, "Theirs" in letter) == (
        True,
        True,
        False,
        False,
    )
    chosen = lead.get(f"/issues/letter?issue={one.id}").text.split('class="report', 1)[1]
    assert "Cable" in chosen
    assert "Gate" not in chosen
    assert lead.get(f"/issues/letter/docx?issue={one.id}").data.startswith(b"PK")


def test_the_letter_is_a_report_as_known_then(client_for: ClientFor) -> None:
    today = clock.today()
    late = today - timedelta(days=4)
    make_issue(park="YY", owner=make_user(role=Role.OFFICER, park="YY"), title="Cable", due_on=late)
    make_issue(park="YY", title="Hush", due_on=late, is_confidential=True)
    make_plan(key="2022-2025")
    session.commit()
    office = client_for(Role.COORDINATOR)

    now = office.get("/reports/supervision?park=YY").text
    before = office.get("/reports/supervision?park=YY&known_at=2020-01-01T00:00:00Z").text

    assert ("Cable" in now, "Hush" in now, "Cable" in before) == (True, False, False)
