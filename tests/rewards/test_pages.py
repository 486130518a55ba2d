"""Rewards as people meet them: the office, a rival park, and the adviser who sees the own ones alone."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from crm.core.database import session
from kernel import clock
from models import Reward, RewardApproval, RewardCalculation, RewardPayment, RewardRule
from models.enums import RewardGap, RewardPaymentKind, RewardRuleState, RewardState, Role, Stage
from tests.factories.projects import make_project
from tests.factories.rewards import (
    approve,
    arrive,
    claw_back,
    make_adviser,
    make_referral,
    make_review,
    make_reward,
    make_rule,
    pay,
    reverse,
)

PDF = b"%PDF-1.4 receipt"
MARKER = "MARKER"


@pytest.fixture(autouse=True)
def in_2026(clock_at) -> None:
    clock_at("2026-07-18T02:00:00Z")


def test_an_amount_goes_from_computed_to_paid_through_the_pages(client_for) -> None:
    reward = make_reward()
    lead, first, second = client_for(Role.PARK_LEAD, park="YY"), *(client_for(Role.COORDINATOR) for _ in "ab")
    address = f"/rewards/{reward.id}"

    lead.post(f"{address}/propose", data={"lock_version": version(reward)})
    first.post(f"{address}/first-key", data={"lock_version": version(reward)})
    again = first.post(f"{address}/second-key", data={"lock_version": version(reward)}, follow_redirects=True)
    second.post(f"{address}/second-key", data={"lock_version": version(reward)})
    paper = (io.BytesIO(PDF), "receipt.pdf")
    paid = second.post(
        f"{address}/pay",
        data={
            "number": "财付 2026-1",
            "paid_on": "2026-07-18",
            "amount": "70,000.00",
            "evidence": paper,
            "lock_version": version(reward),
        },
    )

    assert "three people" in again.text
    assert paid.status_code == 302, paid.text
    assert [row.step.value for row in session.query(RewardApproval)] == [
        "proposed",
        "first_key",
        "second_key",
    ]
    assert session.get_one(Reward, reward.id).state is RewardState.PAID
    session.remove()
    page = second.get(address).text
    assert "财付 2026-1" in page
    assert "receipt.pdf" in page
    assert page.count("70,000.00") >= 4, "amounts of rows are to the fen"


def version(reward: Reward) -> int:
    session.rollback()
    session.expire_all()
    return session.get_one(Reward, reward.id).lock_version


def test_what_was_typed_stays_where_too_much_is_paid(coordinator) -> None:
    reward = make_reward()
    approve(reward)

    reply = coordinator.post(
        f"/rewards/{reward.id}/pay",
        data={
            "number": "kept number",
            "paid_on": "2026-07-18",
            "amount": "70,000.01",
            "evidence": (io.BytesIO(PDF), "receipt.pdf"),
            "lock_version": reward.lock_version,
        },
    )

    assert reply.status_code == 422
    assert "kept number" in reply.text
    assert "more than is open" in reply.text
    assert session.query(RewardPayment).count() == 0


def test_the_page_explains_the_calculation_line_by_line_within_few_statements(
    coordinator, statements
) -> None:
    make_rule(bands=((0, 50), (50_000_000, 100)), cap_minor=60_000_00, cap_currency="CNY")
    reward = make_reward(usd=None)
    entry = arrive(reward.project, "1000000")
    gone = arrive(reward.project, "1000")
    reverse(gone)
    approve(reward)
    session.rollback()

    with statements() as counted:
        page = coordinator.get(f"/rewards/{reward.id}")

    assert len(counted) <= 20, counted
    assert page.status_code == 200
    # Half a percent of the first half million, one percent of the rest, capped.
    for text in ("17,500.00", "35,000.00", "52,500.00", "60,000.00", entry.ref, f"/ledger/{entry.id}"):
        assert text in page.text
    earlier = coordinator.get(f"/rewards/{reward.id}?calculation=1").text
    assert "No capital has arrived" in earlier


def test_the_list_filters_sorts_and_goes_out_as_a_file(coordinator, client_for, statements) -> None:
    ours = make_reward(park="YY")
    theirs = make_reward(park="XT")
    approve(theirs)
    pay(theirs, 70_000_00)
    session.rollback()

    with statements() as counted:
        page = coordinator.get("/rewards?sort=-earned")
    paid = coordinator.get("/rewards?state=paid").text
    waiting = coordinator.get("/rewards?waits=y").text
    rows = list(csv.DictReader(io.StringIO(coordinator.get("/rewards/export.csv").text.lstrip("\ufeff"))))
    rival = client_for(Role.PARK_LEAD, park="YY").get("/rewards").text

    assert len(counted) <= 8, counted
    here = [(ours.ref in each, theirs.ref in each) for each in (page.text, paid, waiting, rival)]
    assert here == [(True, True), (False, True), (True, False), (True, False)]
    assert {row["ref"]: row["paid_cny"] for row in rows} == {ours.ref: "0.00", theirs.ref: "70000.00"}


def test_an_adviser_reads_own_rewards_and_nothing_of_another_or_of_the_office(client_for) -> None:
    adviser = client_for(Role.ADVISER)
    mine = make_reward(adviser=make_adviser(user=adviser.user), firm_name="自己的公司", ref="YJ-OWN")
    other = make_reward(adviser=make_adviser(name=f"{MARKER} adviser"), firm_name=MARKER, ref=f"YJ-{MARKER}")
    for row in (mine, other):
        approve(row)
        pay(row, 70_000_00)
    session.expire_all()
    pages = [
        adviser.get(address)
        for address in (
            "/my-rewards",
            "/my-rewards/YJ-OWN",
            "/my-rewards/statements",
            "/my-rewards/statements/2026",
            "/my-rewards/statements/2026/xlsx",
        )
    ]
    hidden = [
        adviser.get(address).status_code
        for address in (
            f"/my-rewards/YJ-{MARKER}",
            "/my-rewards/YJ-NOBODY",
            f"/rewards/{mine.id}",
            "/rewards/export.csv",
            f"/rewards/statements/{other.adviser_id}/2026",
        )
    ]

    assert [page.status_code for page in pages] == [200] * 5
    for page in pages[:4]:
        assert MARKER not in page.text
        assert mine.ref not in page.text, "our own number tells how many others there are"
        assert other.ref not in page.text
    assert "70,000.00" in pages[1].text
    assert "自己的公司" in pages[3].text
    assert hidden == [404, 404, 403, 403, 403]


def test_an_adviser_put_away_reads_no_reward_any_more(client_for) -> None:
    adviser = client_for(Role.ADVISER)
    reward = make_reward(adviser=make_adviser(user=adviser.user), ref="YJ-OWN")
    reward.adviser.archived_at, reward.adviser.archived_reason = clock.now(), "left"
    session.commit()

    assert "YJ-OWN" not in adviser.get("/my-rewards").text
    assert adviser.get("/my-rewards/YJ-OWN").status_code == 404
    assert adviser.get("/my-rewards/statements/2026").status_code == 302


def test_an_amount_that_is_not_released_is_told_to_no_adviser(client_for) -> None:
    adviser = client_for(Role.ADVISER)
    make_reward(adviser=make_adviser(user=adviser.user))

    page = adviser.get("/my-rewards").text

    assert "Being examined" in page
    assert "70,000.00" not in page


def test_a_rule_is_drafted_compared_and_enacted_through_the_pages(client_for) -> None:
    drafter, other = client_for(Role.COORDINATOR), client_for(Role.COORDINATOR)
    old, review = make_rule(), make_review()
    drafter.post(
        "/rewards/rules/new",
        data={
            "name": "示例规则二",
            "in_force_from": "2026-08-01",
            "period_start": "registered",
            "period_months": "36",
            "threshold": "500,000",
            "cap": "300,000.00",
            "cap_currency": "CNY",
            "review_id": review.id,
            "from_0": "0",
            "share_0": "0.5",
            "from_1": "1,000,000",
            "share_1": "0.25",
        },
    )
    rule = session.query(RewardRule).filter_by(name="示例规则二").one()
    number = rule.id

    own = drafter.post(
        f"/rewards/rules/{number}/enact", data={"lock_version": rule.lock_version}, follow_redirects=True
    )
    other.post(f"/rewards/rules/{number}/enact", data={"lock_version": rule.lock_version})
    compared = other.get(f"/rewards/rules?a={old.id}&b={number}").text

    assert "doesn&#39;t enact it" in own.text
    session.expire_all()
    rule = session.get_one(RewardRule, number)
    assert rule.state is RewardRuleState.IN_FORCE
    assert [(band.from_cents, band.share) for band in rule.bands] == [(0, 50), (100_000_000, 25)]
    assert "differs" in compared


def test_bands_that_do_not_rise_are_refused_with_what_was_typed(coordinator) -> None:
    reply = coordinator.post(
        "/rewards/rules/new",
        data={
            "name": "kept name",
            "in_force_from": "2026-08-01",
            "period_start": "signed",
            "period_months": "24",
            "threshold": "0",
            "from_0": "5",
            "share_0": "0.5",
        },
    )

    assert reply.status_code == 422
    assert "kept name" in reply.text
    assert "begins at 0" in reply.text


@pytest.mark.parametrize("file_format", ["docx", "xlsx"])
def test_a_statement_goes_out_as_a_file_and_is_logged(coordinator, file_format: str) -> None:
    reward = make_reward()
    approve(reward)
    pay(reward, 70_000_00)

    reply = coordinator.get(f"/rewards/statements/{reward.adviser_id}/2026/{file_format}")

    assert reply.status_code == 200
    assert reply.data[:2] == b"PK"


def test_the_statement_says_what_was_paid_before_and_what_came_back(coordinator, clock_at) -> None:
    reward = make_reward(usd=None)
    entry = arrive(reward.project, "1000000")
    approve(reward)
    pay(reward, 70_000_00)
    clock_at("2027-03-01T02:00:00Z")
    reverse(entry)
    claw_back(reward)
    pay(reward, 20_000_00, RewardPaymentKind.PAID_BACK)

    session.expire_all()
    page = coordinator.get(f"/rewards/statements/{reward.adviser_id}/2027").text

    for text in ("70,000.00", "-20,000.00", "50,000.00"):
        assert text in page


def test_a_project_that_is_not_signed_earns_nothing_yet() -> None:
    make_rule()
    project = make_project(stage=Stage.LEAD)
    make_referral(project=project)

    arrive(project, "100000", day=date(2024, 5, 1))

    assert session.query(Reward).one().result_fen == 0
    assert session.query(RewardCalculation).one().gap is RewardGap.NOT_SIGNED
