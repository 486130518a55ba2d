"""Without a line: the quick log on a phone, its drafts, and who may send them."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from crm.core.database import session
from models import Contact, Engagement, Todo, User
from models.enums import Role
from tests.browser.conftest import PHONE, PageOf, choose, tab_to
from tests.browser.walking import SCOPE, Place, bring_axe, faults
from tests.factories.contacts import make_contact
from tests.factories.engagements import make_engagement
from tests.factories.projects import make_investor
from tests.factories.users import make_user

pytestmark = pytest.mark.browser


@pytest.fixture
def people() -> list[Contact]:
    """Three people at two firms that the park has met."""
    first, second = make_investor("示例電子股份有限公司"), make_investor("範例光學股份有限公司")
    met = [
        make_contact(first, name="陈示例"),
        make_contact(first, name="林示例"),
        make_contact(second, name="黄示例"),
    ]
    make_engagement(firms=[first, second], contacts=met, summary="示例：上次见面")
    return met


@pytest.fixture
def tokens_refused(app: Flask) -> Iterator[pytest.MonkeyPatch]:
    """A server that answers but sends no draft on. In the browser a request may slip past such a stop."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.view_functions, "engagements.token", lambda: ("", HTTPStatus.SERVICE_UNAVAILABLE))
        yield patch


def officer() -> User:
    return make_user(role=Role.OFFICER, park="YY", display_name="Li")


def go_on_the_road(page: Page) -> None:
    """Open the quick log once on line, until the phone holds its shell and the names of own firms."""
    page.goto("/engagements/quick")
    page.wait_for_function("() => sessionStorage.getItem('quick-log:') !== null", timeout=30_000)
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def write(page: Page, summary: str, firms: list[str], people: list[str], *, step: str = "") -> None:
    page.goto("/engagements/quick")
    page.locator("[data-quick-log][data-ready]").wait_for()
    for name in firms:
        choose(page, "firm_ids", name)
    page.fill("#summary", summary)
    for name in people:
        page.locator('[data-suggested="people"]').get_by_role("button", name=name).click()
    if step:
        page.fill("#next_step", step)
        page.get_by_role("button", name="Tomorrow").click()


def log(page: Page) -> None:
    page.get_by_role("button", name="Log it").click()


@dataclass(frozen=True)
class Logged:
    firms: list[int]
    people: set[str]
    todos: list[tuple[int, str]]


def logged() -> list[Logged]:
    """What came of drafts; the test holds nothing open, so that nobody waits for it."""
    session.rollback()
    todos = [(todo.owner_id, todo.title) for todo in session.query(Todo)]
    found = [
        Logged(sorted(firm.id for firm in each.firms), {person.name for person in each.contacts}, todos)
        for each in session.query(Engagement)
        if each.client_key
    ]
    session.rollback()
    return found


def cards(page: Page):
    return page.locator("[data-drafts] article")


def test_a_visit_without_a_line_stands_on_both_timelines_once_there_is_one(
    page_of: PageOf, people: list[Contact]
) -> None:
    user = officer()
    user_id, firms = user.id, sorted({person.firm_id for person in people})
    page = page_of(user, size=PHONE)
    go_on_the_road(page)
    page.context.set_offline(True)

    write(page, "示例：看厂房", ["电子", "光学"], ["陈示例", "林示例", "黄示例"], step="寄资料")
    log(page)
    expect(cards(page)).to_have_count(1)
    expect(cards(page)).to_contain_text("waits for the line")
    assert logged() == []

    page.context.set_offline(False)
    expect(cards(page)).to_have_count(0)
    assert logged() == [Logged(firms, {"陈示例", "林示例", "黄示例"}, [(user_id, "寄资料")])]
    for firm_id in firms:
        page.goto(f"/firms/{firm_id}?tab=timeline")
        expect(page.get_by_role("main")).to_contain_text("示例：看厂房")


def test_what_was_saved_before_the_answer_got_lost_is_not_saved_again(
    page_of: PageOf, people: list[Contact]
) -> None:
    page = page_of(officer(), size=PHONE)
    go_on_the_road(page)

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort("connectionreset")
        else:
            route.fallback()

    page.route("**/engagements/quick", lose)
    write(page, "示例：答复丢了", ["电子"], ["陈示例"])
    log(page)
    expect(cards(page)).to_have_count(1)
    assert len(logged()) == 1

    page.unroute_all(behavior="wait")  # it may just be losing another attempt
    page.reload()
    expect(cards(page)).to_have_count(0)
    assert len(logged()) == 1


