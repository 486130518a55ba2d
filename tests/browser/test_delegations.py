"""The day plan and the talks of a visit, by keyboard alone."""

from __future__ import annotations

from datetime import time

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from crm.core.database import session
from models import DelegationSession, DelegationStop
from models.enums import DelegationState, Role
from tests.browser.conftest import PageOf, tab_to
from tests.browser.walking import SCOPE, Place, bring_axe, faults
from tests.factories.delegations import make_delegation, make_member, make_stop
from tests.factories.projects import make_investor

pytestmark = pytest.mark.browser


def test_a_talk_is_planned_in_the_matrix_by_keyboard_alone(page_of: PageOf) -> None:
    visit = make_delegation(park="YY", taking_part=("YY",), state=DelegationState.PLANNED)
    firm = make_investor()
    make_member(visit, firm_id=firm.id)
    number, firm_id = visit.id, firm.id
    page = page_of(Role.OFFICER, "YY")
    bring_axe(page)
    page.goto(f"/delegations/{number}?tab=talks")

    tab_to(page, page.locator(".talk-add").first)
    page.keyboard.press("Enter")
    dialog = page.locator("#talk-dialog")
    expect(dialog).to_be_visible()
    assert faults(page, Place(page.url, "delegations.detail talks", "the test"), SCOPE) == []
    tab_to(page, dialog.locator("#talk-starts_at"))
    page.keyboard.type("0200PM")
    tab_to(page, dialog.locator("#talk-ends_at"))
    page.keyboard.type("0220PM")
    tab_to(page, dialog.get_by_role("button", name="Save", exact=True))
    page.keyboard.press("Enter")

    expect(page.locator(".talk")).to_contain_text("14:00–14:20")
    planned = session.scalars(select(DelegationSession)).one()
    assert (planned.firm_id, planned.starts_at, planned.ends_at) == (firm_id, time(14), time(14, 20))
    session.remove()


def test_a_stop_is_moved_by_keyboard_alone(page_of: PageOf) -> None:
    visit = make_delegation(park="YY", state=DelegationState.PLANNED)
    make_stop(visit, title_hans="甲厂", starts_at=time(9), ends_at=time(10))
    second = make_stop(visit, title_hans="乙厂", starts_at=time(10), ends_at=time(12))
    number, second_id = visit.id, second.id
    page = page_of(Role.OFFICER, "YY")
    page.goto(f"/delegations/{number}")

    tab_to(page, page.get_by_role("button", name="Earlier: 乙厂"))
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("09:00–11:00")
    assert session.get_one(DelegationStop, second_id, populate_existing=True).starts_at == time(9)
    session.remove()
