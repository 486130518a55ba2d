"""The board by keyboard alone, and by the pointer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from crm.core.database import session
from models import Project
from models.enums import Role, Stage
from tests.browser.conftest import PHONE, PageOf, tab_to
from tests.factories.engagements import make_engagement
from tests.factories.projects import make_industry, make_project, meet_gate

pytestmark = pytest.mark.browser


def stage_of(number: int) -> Stage:
    session.expire_all()
    stage = session.get_one(Project, number).stage
    session.remove()
    return stage


def test_a_card_is_moved_by_keyboard_alone_and_a_refusal_leads_to_just_what_is_missing(
    page_of: PageOf,
) -> None:
    industry = make_industry("示例行业")
    project = make_project(responsible="示例负责人")
    make_engagement(park="YY", project=project)
    number, industry_id = project.id, industry.id
    page = page_of(Role.OFFICER, "YY")
    page.goto("/projects/board")

    card = page.locator(f"#card-{number}")
    tab_to(page, card.locator("summary"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    dialog = page.locator("#board-refused")
    expect(dialog).to_contain_text("was not moved")
    expect(dialog.locator(".is-missing")).to_have_count(1)
    assert stage_of(number) is Stage.LEAD

    tab_to(page, dialog.get_by_role("link", name="Fill in just what is missing"))
    page.keyboard.press("Enter")
    field = page.locator("#industry_id")
    tab_to(page, field)
    page.keyboard.press("ArrowDown")
    expect(field).to_have_value(str(industry_id))
    tab_to(page, page.get_by_role("button", name="Save", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Move")
    tab_to(page, page.get_by_role("button", name="Move", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator(".flash, .notice, [role=status]").first).to_be_visible()
    assert stage_of(number) is Stage.TALKS


def test_a_card_goes_where_it_is_carried_and_keeps_the_focus(page_of: PageOf, problems: list[str]) -> None:
    project = make_project()
    meet_gate(project, Stage.TALKS)
    number = project.id
    page = page_of(Role.OFFICER, "YY")
    page.goto("/projects/board")

    page.locator(f"#card-{number}").drag_to(page.locator('[data-board-stage="talks"]'))

    moved = page.locator(f'[data-board-stage="talks"] #card-{number}')
    expect(moved).to_be_visible()
    expect(moved.locator("a").first).to_be_focused()
    assert stage_of(number) is Stage.TALKS
    assert problems == []


def test_more_cards_come_at_the_foot_of_a_column(page_of: PageOf, problems: list[str]) -> None:
    for _ in range(15):
        make_project(stage=Stage.TALKS)
    page = page_of(Role.OFFICER, "YY", size=PHONE)
    page.goto("/projects/board?stage=talks")
    cards = page.locator(".board-card")
    expect(cards).to_have_count(12)

    page.get_by_role("link", name="More", exact=True).click()

    expect(cards).to_have_count(15)
    assert problems == []
