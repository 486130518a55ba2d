"""What an officer does in a day: a firm from the register, a project, its first gate."""

import pytest
from playwright.sync_api import Page, expect

from models.enums import Role
from tests.browser.conftest import PageOf, choose
from tests.factories.firms import make_registered_company
from tests.factories.projects import make_industry

pytestmark = pytest.mark.browser


def test_from_a_firm_of_the_register_to_a_project_in_talks(page_of: PageOf, problems: list[str]) -> None:
    make_registered_company()
    make_industry("集成电路")
    page = page_of(Role.OFFICER, "YY", display_name="Li")

    add_firm_from_register(page)
    open_project(page)
    page.get_by_role("link", name="Move on").click()
    page.get_by_role("button", name="Move", exact=True).click()
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("Industry")
    expect(refusal).to_contain_text("engagement")
    expect(page.locator(".gate-need.is-missing")).to_have_count(2)

    fill_what_is_missing(page)
    page.get_by_role("link", name="Move on").click()
    expect(page.locator(".gate-need.is-missing")).to_have_count(0)
    page.get_by_role("button", name="Move", exact=True).click()

    expect(page.locator(".stage-path [aria-current]")).to_contain_text("In talks")
    # The browser itself notes every answer of 4xx; here it is the gate's refusal.
    assert [problem for problem in problems if "422" not in problem] == []


def add_firm_from_register(page: Page) -> None:
    page.goto("/firms")
    page.get_by_role("link", name="Add a firm").first.click()
    choose(page, "register", "鸿海")
    page.get_by_role("button", name="Take over").click()
    expect(page.locator("#name_hant")).to_have_value("鴻海精密工業股份有限公司")
    expect(page.locator("#business_number")).to_have_value("04541302")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("鴻海精密工業")


def open_project(page: Page) -> None:
    page.goto("/projects/new")
    page.fill("#name", "示例：鸿海岳阳封装项目")
    choose(page, "firm_id", "鸿海")
    page.fill("#responsible", "李示例")
    page.get_by_role("button", name="Open as a lead").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("示例：鸿海岳阳封装项目")


def fill_what_is_missing(page: Page) -> None:
    page.get_by_role("link", name="Fill in").click()
    page.select_option("#industry_id", label="Industry 集成电路")
    page.get_by_role("button", name="Save").click()
    page.locator(".gate-box").get_by_role("link", name="Log").click()
    page.fill("#summary", "示例：参观厂房")
    page.get_by_role("button", name="Log it").click()
    page.goto("/projects")
    page.get_by_role("link", name="示例：鸿海岳阳封装项目").click()


def test_a_half_typed_form_survives_a_refusal_and_a_reload(page_of: PageOf) -> None:
    page = page_of(Role.OFFICER, "YY")
    page.goto("/projects/new")
    page.fill("#name", "示例：半途项目")
    page.fill("#planned_minor", "about 5")
    page.get_by_role("button", name="Open as a lead").click()

    expect(page.get_by_role("alert")).to_be_visible()
    assert (page.input_value("#name"), page.input_value("#planned_minor")) == ("示例：半途项目", "about 5")

    page.goto("/projects/new")
    expect(page.locator("#name")).to_have_value("示例：半途项目")
    page.fill("#lead_source", "商会")
    page.wait_for_timeout(400)
    page.reload()
    expect(page.locator("#lead_source")).to_have_value("商会")
    expect(page.locator("form .notice")).to_contain_text("kept and is back")


def test_what_was_saved_is_no_draft_any_more(page_of: PageOf) -> None:
    page = page_of(Role.OFFICER, "YY")
    page.goto("/firms/new")
    page.fill("#name_hant", "示例電子股份有限公司")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("示例電子")

    page.goto("/firms/new")
    assert page.input_value("#name_hant") == ""
