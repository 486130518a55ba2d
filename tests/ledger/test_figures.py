"""Figures on their pages: every one opens the rows that add up to it."""

from __future__ import annotations

import csv
import re
from datetime import date
from html import unescape
from io import StringIO

import pytest

from crm.core.database import session
from crm.ledger import service
from crm.ledger.lenses import queries as lenses
from crm.ledger.lenses.labels import describe
from crm.ledger.lenses.queries import Question
from crm.ledger.lenses.rules import LENSES, Scope, is_widening, walk
from kernel import clock, money
from kernel.money import Currency
from models import AuditRecord
from models.enums import AuditAction, Basis, Decision, EntryKind, Nature, Origin, Role
from tests.factories.ledger import add_rates, make_entry, make_plan
from tests.factories.projects import make_project
from tests.factories.users import make_user

KNOWN = "2026-06-30T02:00:00Z"


@pytest.fixture
def ledger(clock_at):
    """A small ledger in which every lens has another sum."""
    clock_at("2026-06-01T02:00:00Z")
    make_plan(key="2022-2025")
    add_rates("2021-12", "6.4", "28", "7.8")
    decider = make_user()
    known = {"verified_by": decider}
    make_entry(amount="1000", credit="YY:70;XT:30", **known)
    make_entry(amount="640", currency=Currency.CNY, nature=Nature.INCREASE, **known)
    make_entry(amount="28", currency=Currency.TWD, origin=Origin.THIRD_PLACE, credit="CZ:50;CS:50", **known)
    make_entry(kind=EntryKind.WITHDRAWAL, amount="50.01", effective_on=date(2023, 2, 1), **known)
    make_entry(amount="7")
    make_entry(kind=EntryKind.AGREED, amount="5000", **known)
    make_entry(kind=EntryKind.ARRIVED, amount="300", basis=Basis.MINISTRY, **known)
    make_entry(kind=EntryKind.ARRIVED, amount="200", **known)
    make_entry(kind=EntryKind.REPATRIATED, amount="20", **known)
    make_entry(kind=EntryKind.ARRIVED, amount="11")
    make_entry(project=make_project(park="LINK"), amount="90", **known)
    clock_at(KNOWN)


SUMS = {
    "plan-headline": "1050.49",
    "agreed": "5000.00",
    "plan-arrived": "480.00",
    "arrived-ministry": "300.00",
    "reported-contracted": "1057.49",
    "reported-arrived": "491.00",
    "new-only": "950.49",
    "direct-only": "1049.99",
    "zone-and-linked": "1140.99",
    "fixed-rate": "1052.09",
}


def rows_of(client, address: str) -> list[dict[str, str]]:
    text = client.get(address).get_data(as_text=True).lstrip("\ufeff")
    return list(csv.DictReader(StringIO(text)))


def links(page: str, path: str) -> list[str]:
    return [unescape(link) for link in re.findall(rf'href="({path}\?[^"]*)"', page)]


def shown(page: str) -> str:
    """The sum in the foot of a page of rows."""
    foot = page[page.index("<tfoot>") : page.index("</tfoot>")]
    return re.findall(r'figure-value">([^<]*)<', foot)[-1]


def test_every_lens_has_its_sum_and_its_parks(ledger) -> None:
    question = Question.of(lenses.list_plans()[0], date(2026, 6, 30), clock.now())
    found = lenses.totals_of(LENSES.values(), question)

    assert {each.lens.key: money.format_minor(each.total) for each in found} == SUMS
    for each in found:
        core = ["YY", "XT", "CZ"]
        linked = ["CS", "ZZ", "HY", "XJ", "LINK"] if each.lens.scope is Scope.ZONE else []
        assert list(each.cents) == core + linked


@pytest.mark.parametrize("key", LENSES)
def test_the_rows_behind_a_figure_add_up_to_it(coordinator, ledger, key: str) -> None:
    page = coordinator.get(f"/ledger/rows?lens={key}&as_of=2026-06-30").get_data(as_text=True)
    rows = rows_of(coordinator, f"/ledger/rows.csv?lens={key}&as_of=2026-06-30")

    assert shown(page).replace(",", "") == SUMS[key]
    assert sum(money.parse_amount(row["counted_usd"]) for row in rows) == money.parse_amount(SUMS[key])


