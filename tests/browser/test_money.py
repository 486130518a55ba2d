"""Money's way: recorded with its proof, checked, verified with the second key, counted in the cockpit."""

import re
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from models.enums import Role
from tests.browser.conftest import PageOf, choose
from tests.factories.ledger import add_rates, make_entry
from tests.factories.plans import make_plan_with_indicators
from tests.factories.projects import make_project
from tests.factories.users import make_user

pytestmark = pytest.mark.browser

AS_OF = "2024-12-31"
PROOF = {"name": "认缴证明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 made up"}


@pytest.fixture
def zone(database: None) -> None:
    """A plan with 5,000,000 verified in Yueyang, and a project whose capital is not recorded yet."""
    make_plan_with_indicators()
    add_rates()
    make_entry(amount="5000000", verified_by=make_user(role=Role.COORDINATOR), effective_on=date(2024, 3, 1))
    make_project(name="示例封装项目")


def test_two_keys_turn_an_entry_into_a_figure_that_opens_its_rows(
    page_of: PageOf, zone: None, problems: list[str]
) -> None:
    officer, lead = page_of(Role.OFFICER, "YY"), page_of(Role.PARK_LEAD, "YY")
    coordinator = page_of(Role.COORDINATOR)
    assert counted(coordinator) == Decimal("5000000.00")

    record(officer)
    check(lead)
    assert counted(coordinator) == Decimal("5000000.00")
    verify(coordinator)

    assert counted(coordinator) == Decimal("6234567.89")
    assert problems == []


def record(page: Page) -> None:
    page.goto("/ledger/new")
    choose(page, "project", "封装")
    page.select_option("#kind", "contracted")
    page.fill("#effective_on", "2024-06-30")
    page.fill("#amount", "1,234,567.89")
    page.select_option("#currency", "USD")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.locator("#evidence")).to_contain_text("No document yet")

    page.select_option("#type", "subscription")
    page.set_input_files("#files", PROOF)
    page.get_by_role("button", name="Add the document").click()
    expect(page.locator("#evidence")).to_contain_text("认缴证明.pdf")


def check(page: Page) -> None:
    page.goto("/ledger?standing=open")
    page.get_by_role("link", name="示例封装项目").click()
    page.locator("details[data-confirm] > summary", has_text="Check").click()
    page.locator("dialog").get_by_role("button", name="Check").click()
    expect(page.get_by_role("main")).to_contain_text(
        "Checked. The provincial office sees it beside the entry."
    )


def verify(page: Page) -> None:
    page.goto("/ledger/queue")
    expect(page.locator("tbody tr")).to_contain_text("Checked")
    page.get_by_role("link", name="Go through them").click()
    page.get_by_label("Verified").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing waits")


def counted(page: Page) -> Decimal:
    """The headline figure, after its rows were opened and added up to it."""
    page.goto(f"/cockpit/?as_of={AS_OF}")
    headline = (
        page.locator(".figure-card-lead").first.locator(".figure-card-value > .figure .figure-link").first
    )
    exact = money(headline.get_attribute("title") or "")
    headline.click()
    expect(page.locator("tfoot")).to_be_visible()
    rows = page.locator("tbody tr td:last-child").all_inner_texts()
    assert sum(map(money, rows)) == money(page.locator("tfoot td:last-child").inner_text()) == exact
    return exact


def money(text: str) -> Decimal:
    found = re.search(r"\d[\d,]*\.\d\d", text)
    assert found, text
    return Decimal(found.group().replace(",", ""))
