"""The parts of others that the pages rest on speak the reader's language."""

import re

import pytest
from playwright.sync_api import expect

from models.enums import Role
from tests.browser.conftest import PageOf

pytestmark = pytest.mark.browser

ENGLISH = re.compile("[a-z]{3}", re.IGNORECASE)


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "zh_Hant_TW"])
def test_calendars_and_enhanced_selects_speak_the_pages_language(page_of: PageOf, locale: str) -> None:
    page = page_of(Role.OFFICER, "YY", locale=locale)

    page.goto("/ledger/new")
    clear = page.locator(".clear-button").first
    expect(clear).to_have_attribute("title", re.compile("清"))
    page.locator(".date-button").first.click()
    for part in (".flatpickr-monthDropdown-months", ".cur-year"):
        named = page.locator(f".flatpickr-calendar.open {part}")
        expect(named).to_have_attribute("aria-label", re.compile("[年月]"))
        expect(named).not_to_have_attribute("aria-label", ENGLISH)
