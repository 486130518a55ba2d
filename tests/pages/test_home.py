from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from crm.core.database import session
from crm.ledger import service
from kernel import clock
from models import LedgerSample, Park
from models.enums import Decision, Role, Stage, Status
from tests.factories.engagements import make_engagement
from tests.factories.ledger import make_entry
from tests.factories.projects import make_project
from tests.factories.users import make_user


def numbers(page: str) -> dict[str, int]:
    """The tiles: what is counted, and how many."""
    tiles = re.findall(r'figure-card-label">([^<]+)</h2>.*?figure-link"[^>]*>([\d,]+)<', page, re.DOTALL)
    return {label: int(number) for label, number in tiles}


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_a_first_page(client_for, role: Role) -> None:
    page = client_for(role).get("/")

    assert page.status_code == 200
    assert "<h1" in page.text


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.ADVISER, "Your referrals will stand here"),
        (Role.EMPLOYER, "Applications to review will stand here"),
        (Role.APPLICANT, "Your application will stand here"),
        (Role.LEADER, "Open the cockpit"),
    ],
)
def test_an_empty_page_says_what_belongs_there(client_for, role: Role, words: str) -> None:
    assert words in client_for(role).get("/").text


def test_next_steps_of_ones_own_are_there_a_week_ahead(officer, clock_at) -> None:
    clock_at("2024-06-10T02:00:00Z")
    for step, due, owner in (
        ("ring the owner", date(2024, 6, 9), officer.user),
        ("send the plan", date(2024, 6, 17), officer.user),
        ("far away", date(2024, 6, 18), officer.user),
        ("a colleague's", date(2024, 6, 10), make_user(role=Role.OFFICER, park="YY")),
    ):
        make_engagement(park="YY", next_step=step, next_due_on=due, next_owner=owner)

    page = officer.get("/").text

    assert page.index("ring the owner") < page.index("send the plan")
    assert page.count("overdue") == 1
    assert "far away" not in page
    assert "a colleague" not in page


def test_the_coordinator_is_shown_what_others_recorded_and_nobody_decided(coordinator) -> None:
    theirs = make_entry(project=make_project(name="示例待核"))
    make_entry(project=make_project(name="示例自录"), by=coordinator.user)
    make_entry(project=make_project(name="示例已核"), verified_by=make_user())

    page = coordinator.get("/").text

    assert theirs.project.name in page
    assert "示例自录" not in page
    assert "示例已核" not in page


def test_a_park_is_shown_only_its_own_entries_to_check(officer) -> None:
    make_entry(project=make_project(name="示例本园", park="YY"))
    make_entry(project=make_project(name="示例他园", park="XT"))

    page = officer.get("/").text

    assert "示例本园" in page
    assert "示例他园" not in page


def test_what_was_sent_back_waits_for_its_recorder(officer) -> None:
    entry = make_entry(project=make_project(name="示例退回", park="YY"), by=officer.user)
    service.decide_entry(entry, Decision.RETURNED, by=make_user(), note="no receipt")
    session.commit()

    assert "示例退回" in officer.get("/").text.rpartition("sent back to you")[2]


def test_own_projects_are_there_the_longest_untouched_first(officer) -> None:
    for name, moment, status in (
        ("示例新", "2024-05-01T00:00:00Z", Status.ACTIVE),
        ("示例旧", "2024-01-01T00:00:00Z", Status.PAUSED),
        ("示例止", "2023-01-01T00:00:00Z", Status.TERMINATED),
    ):
        make_project(
            name=name,
            park="YY",
            stage=Stage.TALKS,
            status=status,
            responsible_id=officer.user.id,
            updated_at=clock.parse_moment(moment),
        )

    page = officer.get("/").text

    assert page.index("示例旧") < page.index("示例新")
    assert "示例止" not in page


def test_a_long_pile_says_how_high_it_is(officer) -> None:
    for _ in range(11):
        make_project(park="YY", responsible_id=officer.user.id)

    assert "8 of 11" in officer.get("/").text


def test_the_security_administrator_sees_who_waits_and_who_is_locked(security_administrator, client) -> None:
    make_user(name="newcomer", is_enabled=False)
    make_user(name="li.wei")
    for _ in range(5):
        client.post("/sign-in", data={"name": "li.wei", "password": "x"})

    shown = numbers(security_administrator.get("/").text)

    assert shown == {"Accounts that wait to be enabled": 1, "Accounts locked now": 1}


def test_the_auditor_sees_samples_and_refusals_and_each_number_is_that_of_its_list(
    auditor, officer, client
) -> None:
    decision = make_entry(verified_by=make_user()).decisions[-1]
    if not session.scalars(select(LedgerSample)).all():
        session.add(LedgerSample(decision_id=decision.id, drawn_at=clock.now()))
        session.commit()
    officer.get("/users")
    officer.get("/audit")
    client.post("/sign-in", data={"name": "nobody", "password": "x"})

    page = auditor.get("/").text

    assert list(numbers(page).values()) == [1, 2, 1]
    for address, number in zip(re.findall(r'href="(/audit\?[^"]+)"', page), (2, 1), strict=True):
        assert f"{number} of" in auditor.get(address.replace("&amp;", "&")).text


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COORDINATOR, Role.AUDITOR, Role.SECURITY_ADMINISTRATOR])
def test_the_first_page_stays_within_its_statements(client_for, statements, role: Role) -> None:
    client = client_for(role)
    own = client.user.id
    for _ in range(9):
        project = make_project(park="YY", responsible_id=own)
        make_entry(project=project)
        make_engagement(
            park="YY", project=project, next_owner_id=own, next_step="x", next_due_on=date(2024, 1, 1)
        )
    assert session.scalars(select(Park)).all()

    with statements() as seen:
        assert client.get("/").status_code == 200

    assert len(seen) <= 14
