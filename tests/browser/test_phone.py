"""At 390 pixels: the thumb's bar, lists as cards, figures, the quick log."""

import pytest
from playwright.sync_api import Page, expect

from models.enums import Role
from tests.browser.conftest import PHONE, PageOf, choose
from tests.factories.firms import make_firm
from tests.factories.ledger import make_entry
from tests.factories.plans import make_plan_with_indicators

pytestmark = pytest.mark.browser

IS_SEEN = """() => {
  const place = document.activeElement;
  if (place === document.body || place.closest('.bottom-bar, .form-actions')) return true;
  const box = place.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return !top?.closest('.bottom-bar, .form-actions');
}"""
"""No bar lies over the element in focus."""


def is_within(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_one_goes_through_the_house_by_thumb(page_of: PageOf) -> None:
    page = page_of(Role.COORDINATOR, size=PHONE)
    page.goto("/")
    expect(page.locator("#navigation")).not_to_be_in_viewport()
    page.locator(".bottom-bar").get_by_role("button", name="More").click()
    expect(page.locator("#navigation")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#navigation")).not_to_be_in_viewport()

    page.locator(".bottom-bar").get_by_role("button", name="More").click()
    page.locator("#navigation").get_by_role("link", name="Investment ledger").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Investment ledger")
    assert is_within(page)


def test_a_list_is_a_pile_of_cards_whose_cells_name_themselves(page_of: PageOf) -> None:
    make_entry(amount="123456789012345.67")
    page = page_of(Role.COORDINATOR, size=PHONE)
    page.goto("/ledger")
    cells = page.locator("tbody td:visible")

    assert page.locator("thead").bounding_box() is None or page.locator("thead").bounding_box()["height"] <= 1
    lefts = {round(cell.bounding_box()["x"]) for cell in cells.all()}
    assert len(lefts) == 1
    assert cells.nth(3).evaluate("cell => getComputedStyle(cell, '::before').content") != "none"
    assert is_within(page)


def test_the_cockpit_fits_and_its_charts_are_drawn_when_one_comes_to_them(page_of: PageOf) -> None:
    make_plan_with_indicators()
    make_entry(amount="5000000")
    page = page_of(Role.LEADER, size=PHONE)
    page.goto("/cockpit/?as_of=2024-12-31")
    for place in page.locator("[data-chart]").all():
        place.scroll_into_view_if_needed()
        expect(place.locator("svg")).to_be_visible()
        box = place.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= PHONE["width"]
    assert is_within(page)


def test_what_just_happened_is_logged_standing_up(page_of: PageOf, problems: list[str]) -> None:
    make_firm("示例電子股份有限公司")
    page = page_of(Role.OFFICER, "YY", size=PHONE)
    page.goto("/")
    page.locator(".bottom-bar").get_by_role("link", name="Quick log").click()
    page.locator("[data-quick-log][data-ready]").wait_for()
    choose(page, "firm_ids", "电子")
    page.fill("#summary", "示例：电话里谈了厂房")
    assert is_within(page)
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_role("main")).to_contain_text("示例：电话里谈了厂房")
    assert is_within(page)
    assert problems == []


def test_no_stop_of_the_keyboard_hides_under_the_bars_at_the_foot(page_of: PageOf) -> None:
    page = page_of(Role.COORDINATOR, size=PHONE)
    page.goto("/ledger/new")
    page.locator("#kind").focus()
    for _stop in range(12):
        page.keyboard.press("Tab")
        # The page glides there.
        page.wait_for_function(IS_SEEN, timeout=3_000)