def test_what_found_no_line_is_tried_again_while_the_page_stands(
    page_of: PageOf, people: list[Contact], tokens_refused: pytest.MonkeyPatch
) -> None:
    page = page_of(officer(), size=PHONE)
    page.clock.install()
    go_on_the_road(page)
    write(page, "示例：一格信号", ["电子"], [])
    log(page)
    expect(page.locator('[data-drafts] [data-outcome="down"]')).to_be_visible()
    assert logged() == []

    tokens_refused.undo()
    page.clock.fast_forward(31_000)
    expect(cards(page)).to_have_count(0)
    assert len(logged()) == 1


def test_a_name_that_the_phone_does_not_hold_is_settled_before_it_is_sent(
    page_of: PageOf, people: list[Contact]
) -> None:
    stranger_id = make_investor("遠方精密股份有限公司").id
    page = page_of(officer(), size=PHONE)
    go_on_the_road(page)
    page.context.set_offline(True)
    page.goto("/engagements/quick")
    page.locator("[data-quick-log][data-ready]").wait_for()
    page.locator("#firm_ids-ts-control").click()
    page.keyboard.type("远方", delay=20)
    page.locator(".ts-dropdown .create").click()
    page.fill("#summary", "示例：路上遇到")
    log(page)
    expect(cards(page)).to_contain_text("whom do you mean?")

    page.context.set_offline(False)
    page.reload()
    assert logged() == []
    page.get_by_role("button", name="遠方精密").click()
    expect(cards(page)).to_have_count(0)
    assert [each.firms for each in logged()] == [[stranger_id]]


def test_what_is_not_taken_says_why_and_is_completed(page_of: PageOf, people: list[Contact]) -> None:
    page = page_of(officer(), size=PHONE)
    go_on_the_road(page)
    page.context.set_offline(True)
    write(page, "示例：将来的事", ["电子"], [])
    page.get_by_text("When, where, who of us").click()
    page.fill("#happened_at", "2099-01-01T10:00")
    log(page)
    expect(cards(page)).to_have_count(1)
    page.context.set_offline(False)
    expect(cards(page)).to_contain_text("log it once it has happened")

    cards(page).get_by_role("link", name="Open and complete").click()
    page.locator("[data-quick-log][data-ready]").wait_for()
    expect(page.locator("#summary")).to_have_value("示例：将来的事")
    page.get_by_text("When, where, who of us").click()
    page.fill("#happened_at", "2024-01-01T10:00")
    log(page)
    expect(page.get_by_role("main")).to_contain_text("What happened")
    assert len(logged()) == 1


def test_drafts_are_their_writers_alone_and_signing_out_warns(
    page_of: PageOf, people: list[Contact], tokens_refused: pytest.MonkeyPatch
) -> None:
    page = page_of(officer(), size=PHONE)
    go_on_the_road(page)
    page.context.set_offline(True)
    write(page, "示例：甲的草稿", ["电子"], [])
    log(page)
    expect(cards(page)).to_have_count(1)
    page.context.set_offline(False)
    page.goto("/")
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("dialog")).to_contain_text("Drafts that wait on this phone: 1")
    page.get_by_role("button", name="Keep them and sign out").click()
    page.wait_for_url("**/sign-in*")
    assert page.evaluate("caches.keys()") == []
    tokens_refused.undo()

    second = page_of(Role.OFFICER, "YY", size=PHONE)
    cookies = second.context.cookies()
    page.context.add_cookies(cookies)
    page.goto("/engagements/drafts")
    expect(page.get_by_role("main")).to_contain_text("Nothing waits on this phone")
    assert logged() == []


def test_axe_objects_to_nothing_on_the_road(page_of: PageOf, people: list[Contact]) -> None:
    page = page_of(officer(), size=PHONE)
    bring_axe(page)
    go_on_the_road(page)
    page.context.set_offline(True)
    write(page, "示例：看厂房", ["电子"], [])
    found = faults(page, Place("quick log", "", ""), SCOPE)
    page.locator("#firm_ids-ts-control").click()
    page.keyboard.type("远方", delay=20)
    page.locator(".ts-dropdown .create").click()
    log(page)
    expect(cards(page)).to_have_count(1)
    found += faults(page, Place("drafts", "", ""), SCOPE)

    assert found == []


def test_by_keyboard_alone_a_visit_is_logged(page_of: PageOf, people: list[Contact]) -> None:
    page = page_of(officer())
    page.goto("/engagements/quick")
    page.locator("[data-quick-log][data-ready]").wait_for()
    tab_to(page, page.locator('input[name="kind"]:checked'))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("电子", delay=20)
    page.locator(".ts-dropdown .option").first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("示例：键盘记录")
    page.locator('[data-suggested="people"] button').first.wait_for()
    tab_to(page, page.get_by_role("button", name="陈示例"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Log it"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("示例：键盘记录")
    expect(page.get_by_role("main")).to_contain_text("陈示例")
    assert len(logged()) == 1
