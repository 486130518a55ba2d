"""Targets by role, empty and full; two keys; sums that are checked; the next plan."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from crm.bulletins.queries.frame import Frame
from crm.core.database import session
from crm.indicators.breakdown import breakdown
from crm.indicators.reached import Asked, reached_of
from kernel import clock
from models import IndicatorDecision, IndicatorTarget, IndicatorValue, Plan
from models.enums import Decision, Direction, IndicatorKind, Role, TargetKind
from tests.factories.ledger import make_entry
from tests.factories.plans import (
    AS_OF,
    add_target,
    add_value,
    make_indicator,
    make_plan_with_indicators,
    make_zone,
)
from tests.factories.users import make_user
from tests.factories.zone import get_park
from tests.pages.cockpit.walking import tables_of, text_of, tree_of

READERS = {Role.OFFICER, Role.PARK_LEAD, Role.COORDINATOR, Role.LEADER}
STAFF = READERS - {Role.LEADER}
VERIFIED = {"decision": "verified", "note": "", "seen": "0"}
RETURNED = {"decision": "returned", "note": "unit is wrong", "seen": "0"}
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def row_of(page: str, number: int) -> list[str]:
    """The line of an indicator in the list of all."""
    return next(row for row in tables_of(page)[0][1] if row[0] == str(number))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/targets/", READERS),
        ("/targets/1", READERS),
        ("/targets/values", READERS),
        ("/targets/1/values/new", STAFF),
        ("/targets/1/targets/new", {Role.COORDINATOR}),
        ("/targets/plans/new", {Role.COORDINATOR}),
    ],
)
def test_each_role_opens_what_it_may(client_for, role: Role, path: str, allowed: set[Role]) -> None:
    make_plan_with_indicators()

    assert client_for(role).get(path).status_code == (200 if role in allowed else 403)


def test_a_plan_without_indicators_says_where_they_come_from(coordinator) -> None:
    session.add(
        Plan(
            key="bare",
            name_hans="规划",
            name_hant="規劃",
            name_en="Bare",
            starts_on=date(2022, 1, 1),
            ends_on=date(2025, 12, 31),
        )
    )
    session.commit()

    assert "No indicators yet" in coordinator.get("/targets/").text


@pytest.mark.parametrize(("path", "budget"), [("/targets/", 25), ("/targets/1", 20), ("/targets/values", 6)])
def test_statements_stay_few(coordinator, statements, path: str, budget: int) -> None:
    make_zone(projects=6)

    with statements() as seen:
        assert coordinator.get(f"{path}?as_of={AS_OF}").status_code == 200

    assert len(seen) <= budget, [statement.split("FROM")[-1][:70] for statement in seen]


def test_a_target_in_words_is_not_forced_into_a_number(coordinator) -> None:
    make_plan_with_indicators()

    row = row_of(coordinator.get("/targets/").text, 6)

    assert "Above the target of the province" in row
    assert row[8] == "—"


def test_a_relative_target_shows_its_words_and_the_number_that_follows(coordinator) -> None:
    make_plan_with_indicators()

    row = row_of(coordinator.get("/targets/").text, 10)

    assert row[5].startswith("200")
    assert "Twice that of 2021" in row[5]


def test_parks_values_are_added_up_but_rates_are_not(coordinator) -> None:
    plan = make_plan_with_indicators()
    for number in (1, 2):
        indicator = next(each for each in plan.indicators if each.number == number)
        add_value(indicator, "40", period="2023", park="YY")
        add_value(indicator, "20.5", period="2023", park="XT")

    page = coordinator.get("/targets/").text

    assert row_of(page, 1)[6:9] == ["60.5", "2023", "30.25"]
    assert row_of(page, 2)[6:9] == ["—", "—", "—"]


def test_the_as_of_date_leaves_later_periods_out(coordinator) -> None:
    plan = make_plan_with_indicators()
    add_value(plan.indicators[0], "40", period="2022")
    add_value(plan.indicators[0], "50", period="2023")

    assert row_of(coordinator.get("/targets/?as_of=2023-12-31").text, 1)[6] == "50"
    assert row_of(coordinator.get("/targets/?as_of=2023-12-30").text, 1)[6] == "40"
    detail = coordinator.get("/targets/1?as_of=2023-12-30").text
    assert "1 values of later periods are left out" in detail


def test_the_known_at_moment_decides_which_value_and_target_hold(coordinator, clock_at) -> None:
    clock_at("2024-02-01T02:00:00Z")
    plan = make_plan_with_indicators()
    add_value(plan.indicators[0], "40", period="2023")
    add_target(plan.indicators[0], "250", year=None)
    clock_at("2024-03-01T02:00:00Z")
    add_value(plan.indicators[0], "45", period="2023")
    add_target(plan.indicators[0], "180", year=None)
    clock_at("2024-04-01T02:00:00Z")

    assert row_of(coordinator.get("/targets/").text, 1)[5:7] == ["180", "45"]
    before = coordinator.get("/targets/?known_at=2024-02-15T00:00:00Z").text
    assert row_of(before, 1)[5:7] == ["250", "40"]


def test_a_value_that_waits_does_not_count(coordinator) -> None:
    plan = make_plan_with_indicators()
    add_value(plan.indicators[0], "40", period="2023", verified=False)

    assert row_of(coordinator.get("/targets/").text, 1)[6] == "—"
    assert "Values to decide on (1)" in coordinator.get("/targets/").text


def test_new_investment_is_computed_and_opens_its_rows(coordinator) -> None:
    make_plan_with_indicators()
    make_entry(by=make_user(), verified_by=make_user(), amount="600000000", effective_on=date(2024, 5, 1))

    page = coordinator.get("/targets/?as_of=2024-06-30").text

    assert row_of(page, 11)[6:9] == ["6", "2024-06-30", "20.00"]
    links = [a.get("href") for a in tree_of(page).iter("a") if a.get("class") == "figure-link"]
    assert any(link.startswith("/ledger/rows?") and "lens=plan-headline" in link for link in links)


def test_targets_that_add_up_say_so_and_others_say_by_how_much_not(coordinator) -> None:
    zone = make_zone(projects=1)
    assert "years add up" in coordinator.get("/targets/11").text

    add_target(zone.indicator(11), "4", year=2024, park="YY")

    page = coordinator.get("/targets/11").text
    assert "parks: -1 apart" in page
    assert "replaced" in page


def test_an_earlier_target_stays_readable(coordinator) -> None:
    make_plan_with_indicators()
    for value in ("3.6", "4.1"):
        answer = coordinator.post(
            "/targets/11/targets/new", data={"year": "2024", "park": "YY", "value": value}
        )
        assert answer.status_code == 302

    heads, rows = tables_of(coordinator.get("/targets/11").text)[-1]
    assert [(row[3], row[5]) for row in rows] == [("4.1", "holds"), ("3.6", "replaced")]
    assert "Set on" in heads


def test_a_target_outside_the_plan_is_refused(coordinator) -> None:
    make_plan_with_indicators()

    answer = coordinator.post("/targets/11/targets/new", data={"year": "2031", "park": "", "value": "1"})

    assert answer.status_code == 422
    assert session.scalar(select(func.count(IndicatorTarget.id))) == 0


def test_who_reported_a_value_cannot_verify_it(coordinator, client_for) -> None:
    make_plan_with_indicators()
    form = {"park": "", "period": "2023", "value": "120.5", "evidence_note": "return 7"}
    assert coordinator.post("/targets/1/values/new", data=form).status_code == 302
    value = session.scalars(select(IndicatorValue)).one()

    own = coordinator.post(f"/targets/values/{value.id}/decide", data=VERIFIED)
    assert own.status_code == 422
    assert "A second person must decide" in own.text
    assert session.scalar(select(func.count(IndicatorDecision.id))) == 0

    other = client_for(Role.COORDINATOR)
    answer = other.post(f"/targets/values/{value.id}/decide", data=VERIFIED)
    assert answer.status_code == 302
    assert session.scalars(select(IndicatorDecision)).one().decision is Decision.VERIFIED
    assert row_of(other.get("/targets/").text, 1)[6] == "120.5"


def test_a_returned_value_says_why(coordinator) -> None:
    plan = make_plan_with_indicators()
    value = add_value(plan.indicators[0], "5", period="2023", park="YY", verified=False)
    url = f"/targets/values/{value.id}/decide"

    assert coordinator.post(url, data=RETURNED | {"note": " "}).status_code == 422
    assert coordinator.post(url, data=RETURNED).status_code == 302

    assert "unit is wrong" in coordinator.get("/targets/1").text


def test_a_decision_on_a_page_that_somebody_else_has_decided_since_says_what_was_decided(
    coordinator, client_for
) -> None:
    value = add_value(make_plan_with_indicators().indicators[0], "5", period="2023", verified=False)
    url = f"/targets/values/{value.id}/decide"
    assert client_for(Role.COORDINATOR).post(url, data=RETURNED).status_code == 302

    answer = coordinator.post(url, data=VERIFIED)

    assert answer.status_code == 422
    assert "Somebody else decided on this value" in answer.text
    assert "unit is wrong" in answer.text
    assert coordinator.post(url, data=VERIFIED | {"seen": ""}).status_code == 422


def test_an_officer_reports_for_the_own_park_only(client_for) -> None:
    make_plan_with_indicators()
    officer = client_for(Role.OFFICER, "XT")

    foreign = officer.post("/targets/1/values/new", data={"park": "YY", "period": "2023", "value": "1"})
    own = officer.post("/targets/1/values/new", data={"park": "XT", "period": "2023", "value": "1"})

    assert foreign.status_code == 422
    assert own.status_code == 302
    assert session.scalars(select(IndicatorValue)).one().park.code == "XT"


@pytest.mark.parametrize("period", ["2024-13", "24", "2024-H3", "2999", ""])
def test_a_period_that_is_none_or_has_not_begun_is_refused_and_kept(officer, period: str) -> None:
    make_plan_with_indicators()

    answer = officer.post("/targets/1/values/new", data={"park": "YY", "period": period, "value": "7.25"})

    assert answer.status_code == 422
    assert "7.25" in answer.text


def test_what_is_computed_here_cannot_be_reported(officer) -> None:
    make_plan_with_indicators()

    answer = officer.post("/targets/11/values/new", data={"park": "YY", "period": "2023", "value": "7"})

    assert answer.status_code == 422
    assert "is computed here" in answer.text


def test_evidence_is_a_file_that_only_the_park_and_the_office_may_open(client_for) -> None:
    make_plan_with_indicators()
    officer = client_for(Role.OFFICER, "XT")
    form = {"park": "XT", "period": "2023", "value": "7", "files": (io.BytesIO(PNG), "return.png")}

    assert officer.post("/targets/1/values/new", data=form).status_code == 302

    url = f"/attachments/{session.scalars(select(IndicatorValue)).one().attachment_id}"
    assert "return.png" in officer.get("/targets/1").text
    session.rollback()
    assert officer.get(url).data == PNG
    session.rollback()
    assert client_for(Role.COORDINATOR).get(url).status_code == 200
    session.rollback()
    assert client_for(Role.OFFICER, "YY").get(url).status_code == 404
    assert "return.png" not in client_for(Role.OFFICER, "YY").get("/targets/1").text


def test_two_files_for_one_value_are_refused(officer) -> None:
    make_plan_with_indicators()
    files = [(io.BytesIO(PNG), "a.png"), (io.BytesIO(PNG), "b.png")]
    form = {"park": "YY", "period": "2023", "value": "7", "files": files}

    assert officer.post("/targets/1/values/new", data=form).status_code == 422


def test_a_parks_own_line_is_held_against_its_own_target(client_for) -> None:
    make_zone(projects=10)

    row = row_of(client_for(Role.PARK_LEAD, "YY").get(f"/targets/?as_of={AS_OF}").text, 11)

    assert Decimal(row[5]) == 10
    assert row[4] == "—"


def test_list_breakdown_and_report_agree_on_a_parks_target_of_zero_and_of_a_rate() -> None:
    plan = make_plan_with_indicators()
    park = get_park("YY")
    flow, rate = plan.indicators[0], plan.indicators[1]
    add_target(flow, "0", year=2023, park="YY")
    add_target(rate, "14", year=2023, park="YY")
    asked = Asked(plan, date.fromisoformat(AS_OF), clock.now(), park)
    frame = Frame.of(plan, asked.as_of, asked.known_at, park)

    for indicator, whole in ((flow, Decimal(0)), (rate, None)):
        assert [each.target for each in reached_of(asked, [indicator], viewer=None)] == [whole]
        assert breakdown(asked, indicator, [park])[-1].parts == (whole,)
        assert frame.target(indicator, None, park) == whole


def test_the_next_plan_carries_the_indicators_over_without_targets(coordinator) -> None:
    make_plan_with_indicators()
    form = {
        "key": "2026-2030",
        "name_hans": "下一规划",
        "name_hant": "下一規劃",
        "name_en": "Next",
        "starts_on": "2026-01-01",
        "ends_on": "2030-12-31",
    }

    assert coordinator.post("/targets/plans/new", data=form).status_code == 302

    plan = session.scalars(select(Plan).where(Plan.key == "2026-2030")).one()
    assert [each.number for each in plan.indicators] == [1, 2, 6, 10, 11, 15]
    assert all(each.target is None and each.baseline is None for each in plan.indicators)
    assert {each.target_kind for each in plan.indicators} == {TargetKind.QUALITATIVE}
    assert "2026-2030" in text_of(
        next(tree_of(coordinator.get("/targets/?plan=2026-2030").text).iter("main"))
    )
    assert coordinator.get("/targets/11?plan=2026-2030").status_code == 200
    assert coordinator.get("/cockpit/?plan=2026-2030").status_code == 200


@pytest.mark.parametrize(
    "change",
    [{"ends_on": "2026-01-01"}, {"starts_on": "2025-12-31"}, {"key": "2022-2025"}, {"starts_on": "soon"}],
)
def test_a_plan_that_overlaps_or_ends_before_it_starts_is_refused(coordinator, change) -> None:
    make_plan_with_indicators()
    form = {"key": "next", "name_hans": "一", "name_hant": "一", "name_en": "N"}
    form |= {"starts_on": "2026-01-01", "ends_on": "2030-12-31"} | change

    assert coordinator.post("/targets/plans/new", data=form).status_code == 422
    assert session.scalar(select(func.count(Plan.id))) == 1


def test_a_closed_plan_shows_its_final_values(coordinator, clock_at) -> None:
    clock_at("2026-05-01T02:00:00Z")
    plan = make_plan_with_indicators()
    add_value(plan.indicators[0], "210", period="2025")

    page = coordinator.get("/targets/").text

    assert "final results" in page
    assert row_of(page, 1)[6:9] == ["210", "2025", "105.00"]


def test_less_is_better_has_no_share(coordinator) -> None:
    plan = make_plan_with_indicators()
    indicator = make_indicator(plan, 16, direction=Direction.DOWN, kind=IndicatorKind.RATE)
    add_value(indicator, "90", period="2023")

    assert row_of(coordinator.get("/targets/").text, 16)[6:9] == ["90", "2023", "—"]
