"""The way in and out, the three languages, the theme."""

import pytest
from playwright.sync_api import Page, expect

from models import User
from models.enums import Role
from tests.browser.conftest import LiveServer, PageOf
from tests.factories.passwords import PASSWORD, known_hash
from tests.factories.users import make_user

pytestmark = pytest.mark.browser


@pytest.fixture
def person(database: None) -> User:
    return make_user(role=Role.COORDINATOR, password_hash=known_hash(), locale="zh_Hans_CN", name="chen")


def enter(page: Page, password: str) -> None:
    page.fill("#name", "chen")
    page.fill("#password", password)
    page.keyboard.press("Enter")


def test_a_wrong_password_is_told_and_the_right_one_leads_where_one_wanted_to_go(
    page: Page, live_server: LiveServer, person: User, problems: list[str]
) -> None:
    page.goto(f"{live_server.url}/firms?q=台光")
    expect(page).to_have_title("登录 · 湘台招商")

    enter(page, "Wrong-horse-7")
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.input_value("#name") == "chen"
    assert page.input_value("#password") == ""

    enter(page, PASSWORD)
    expect(page).to_have_url(f"{live_server.url}/firms?q=%E5%8F%B0%E5%85%89")
    # The browser itself notes every answer of 4xx; here it is the refusal that was asked for.
    assert [problem for problem in problems if "422" not in problem] == []


def test_one_may_leave_and_is_then_outside(page: Page, live_server: LiveServer, person: User) -> None:
    page.goto(f"{live_server.url}/")
    enter(page, PASSWORD)
    page.locator(".user-menu > summary").click()
    page.get_by_role("button", name="退出").click()
    expect(page).to_have_url(f"{live_server.url}/sign-in")

    page.goto(f"{live_server.url}/firms")
    expect(page.locator("#password")).to_be_visible()


def test_the_language_turns_in_one_click_stays_on_the_page_and_is_remembered(
    page_of: PageOf, live_server: LiveServer, problems: list[str]
) -> None:
    page = page_of(Role.COORDINATOR, locale="zh_Hans_CN")
    page.goto("/firms?q=台光")
    seen = []
    for language in ("zh_Hant_TW", "en", "zh_Hans_CN"):
        page.locator(f".topbar .language-choice[value={language}]").click()
        page.wait_for_function("tag => document.documentElement.lang === tag", arg=language.replace("_", "-"))
        assert page.url.endswith("/firms?q=%E5%8F%B0%E5%85%89")
        seen.append(page.locator("h1").inner_text())

    assert seen == ["企業", "Firms", "企业"]
    page.goto("/ledger")
    assert page.locator("html").get_attribute("lang") == "zh-Hans-CN"
    assert problems == []


def test_the_theme_is_kept_from_page_to_page(page_of: PageOf) -> None:
    page = page_of(Role.COORDINATOR)
    page.goto("/")
    page.get_by_role("button", name="Dark theme").click()

    page.goto("/firms")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    expect(page.get_by_role("button", name="Dark theme")).to_have_attribute("aria-pressed", "true")