def test_who_took_the_rows_of_a_figure_is_in_the_log(coordinator, ledger) -> None:
    rows_of(coordinator, "/ledger/rows.csv?lens=plan-headline&as_of=2026-06-30")

    session.rollback()
    record = session.query(AuditRecord).filter_by(action=AuditAction.EXPORTED).one()
    assert (record.actor_name, record.entity) == (coordinator.user.name, "ledger_entries")


def test_every_figure_of_the_page_of_lenses_opens_rows_with_its_sum(coordinator, ledger) -> None:
    page = coordinator.get("/ledger/lenses?as_of=2026-06-30").get_data(as_text=True)
    cells = re.findall(r'href="(/ledger/rows\?[^"]*)"[^>]*>\s*<span class="figure-value">([^<]*)<', page)

    assert len(cells) == 10 + 10 * 3
    for link, value in cells:
        exported = rows_of(coordinator, unescape(link).replace("/rows?", "/rows.csv?"))
        total = sum(money.parse_amount(row["counted_usd"]) for row in exported)
        assert money.group_minor(total) == value, link


def test_a_lens_by_year_opens_rows_with_the_years_sums(coordinator, ledger) -> None:
    page = coordinator.get("/ledger/lenses/plan-headline?as_of=2026-06-30").get_data(as_text=True)
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    cells = re.findall(r'href="(/ledger/rows\?[^"]*)"[^>]*>\s*<span class="figure-value">([^<]*)<', body)

    assert "-50.01" in [value for _link, value in cells]
    for link, value in cells:
        exported = rows_of(coordinator, unescape(link).replace("/rows?", "/rows.csv?"))
        assert money.group_minor(sum(money.parse_amount(row["counted_usd"]) for row in exported)) == value


@pytest.mark.parametrize("start", LENSES)
def test_every_reconciliation_ends_agree_and_its_lines_open(coordinator, ledger, start: str) -> None:
    for end in LENSES:
        address = f"/ledger/reconciliation?start={start}&end={end}&as_of=2026-06-30"
        page = coordinator.get(address).get_data(as_text=True)
        assert "to the cent" in page, (start, end)
    for link in links(page, "/ledger/reconciliation/rows"):
        assert coordinator.get(link).status_code == 200


def test_a_lines_rows_add_up_to_it(ledger) -> None:
    question = Question.of(lenses.list_plans()[0], date(2026, 6, 30), clock.now())
    steps = list(walk(LENSES["reported-contracted"], LENSES["arrived-ministry"]))

    assert [str(describe(step)) for step in steps] == [
        "整体剔除合同",
        "整体计入到位",
        "待核定或已核定 → 已核定",
        "省口径 → 部口径",
    ]
    sums = [
        (lenses.totals(step.after, question).total if step.after else 0)
        - (lenses.totals(step.before, question).total if step.before else 0)
        for step in steps
    ]
    assert sums == [-1057_49, 491_00, -11_00, -180_00]


def test_any_two_lenses_differ_by_single_steps() -> None:
    for start in LENSES.values():
        for end in LENSES.values():
            steps = [step for step in walk(start, end) if step.before and step.after]
            assert all(is_widening(step) in (True, False) for step in steps if step.dimension in _CHOOSING)


_CHOOSING = ("decisions", "nature", "origin", "basis")


def test_a_figure_is_as_known_at_the_moment_of_its_address(coordinator, ledger, clock_at) -> None:
    clock_at("2026-07-15T02:00:00Z")
    make_entry(amount="1000000", verified_by=make_user())

    before = coordinator.get(f"/ledger/rows?as_of=2026-07-15&known_at={KNOWN}").get_data(as_text=True)
    after = coordinator.get("/ledger/rows?as_of=2026-07-15").get_data(as_text=True)

    assert shown(before) == "1,050.49"
    assert shown(after) == "1,001,050.49"


def test_park_staff_see_their_own_parks_figures_only(client_for, ledger) -> None:
    lead = client_for(Role.PARK_LEAD, "XT")

    page = lead.get("/ledger/lenses?as_of=2026-06-30").get_data(as_text=True)
    rows = lead.get("/ledger/rows?as_of=2026-06-30").get_data(as_text=True)

    assert "300.00" in page
    assert "1,050.49" not in page
    assert "Park YY" not in page
    assert shown(rows) == "300.00"
    assert lead.get("/ledger/rows?park=YY").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/ledger/rows?known_at=2026-01-01T00:00:00",
        "/ledger/rows?as_of=2026-02-30",
        "/ledger/rows?from=soon",
        "/ledger/rows?from=0001-01-01",
    ],
)
def test_a_date_that_cannot_be_read_is_refused(coordinator, ledger, address: str) -> None:
    assert coordinator.get(address).status_code == 422


