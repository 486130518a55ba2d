"""Everything by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from models.enums import Role
from tests.browser.conftest import LiveServer, PageOf
from tests.factories.firms import make_firm
from tests.factories.ledger import make_entry
from tests.factories.passwords import PASSWORD, known_hash
from tests.factories.projects import make_project
from tests.factories.users import make_user

pytestmark = [pytest.mark.browser, pytest.mark.look]

UNSEEN = """() => {
  const place = document.activeElement;
  if (place === document.body) return null;
  const look = () => {
    const found = [];
    for (let part = place, step = 0; part && step < 4; part = part.parentElement, step++) {
      const style = getComputedStyle(part);
      found.push(style.outline, style.boxShadow, style.borderColor, style.backgroundColor);
    }
    return found.join();
  };
  const focused = look();
  place.blur();
  const left = look();
  place.focus();
  return focused === left ? place.outerHTML.slice(0, 120) : null;
}"""
"""The element in focus, where it looks just as it does without."""


def test_in_by_keyboard_to_the_search_box_and_on_to_a_firm(page: Page, live_server: LiveServer) -> None:
    make_user(role=Role.COORDINATOR, password_hash=known_hash(), locale="en", name="chen")
    make_firm("示例電子股份有限公司")
    page.goto(f"{live_server.url}/")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("chen")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")

    page.keyboard.press("/")
    page.keyboard.type("电子")
    expect(page.get_by_role("option", selected=True)).to_contain_text("示例電子股份有限公司")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("示例電子股份有限公司")


def test_enter_at_once_leads_to_the_page_of_finds_and_what_was_opened_comes_first(page_of: PageOf) -> None:
    firm = make_firm("示例電子股份有限公司")
    page = page_of(Role.COORDINATOR)
    page.goto(f"/firms/{firm.id}")
    page.keyboard.press("/")
    expect(page.get_by_role("option").first).to_contain_text("示例電子股份有限公司")
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Search")).to_be_hidden()

    page.keyboard.press("Control+k")
    page.route("**/search/palette?q=%E7%94%B5**", lambda route: route.abort())
    page.keyboard.type("电子")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")


def test_the_first_stop_skips_the_navigation(page_of: PageOf) -> None:
    page = page_of(Role.COORDINATOR)
    page.goto("/firms")
    page.keyboard.press("Tab")
    link = page.locator(".skip-link")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_focus_is_seen_at_every_stop(page_of: PageOf, theme: str) -> None:
    project = make_project()
    page = page_of(Role.COORDINATOR)
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    for place in ("/ledger/new", f"/projects/{project.id}"):
        page.goto(place)
        page.wait_for_function("!document.querySelector('select[data-enhance]:not(.tomselected)')")
        unseen = []
        for _stop in range(45):
            page.keyboard.press("Tab")
            unseen.append(page.evaluate(UNSEEN))
        assert [stop for stop in unseen if stop] == []


def test_a_dialog_holds_the_focus_and_gives_it_back(page_of: PageOf) -> None:
    entry = make_entry()
    page = page_of(Role.PARK_LEAD, "YY")
    page.goto(f"/ledger/{entry.id}")
    summary = page.locator("details[data-confirm] > summary", has_text="Check")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    for _stop in range(8):
        page.keyboard.press("Tab")
        # Between the last and the first stop a browser may show its own bar.
        assert page.evaluate("!document.activeElement.closest('.shell')")

    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(summary).to_be_focused()
