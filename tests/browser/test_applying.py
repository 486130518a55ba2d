"""Applying for a talent level on a phone, by the keyboard alone, with the line cut in the middle."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import FileChooser, Page, expect
from sqlalchemy import select

from crm.core.database import session
from models import TalentApplication
from models.enums import ApplicationState, Role
from tests.browser.conftest import PHONE, PageOf, tab_to, watch
from tests.browser.walking import SCOPE, Place, bring_axe, faults
from tests.factories.projects import make_industry
from tests.factories.talents import make_draft
from tests.factories.users import make_user

pytestmark = pytest.mark.browser

PRESSES = 4
ADDRESS = "wang@example.org"
LANGUAGES = ("zh_Hans_CN", "zh_Hant_TW", "en")


@pytest.fixture
def phone(browser, live_server, problems) -> Page:
    context = browser.new_context(
        viewport=PHONE, color_scheme="light", base_url=live_server.url, locale="en-US"
    )
    page = context.new_page()
    watch(page, problems)
    yield page
    context.close()


def write(page: Page, name: str, text: str) -> None:
    tab_to(page, page.locator(f"#{name}"))
    page.keyboard.type(text)


def press(page: Page, role: str, name: str, key: str = "Enter") -> None:
    tab_to(page, page.get_by_role(role, name=name, exact=True).first)
    page.keyboard.press(key)


def choose_by_key(page: Page, name: str, text: str) -> None:
    tab_to(page, page.locator(f"#{name}"))
    page.keyboard.type(text)


def title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def come_in(page: Page) -> None:
    page.goto("/apply/")
    press(page, "link", "Apply, or look at your application")
    write(page, "email", ADDRESS)
    page.keyboard.press("Enter")
    title(page, "Your code")
    letter = page.context.new_page()
    letter.goto("/outbox/")
    code = re.search(r"\d{6}", letter.get_by_role("article").first.inner_text())
    letter.close()
    assert code is not None
    write(page, "code", code[0])
    page.keyboard.press("Enter")
    title(page, "My application")


def choose_file(page: Page, file: Path) -> None:
    """Space opens the browser's own window; a busy machine may miss the first press after a new page."""
    chosen: list[FileChooser] = []

    def note(chooser: FileChooser) -> None:
        chosen.append(chooser)

    page.once("filechooser", note)
    for _ in range(PRESSES):
        page.keyboard.press("Space")
        page.wait_for_timeout(2_000)
        if chosen:
            break
    chosen[0].set_files(file)


def hand_in(page: Page, folder: Path, kind: str) -> None:
    file = folder / f"{kind}.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + kind.encode() * 9)
    choose_by_key(page, "kind", kind)
    tab_to(page, page.locator("#file"))
    choose_file(page, file)
    with page.expect_navigation():
        press(page, "button", "Hand it in")


def tell_who_though_the_line_breaks(page: Page) -> None:
    title(page, "Who you are")
    tab_to(page, page.locator("input[name=kind]").first)
    page.keyboard.press("Space")
    write(page, "name_hant", "王小明")
    write(page, "birth_year", "1988")

    page.context.set_offline(True)
    tab_to(page, page.locator("input[name=paper_kind]").first)
    page.keyboard.press("Space")
    write(page, "paper_number", "01234567")
    press(page, "button", "Next step")
    expect(page.get_by_text("No line.")).to_be_visible()
    page.context.set_offline(False)
    title(page, "Education and experience")

    page.go_back()
    expect(page.locator("#paper_number")).to_have_value("01234567")
    press(page, "button", "Next step")
    title(page, "Education and experience")


def tell_the_rest(page: Page, industry: str, tmp_path: Path) -> None:
    choose_by_key(page, "industry_id", industry)
    write(page, "skills", "PLC")
    choose_by_key(page, "education", "Master")
    write(page, "experience_years", "10")
    choose_by_key(page, "post_rank", "Specialist")
    expect(page.locator("[data-state=saved]")).to_be_visible()
    press(page, "button", "Next step")
    title(page, "Where you work")
    tab_to(page, page.locator("#park_id"))
    page.keyboard.press("ArrowDown")
    press(page, "button", "Next step")
    title(page, "What you want to do here")
    press(page, "button", "Next step")
    title(page, "Papers")
    for kind in ("Identity", "Contract"):
        hand_in(page, tmp_path, kind)
    press(page, "link", "Next step")
    title(page, "Consent")
    tab_to(page, page.locator("input[value=application]"))
    page.keyboard.press("Space")
    press(page, "button", "Next step")
    title(page, "Look over and send")
    press(page, "button", "Send the application")


def test_one_applies_by_keys_alone_though_the_line_breaks(phone: Page, problems, tmp_path) -> None:
    made = make_industry("Electronics")
    industry, industry_id = made.name_en, made.id
    session.remove()
    come_in(phone)
    press(phone, "button", "Begin an application")
    tell_who_though_the_line_breaks(phone)
    tell_the_rest(phone, industry, tmp_path)

    page = phone
    expect(page.get_by_text("working days left")).to_be_visible()
    application = session.scalars(select(TalentApplication)).one()
    assert application.state is ApplicationState.SUBMITTED
    typed = {
        "kind": "person",
        "name_hant": "王小明",
        "birth_year": 1988,
        "email": ADDRESS,
        "skills": "PLC",
        "paper_kind": "travel_permit",
        "paper_number": "01234567",
        "post_rank": "specialist",
        "education": "master",
        "experience_years": 10,
        "industry_id": industry_id,
    }
    assert application.answers == typed
    assert [each.kind for each in application.documents] == ["identity", "contract"]
    assert [each for each in problems if "ERR_INTERNET_DISCONNECTED" not in each] == []


@pytest.mark.look
def test_axe_objects_to_no_step_in_no_language(page_of: PageOf) -> None:
    for language in LANGUAGES:
        user = make_user(role=Role.APPLICANT, locale=language)
        number = make_draft(applicant=user).id
        page = page_of(user, size=PHONE)
        bring_axe(page)
        steps = ("person", "ability", "work", "statement", "papers", "consent", "send")
        for path in ("/apply/", "/apply/mine", "/apply/data", *(f"/apply/{number}/{step}" for step in steps)):
            page.goto(path)
            assert faults(page, Place(path, path, ""), SCOPE) == [], (language, path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (language, path)