@pytest.mark.parametrize(
    "address",
    [
        "/ledger/rows?lens=none",
        "/ledger/lenses/none",
        "/ledger/rows?plan=none",
        "/ledger/rows?park=none",
        "/ledger/reconciliation?start=none",
        "/ledger/reconciliation/rows?start=agreed&end=agreed&step=0",
        "/ledger/reconciliation/rows?start=agreed&end=plan-arrived&step=-1",
    ],
)
def test_what_is_not_there_is_not_found(coordinator, ledger, address: str) -> None:
    assert coordinator.get(address).status_code == 404


def test_a_months_sums_stand_under_the_month(ledger) -> None:
    question = Question.of(lenses.list_plans()[0], date(2026, 6, 30), clock.now())

    months = lenses.totals_by_month(LENSES["plan-headline"], question)

    assert months["2023-02"] == {"YY": -50_01}
    assert list(months) == ["2023-02", "2024-05"]


def test_sums_are_kept_until_a_fact_changes(ledger, statements) -> None:
    def ask() -> int:
        plan = lenses.list_plans()[0]
        return lenses.lens_totals(LENSES["plan-headline"], plan, date(2026, 6, 30), clock.now()).total

    def sent() -> list[str]:
        session.rollback()
        with statements() as seen:
            ask()
        return [statement for statement in seen if "ledger_shares" in statement]

    assert len(sent()) == 1
    assert sent() == []
    entry = make_entry(amount="1", verified_by=make_user())
    assert ask() == 1051_49
    service.decide_entry(entry, Decision.RETURNED, by=make_user())
    assert ask() == 1050_49
    session.rollback()
    assert ask() == 1051_49


def test_what_is_kept_answers_no_earlier_moment(ledger, clock_at) -> None:
    plan, earlier = lenses.list_plans()[0], clock.now()
    clock_at("2026-07-15T02:00:00Z")
    make_entry(amount="1", verified_by=make_user())

    def ask(known_at) -> int:
        return lenses.lens_totals(LENSES["plan-headline"], plan, date(2026, 7, 15), known_at).total

    assert [ask(clock.now()), ask(earlier), ask(clock.now())] == [1051_49, 1050_49, 1051_49]


def test_what_is_recorded_in_the_future_is_not_known_yet_and_not_kept(ledger, clock_at) -> None:
    plan = lenses.list_plans()[0]
    clock_at("2026-07-15T02:00:00Z")
    make_entry(amount="1", verified_by=make_user())
    clock_at(KNOWN)

    def ask() -> int:
        return lenses.lens_totals(LENSES["plan-headline"], plan, date(2026, 6, 30), clock.now()).total

    assert ask() == 1050_49
    clock_at("2026-07-16T02:00:00Z")
    assert ask() == 1051_49


def test_sums_past_eight_bytes_are_exact(clock_at) -> None:
    add_rates("2021-12", "1", "1", "1")
    plan, decider = make_plan(), make_user()
    for _ in range(3):
        make_entry(amount="92233720368547758", currency=Currency.CNY, verified_by=decider)
        make_entry(kind=EntryKind.WITHDRAWAL, amount="0.01", currency=Currency.CNY, verified_by=decider)

    found = lenses.lens_totals(LENSES["plan-headline"], plan, date(2026, 6, 30), clock.now())

    assert found.total == 3 * (92233720368547758_00 - 1)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/ledger/lenses", 12),
        ("/ledger/lenses/fixed-rate", 12),
        ("/ledger/rows", 12),
        ("/ledger/reconciliation?start=fixed-rate&end=plan-arrived", 16),
    ],
)
def test_pages_of_figures_send_few_statements(coordinator, ledger, statements, path: str, most: int) -> None:
    session.remove()
    with statements() as fresh:
        assert coordinator.get(path).status_code == 200
    with statements() as kept:
        coordinator.get(path)

    assert len(fresh) <= most, "\n".join(fresh)
    assert len(kept) <= len(fresh)
