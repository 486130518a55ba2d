"""An issue is closed from the board by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from crm.core.database import session
from models import Issue
from models.enums import IssueState, Role
from tests.browser.conftest import PageOf, tab_to
from tests.factories.issues import make_issue
from tests.factories.users import make_user

pytestmark = [pytest.mark.browser]


def test_an_answered_issue_is_closed_by_keyboard(page_of: PageOf, problems: list[str]) -> None:
    owner = make_user(role=Role.OFFICER, park="YY")
    issue = make_issue(
        park="YY", owner=owner, state=IssueState.ANSWERED, answer="The cable is laid", answered_by_id=owner.id
    )
    number = issue.id
    page = page_of(Role.PARK_LEAD, park="YY")
    page.goto("/issues/board")

    tab_to(page, page.locator(".issue-card-actions summary").first)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Close the issue"))
    page.keyboard.press("Enter")
    expect(page.locator("blockquote")).to_have_text("The cable is laid")
    tab_to(page, page.locator("#note"))
    page.keyboard.type("Seen on site")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Closed.", exact=True)).to_be_visible()
    assert session.get_one(Issue, number).state is IssueState.CLOSED
    assert problems == []
