"""The cockpit by role, empty and full, as of a day and as known at a moment."""

from __future__ import annotations

from datetime import date

import pytest

from kernel import clock
from models.enums import EntryKind, Role
from tests.factories.firms import make_firm
from tests.factories.ledger import make_entry, make_plan
from tests.factories.plans import AS_OF, make_plan_with_indicators, make_zone
from tests.factories.projects import make_project
from tests.factories.rankings import make_edition
from tests.factories.users import make_user
from tests.pages.cockpit.walking import figures_in, tables_of, text_of, tree_of

READERS = {Role.OFFICER, Role.PARK_LEAD, Role.COORDINATOR, Role.LEADER}
PAGES = ("/cockpit/", "/cockpit/groups", "/cockpit/cohort", "/cockpit/pipeline")


def card(page: str, label: str) -> str:
    """The text of the headline card with this label."""
    cards = [node for node in tree_of(page).iter("section") if "figure-card" in (node.get("class") or "")]
    return next(text for text in map(text_of, cards) if text.startswith(label))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", list(Role))
def test_readers_see_it_and_nobody_else(client_for, role: Role, path: str) -> None:
    make_plan_with_indicators()

    answer = client_for(role).get(path)

    assert answer.status_code == (200 if role in READERS else 403)


@pytest.mark.parametrize("path", PAGES)
def test_a_fresh_zone_shows_zeros_and_dashes(coordinator, path: str) -> None:
    make_plan_with_indicators()

    answer = coordinator.get(path)

    assert answer.status_code == 200
    assert "0.00" in answer.text or "No " in answer.text or "count yet" in answer.text


def test_a_plan_without_targets_shows_no_target(coordinator) -> None:
    make_plan(key="bare")

    page = coordinator.get("/cockpit/")

    assert page.status_code == 200
    assert " of " not in card(page.text, "New Taiwan investment").split("Agreed")[0]


def test_without_any_plan_it_says_what_to_do(coordinator) -> None:
    page = coordinator.get("/cockpit/")

    assert page.status_code == 404
    assert "There is no plan yet" in page.text


@pytest.mark.parametrize(
    ("path", "budget"),
    [("/cockpit/", 25), ("/cockpit/groups", 20), ("/cockpit/cohort", 20), ("/cockpit/pipeline", 20)],
)
def test_statements_stay_few(coordinator, statements, path: str, budget: int) -> None:
    make_zone(projects=8)

    with statements() as seen:
        assert coordinator.get(f"{path}?as_of={AS_OF}").status_code == 200

    assert len(seen) <= budget, [statement.split("FROM")[-1][:70] for statement in seen]


def test_no_figure_is_named_by_a_key(coordinator) -> None:
    make_zone(projects=4)

    page = coordinator.get(f"/cockpit/?as_of={AS_OF}").text
    shown = text_of(next(tree_of(page).iter("main")))

    for key in ("top-groups", "signed-cohort", "plan-headline", "plan-arrived", "zone-and-linked"):
        assert key not in shown
    assert "Top-100 groups settled in core parks" in shown


def test_the_triple_stands_side_by_side_with_linked_areas_beside(coordinator) -> None:
    make_plan_with_indicators()
    recorder, verifier = make_user(), make_user()
    for park, kind, amount in (
        ("YY", EntryKind.AGREED, "3000000"),
        ("YY", EntryKind.CONTRACTED, "2000000"),
        ("YY", EntryKind.ARRIVED, "1000000"),
        ("CS", EntryKind.CONTRACTED, "500000"),
    ):
        make_entry(
            project=make_project(park=park), by=recorder, verified_by=verifier, kind=kind, amount=amount
        )

    text = card(coordinator.get("/cockpit/?as_of=2024-06-30").text, "New Taiwan investment")

    for words in (
        "Agreed 3.00US$ million",
        "Contracted 2.00US$ million",
        "Arrived 1.00US$ million",
        "With linked areas 2.50US$ million",
    ):
        assert words in text


def test_the_as_of_date_in_the_address_changes_the_figures(coordinator) -> None:
    make_plan_with_indicators()
    make_entry(by=make_user(), verified_by=make_user(), amount="7000000", effective_on=date(2024, 5, 1))

    before = card(coordinator.get("/cockpit/?as_of=2024-04-30").text, "New Taiwan investment")
    after = card(coordinator.get("/cockpit/?as_of=2024-05-01").text, "New Taiwan investment")

    assert "Contracted 0.00" in before
    assert "Contracted 7.00US$ million" in after


def test_the_known_at_moment_in_the_address_changes_the_figures(coordinator, clock_at) -> None:
    clock_at("2024-06-01T02:00:00Z")
    make_plan_with_indicators()
    make_entry(by=make_user(), verified_by=make_user(), amount="7000000", effective_on=date(2024, 5, 1))
    clock_at("2024-07-01T02:00:00Z")

    url = "/cockpit/?as_of=2024-05-31&known_at="
    before = coordinator.get(f"{url}2024-06-01T01:59:59Z").text
    after = coordinator.get(f"{url}2024-06-01T02:00:00Z").text

    assert "Contracted 0.00" in card(before, "New Taiwan investment")
    assert "as known at 2024-06-01" in before
    assert "Contracted 7.00US$ million" in card(after, "New Taiwan investment")


