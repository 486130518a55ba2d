"""A running server and a real browser, which notes everything that goes wrong in a page."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect, sync_playwright
from werkzeug.serving import make_server

from crm.core import jobs
from crm.core.database import session
from crm.core.transactions import transaction
from models import User
from models.enums import Role
from seed import reference
from seed.demo import zone
from seed.demo.zone import Size
from tests.factories.users import make_user, sign_in

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SMALL_ZONE = Size(firms=60, projects=40, engagements=60, entries=120)

# The machine may be busy; what never comes is still told within a test's patience.
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey has a browser, a server and a database race on two cores: it may fail once, and the
    run names it ("rerun"); what is broken fails twice."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@dataclass(frozen=True)
class LiveServer:
    url: str


@pytest.fixture
def live_server(app: Flask, database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveServer]:
    """The application on a free port, on the database of this test, guarded as it is when people use it."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield LiveServer(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()


@pytest.fixture
def worker(app: Flask, database: None) -> Iterator[None]:
    """The machine beside the server: it does what is ordered on the pages."""
    is_over = threading.Event()

    def work() -> None:
        with app.app_context():
            jobs.work(pause=0.1, stop=is_over.is_set)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield
    is_over.set()
    thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not on this machine")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def problems() -> list[str]:
    """What went wrong in the pages: scripts, refused requests, breaches of the security policy."""
    return []


@pytest.fixture
def page(browser: Browser, problems: list[str]) -> Iterator[Page]:
    """A desk-sized page in light colours; resize it or emulate as the test needs."""
    context = browser.new_context(viewport=DESK, color_scheme="light", locale="zh-CN")
    opened = context.new_page()
    watch(opened, problems)
    yield opened
    context.close()


PageOf = Callable[..., Page]
"""``page_of(Role.OFFICER, "YY")`` or ``page_of(user)``: the page of a person who has signed in."""


@pytest.fixture
def page_of(app: Flask, browser: Browser, live_server: LiveServer, problems: list[str]) -> Iterator[PageOf]:
    """Several people at once, each with a browser of their own, speaking English unless told otherwise."""
    opened = []

    def open_for(
        who: User | Role, park: str | None = None, *, size: dict[str, int] = DESK, **own: object
    ) -> Page:
        user = who if isinstance(who, User) else make_user(role=who, park=park, **own)
        client = app.test_client()
        sign_in(client, user)
        cookie = client.get_cookie("crm_session")
        assert cookie is not None
        # What a test holds open in the database must keep nobody waiting.
        session.remove()
        context = browser.new_context(viewport=size, color_scheme="light", base_url=live_server.url)
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        opened.append(context)
        page = context.new_page()
        watch(page, problems)
        return page

    yield open_for
    for context in opened:
        context.close()


def choose(page: Page, field: str, typed: str) -> None:
    """Find by typing in an enhanced select, and take the first that is offered."""
    page.locator(f"#{field}-ts-control").click()
    page.keyboard.type(typed, delay=20)
    page.locator(".ts-dropdown .option").first.click()


def tab_to(page: Page, place: Locator, *, within: int = 120) -> None:
    """Come to a place by the keyboard alone."""
    for _step in range(within):
        if place.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard doesn't come there")


def watch(page: Page, problems: list[str]) -> None:
    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            problems.append(f"{page.url}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))


@pytest.fixture
def demo_zone(database: None) -> None:
    """The made-up zone, small: enough of each kind to walk through."""
    with transaction():
        reference.load()
    with transaction():
        zone.make(SMALL_ZONE, seed=1)
    session.remove()
