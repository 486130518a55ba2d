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
from tests.factories.firms import make_firm
from tests.factories.ledger import make_entry
from tests.factories.projects import make_project
from tests.factories.todos import make_deputy, make_todo
from tests.factories.users import make_user


def numbers(page: str) -> dict[str, int]:
    """The tiles: what is counted, and how many."""
    tiles = re.findall(r'figure-card-label">([^<]+)</h2>.*?figure-link"[^>]*>([\d,]+)<', page, re.DOTALL)
    return {label: int(number) for label, number in tiles}


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_a_first_page(client_for, role: Role) -> None:
    page = client_for(role).get("/", follow_redirects=True)

    assert page.status_code == 200
    assert "<h1" in page.text


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.ADVISER, "linked yet"),
        (Role.EMPLOYER, "Nothing waits for you"),
        (Role.APPLICANT, "You have not applied yet"),
        (Role.LEADER, "Open the cockpit"),
    ],
)
def test_an_empty_page_says_what_belongs_there(client_for, role: Role, words: str) -> None:
    assert words in client_for(role).get("/", follow_redirects=True).text


def test_what_is_due_within_a_week_is_there_and_what_was_put_off_is_not(officer, clock_at) -> None:
    clock_at("2024-06-10T02:00:00Z")
    colleague = make_user(role=Role.OFFICER, park="YY")
    for title, due, owner, until in (
        ("ring the owner", date(2024, 6, 9), officer.user, None),
        ("send the plan", date(2024, 6, 17), officer.user, None),
        ("put off", date(2024, 6, 12), officer.user, date(2024, 6, 11)),
        ("far away", date(2024, 6, 18), officer.user, None),
        ("a colleague's", date(2024, 6, 10), colleague, None),
    ):
        make_todo(owner, title=title, due_on=due, snoozed_until=until)

    page = officer.get("/").text

    assert page.index("ring the owner") < page.index("send the plan")
    assert page.count(">Overdue<") == 1
    for absent in ("far away", "a colleague", "put off"):
        assert absent not in page


def test_a_deputy_finds_what_is_due_for_whom_they_stand_in_for(officer) -> None:
    principal = make_user(role=Role.OFFICER, park="YY", display_name="Wang away")
    make_todo(principal, title="the principal's")
    assert "the principal" not in officer.get("/").text

    make_deputy(principal, officer.user)

    pile = officer.get("/").text.partition("For those you stand in for")[2]
    assert "the principal" in pile
    assert "Wang away" in pile


def test_firms_that_have_been_silent_go_cold_the_longest_first(officer, clock_at) -> None:
    clock_at("2024-06-10T02:00:00Z")
    for name, day, values in (
        ("示例久", "2024-01-05", {}),
        ("示例近", "2024-04-05", {}),
        ("示例热", "2024-06-05", {}),
        ("示例人", "2024-01-05", {"created_by_id": make_user().id}),
    ):
        met = {"park": "YY", "created_by_id": officer.user.id, "firms": [make_firm(name=name)], **values}
        make_engagement(happened_at=clock.parse_moment(f"{day}T02:00:00Z"), **met)
        # A message into the void is no answer.
        later = clock.parse_moment("2024-06-08T02:00:00Z")
        make_engagement(happened_at=later, is_two_way=False, **met)

    pile = officer.get("/").text.partition("What goes cold")[2]

    assert pile.index("示例久") < pile.index("示例近")
    assert "示例热" not in pile
    assert "示例人" not in pile


def test_a_leader_finds_the_cockpit_and_what_needs_one(leader) -> None:
    page = leader.get("/").text
    for words in ("Open the cockpit", "What needs a leader", "Projects in red", "What to do"):
        assert words in page


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
        make_todo(client.user, project_id=project.id, firm_id=project.firm_id)
        make_engagement(park="YY", project=project, created_by_id=own)
    assert session.scalars(select(Park)).all()

    with statements() as seen:
        assert client.get("/").status_code == 200

    assert len(seen) <= 16
