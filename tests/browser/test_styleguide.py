"""The components in a real browser, under the real security policy."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.architecture.sources import ROOT
from tests.browser.conftest import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.look]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PLACES = (
    *("foundations", "figures", "states", "lists", "forms", "forms?refused=1", "records", "charts"),
    *("layout/cockpit", "layout/plain", "layout/refusal"),
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPEN_ALL = (
    "document.querySelectorAll('details:not([data-menu], [data-confirm])').forEach(part => part.open = true)"
)


def visit(page: Page, server: LiveServer, place: str) -> None:
    page.goto(f"{server.url}/styleguide/{place}")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(
    ("width", "theme", "language"),
    [
        (1440, "light", "zh_Hans_CN"),
        (1440, "dark", "en"),
        (390, "light", "zh_Hant_TW"),
        (390, "dark", "zh_Hans_CN"),
    ],
)
def test_components_are_accessible_keep_the_policy_and_fit(
    page: Page, live_server: LiveServer, problems: list[str], width: int, theme: str, language: str
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
    axe = Path(AXE).read_text(encoding="utf-8")
    found = []

    for place in PLACES:
        visit(page, live_server, place)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
        page.evaluate(OPEN_ALL)
        page.evaluate(axe)
        report = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        found += [
            f"{place}: {fault['id']} {node['html'][:120]}"
            for fault in report["violations"]
            for node in fault["nodes"]
        ]

    assert found == []
    assert problems == []


def test_the_policy_stops_a_planted_inline_script(
    page: Page, live_server: LiveServer, problems: list[str]
) -> None:
    visit(page, live_server, "foundations")

    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = true\">')"
    )
    page.wait_for_timeout(300)

    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in problem for problem in problems)


def test_what_was_typed_survives_a_reload_and_can_be_discarded(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server, "forms")
    page.fill("#name", "半途而写的项目")
    page.wait_for_timeout(500)

    page.reload()
    assert page.input_value("#name") == "半途而写的项目"

    page.get_by_role("button", name="Discard it").or_(page.locator("form .notice button")).first.click()
    assert page.input_value("#name") == ""


def test_a_refused_date_stays_as_it_was_typed(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server, "forms?refused=1")
    page.locator("#signed_on").focus()
    page.keyboard.press("Tab")

    assert page.input_value("#signed_on") == "2024-6-31"


def test_a_look_up_finds_by_two_characters(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server, "forms")
    page.locator("#firm-ts-control").click()
    page.keyboard.type("電子", delay=30)
    page.locator(".ts-dropdown .option").first.click()

    assert page.locator("#firm").evaluate("select => select.value") == "1"


def test_a_slash_goes_to_the_search_box_but_not_from_a_field(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server, "forms")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"

    page.keyboard.press("Escape")
    page.focus("#name")
    page.keyboard.type("a/b")
    assert page.input_value("#name") == "a/b"


def test_the_theme_is_remembered(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server, "foundations")
    page.locator("[data-theme-switch]").click()
    page.reload()

    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_rows_are_walked_by_keyboard(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server, "lists")
    links = page.locator("a[data-row-link]")
    links.first.focus()
    page.keyboard.press("ArrowDown")
    assert links.nth(1).evaluate("link => link === document.activeElement")

    page.keyboard.press("End")
    assert links.last.evaluate("link => link === document.activeElement")


def test_a_confirmation_asks_and_gives_the_focus_back(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server, "forms")
    summary = page.locator("details[data-confirm] > summary")
    summary.click()
    assert page.locator("dialog[open]").count() == 1

    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert summary.evaluate("summary => summary === document.activeElement")


def test_long_work_is_watched_to_its_end(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server, "states")

    page.locator("#job-live .btn-primary").wait_for(timeout=8000)

    assert page.locator("#job-live [data-hx-get]").count() == 0


def test_charts_are_drawn_as_svg_with_their_numbers_behind(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server, "charts")
    page.locator("#by-quarter svg path").first.wait_for(state="attached", timeout=5000)

    assert page.locator("#by-quarter canvas").count() == 0
    assert page.locator("#by-quarter .chart-table tbody tr").count() == 6


def test_without_a_script_the_way_through_the_house_still_opens(browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{live_server.url}/styleguide/forms")
    page.locator(".topbar-menu").click()

    assert page.locator("#navigation .side-link").first.is_visible()
    context.close()
