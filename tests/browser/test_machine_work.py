"""Files in and out: an import is corrected, taken in and put back; a report is ordered and fetched."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from crm.core.database import session
from models import Firm
from models.enums import Role
from tests.browser.conftest import PageOf
from tests.factories.ledger import add_rates
from tests.factories.plans import make_plan_with_indicators

pytestmark = pytest.mark.browser

HEAD = "ref,name_hant,business_number\n"
GOOD = "A-1,甲子示例股份有限公司,\n"
WRONG = "A-2,乙丑示例股份有限公司,12345678\n"
RIGHT = "A-2,乙丑示例股份有限公司,04541302\n"


def csv(name: str, text: str) -> dict[str, object]:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")}


def test_a_file_with_a_wrong_cell_is_corrected_taken_in_and_put_back(
    page_of: PageOf, problems: list[str]
) -> None:
    page = page_of(Role.COORDINATOR)
    page.goto("/imports/kinds/firms")
    hand_in(page, csv("firms.csv", HEAD + GOOD + WRONG))
    wrong = page.locator(".import-cell.is-wrong")
    expect(wrong).to_contain_text("12345678")
    expect(page.get_by_role("main")).to_contain_text("Nothing can be taken in yet")
    expect(page.get_by_role("button", name="Take in")).to_have_count(0)

    hand_in(page, csv("corrected.csv", HEAD + GOOD + RIGHT))
    expect(page.get_by_role("main")).to_contain_text("2 will be new")
    page.get_by_role("button", name="Take in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("corrected.csv")
    expect(page.get_by_role("main")).to_contain_text("2 new, 0 changed, 0 the same")
    assert put_away() == [False, False]

    page.fill("#reason", "wrong list")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("main")).to_contain_text("wrong list")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    assert put_away() == [True, True]
    assert problems == []


def put_away() -> list[bool]:
    """Of each firm whether it is put away, asked without keeping anybody waiting after."""
    found = [firm.is_archived for firm in session.query(Firm)]
    session.remove()
    return found


def hand_in(page: Page, file: dict[str, object]) -> None:
    page.set_input_files("input[name=file]", file)
    page.get_by_role("button", name="Look through").click()
    expect(page.locator(".steps")).to_be_visible()


def test_a_report_is_ordered_watched_and_fetched(page_of: PageOf, worker: None, problems: list[str]) -> None:
    make_plan_with_indicators()
    add_rates()
    page = page_of(Role.COORDINATOR)
    page.goto("/reports/?as_of=2024-09-30")
    page.select_option("#file_format", "pdf")
    page.get_by_role("button", name="Make the report").click()
    expect(page.locator(".job")).to_be_visible()

    with page.expect_download(timeout=40_000) as coming:
        page.locator(".job").get_by_role("link", name="Download").click(timeout=40_000)
    path = Path(coming.value.path())

    assert coming.value.suggested_filename.endswith(".pdf")
    assert path.read_bytes().startswith(b"%PDF")
    assert path.stat().st_size > 10_000
    assert problems == []
