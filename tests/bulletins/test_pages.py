"""The pages of reports: by role, empty and full, with figures that open their rows."""

from __future__ import annotations

from datetime import date

import pytest

from models.enums import Role
from tests.factories.ledger import make_entry
from tests.factories.plans import AS_OF, make_plan_with_indicators, make_zone
from tests.factories.users import make_user
from tests.pages.cockpit.walking import column_sum, number_in, rows_of, text_of, tree_of

READERS = {Role.OFFICER, Role.PARK_LEAD, Role.COORDINATOR, Role.LEADER}


def links_of(page: str) -> list[tuple[str, str]]:
    """Every figure of a report that opens its rows: address, exact value."""
    return [
        (link.get("href", ""), link.find("data").get("value", ""))
        for link in tree_of(page).iter("a")
        if link.get("class") == "report-link"
    ]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("path", ["/reports/", "/reports/progress"])
def test_readers_see_them_and_nobody_else(client_for, role: Role, path: str) -> None:
    make_plan_with_indicators()

    assert client_for(role).get(path).status_code == (200 if role in READERS else 403)


def test_without_an_order_the_page_says_what_belongs_there(leader) -> None:
    make_plan_with_indicators()

    assert "No report ordered yet" in leader.get("/reports/").text


def test_an_unknown_report_is_not_found(leader) -> None:
    make_plan_with_indicators()

    assert leader.get("/reports/nothing").status_code == 404
    assert leader.get("/reports/jobs/999").status_code == 404


def test_every_sum_on_the_page_opens_rows_that_add_up_to_it(coordinator) -> None:
    make_zone(projects=10)

    links = set(links_of(coordinator.get(f"/reports/progress?as_of={AS_OF}").text))
    ledger = [(url, value) for url, value in links if url.startswith("/ledger/rows")]

    assert len(ledger) > 60
    for url, value in ledger[::3]:
        heads, rows = rows_of(coordinator, url)
        assert column_sum(heads, rows, "Counts with") == number_in(value), url


def test_every_line_of_a_reconciliation_opens_its_entries(coordinator) -> None:
    make_zone(projects=10)

    links = set(links_of(coordinator.get(f"/reports/progress?as_of={AS_OF}").text))
    lines = [(url, value) for url, value in links if url.startswith("/ledger/reconciliation/rows")]

    assert len(lines) >= 7
    for url, value in lines:
        heads, rows = rows_of(coordinator, url)
        assert column_sum(heads, rows, "Counts with") == number_in(value), url


def test_every_link_of_a_report_leads_somewhere(coordinator) -> None:
    make_zone(projects=6)

    others = {
        url
        for url, _value in links_of(coordinator.get(f"/reports/progress?as_of={AS_OF}").text)
        if not url.startswith("/ledger/")
    }

    assert others
    for url in others:
        assert coordinator.get(url).status_code == 200, url


def test_the_address_decides_as_of_when_and_as_known_when(leader, clock_at) -> None:
    clock_at("2024-06-01T02:00:00Z")
    make_plan_with_indicators()
    make_entry(by=make_user(), verified_by=make_user(), amount="7000000", effective_on=date(2024, 5, 1))
    clock_at("2024-07-01T02:00:00Z")

    def headline(query: str) -> set[str]:
        return {
            value
            for url, value in links_of(leader.get(f"/reports/progress?{query}").text)
            if "plan-headline" in url
        }

    assert "7000000.00" in headline("as_of=2024-06-30")
    assert "7000000.00" not in headline("as_of=2024-04-30")
    assert "7000000.00" not in headline("as_of=2024-06-30&known_at=2024-05-31T00:00:00Z")


def test_park_staff_read_their_own_parks_report(client_for) -> None:
    zone = make_zone(projects=10)
    foreign = [project.name for project in zone.projects if project.park.code != "XT"]

    page = client_for(Role.OFFICER, "XT").get(f"/reports/progress?as_of={AS_OF}&park=YY")
    text = text_of(next(tree_of(page.text).iter("article")))

    assert "Park XT: progress report" in text
    assert not [name for name in foreign if f"{name} " in text]


def test_a_linked_areas_staff_can_order_their_own(client_for) -> None:
    make_zone(projects=5)
    officer = client_for(Role.OFFICER, "CS")

    assert officer.get(f"/reports/progress?as_of={AS_OF}").status_code == 200
    form = {"name": "progress", "as_of": AS_OF, "park": "CS", "locale": "en", "file_format": "pdf"}
    assert officer.post("/reports/", data=form).status_code == 302


def test_an_order_begun_on_the_report_keeps_its_date_and_park(leader) -> None:
    make_plan_with_indicators()

    page = leader.get("/reports/?as_of=2023-06-30&park=XT").text

    assert 'value="2023-06-30"' in page
    assert 'selected value="XT"' in page


@pytest.mark.parametrize(("path", "budget"), [("/reports/", 6), ("/reports/progress", 25)])
def test_statements_stay_few(leader, statements, path: str, budget: int) -> None:
    make_zone(projects=6)

    with statements() as seen:
        assert leader.get(f"{path}?as_of={AS_OF}").status_code == 200

    assert len(seen) <= budget, [statement.split("FROM")[-1][:70] for statement in seen]