def test_a_date_that_is_none_is_refused_in_words(coordinator) -> None:
    make_plan_with_indicators()

    for query in ("as_of=yesterday", "known_at=2024-06-01T02:00:00", "plan=unknown"):
        assert coordinator.get(f"/cockpit/?{query}").status_code in (404, 422)


def test_a_closed_plan_shows_its_final_result_and_no_run_rate(coordinator, clock_at) -> None:
    clock_at("2026-03-01T02:00:00Z")
    make_plan_with_indicators()

    closed = coordinator.get("/cockpit/").text
    under_way = coordinator.get("/cockpit/?as_of=2025-12-30").text

    assert "final results" in closed
    assert "Needed per month" not in closed
    assert "final results" not in under_way
    assert "Needed per month" in under_way


def test_the_next_plan_takes_over_at_its_first_day(coordinator, clock_at) -> None:
    clock_at("2026-03-01T02:00:00Z")
    make_plan_with_indicators()
    make_plan(key="2026-2030", starts_on=date(2026, 1, 1), ends_on=date(2030, 12, 31))

    assert "2026-2030" in text_of(next(tree_of(coordinator.get("/cockpit/").text).iter("main")))
    assert "final results" in coordinator.get("/cockpit/?plan=2022-2025").text
    assert "final results" in coordinator.get("/cockpit/?as_of=2025-12-31").text


def test_park_staff_see_their_own_park_whatever_the_address_says(client_for) -> None:
    make_zone(projects=8)
    lead = client_for(Role.PARK_LEAD, "XT")

    own = lead.get(f"/cockpit/?as_of={AS_OF}").text
    other = lead.get(f"/cockpit/?as_of={AS_OF}&park=YY").text

    assert card(own, "New Taiwan investment") == card(other, "New Taiwan investment")
    assert "Park YY" not in text_of(next(tree_of(own).iter("main")))


def test_each_chart_has_its_table_and_an_option_without_functions(coordinator) -> None:
    make_zone(projects=4)

    page = tree_of(coordinator.get(f"/cockpit/?as_of={AS_OF}").text)
    charts = [node for node in page.iter("figure") if node.get("class") == "chart"]

    assert [chart.get("id") for chart in charts] == ["course", "years", "pipeline"]
    assert all(len(list(chart.iter("table"))) == 1 for chart in charts)


def test_it_can_fill_the_screen(coordinator) -> None:
    make_plan_with_indicators()

    page = coordinator.get("/cockpit/").text

    assert 'data-fullscreen="stage"' in page
    assert 'id="stage"' in page


def test_last_year_stands_beside_this_year(coordinator) -> None:
    make_plan_with_indicators()
    recorder, verifier = make_user(), make_user()
    for day, amount in (
        (date(2023, 5, 1), "4000000"),
        (date(2023, 7, 1), "1000000"),
        (date(2024, 5, 1), "6000000"),
    ):
        make_entry(by=recorder, verified_by=verifier, amount=amount, effective_on=day)

    figures = {shown.exact for shown in figures_in(coordinator.get("/cockpit/?as_of=2024-06-30").text)}

    assert {"6,000,000.00 US$", "4,000,000.00 US$"} <= figures
    assert "50.00" in coordinator.get("/cockpit/?as_of=2024-06-30").text


def test_time_follows_the_clock_of_the_house(coordinator, clock_at) -> None:
    clock_at("2024-06-30T02:00:00Z")
    make_plan_with_indicators()

    assert clock.today().isoformat() in coordinator.get("/cockpit/").text


def test_of_the_groups_that_don_t_count_the_first_are_shown_and_all_on_request(coordinator) -> None:
    make_plan_with_indicators()
    make_edition(ranks={make_firm(): rank for rank in range(1, 31)})

    first = coordinator.get("/cockpit/groups?as_of=2024-06-30").text
    whole = coordinator.get("/cockpit/groups?as_of=2024-06-30&all=1").text

    assert [len(tables_of(page)[-1][1]) for page in (first, whole)] == [25, 30]
    assert "Show all" in first
    assert "Show all" not in whole


def test_amounts_of_one_card_are_counted_in_one_scale(coordinator) -> None:
    make_plan_with_indicators()
    coordinator.user.locale = "zh_Hans_CN"
    make_entry(by=make_user(), verified_by=make_user(), amount="600000000", effective_on=date(2024, 5, 1))

    shown = card(coordinator.get("/cockpit/?as_of=2024-06-30").text, "新增台商投资")

    assert "亿美元" in shown
    assert "万美元" not in shown
