"""What advisers hand in is the to-do of one person who may act on it, and they hear what became of it."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from crm.advisers import service
from crm.advisers.service import RulingFields
from crm.core.database import session
from crm.web.rate_limits import limiter
from models import Notice, Referral, Todo
from models.enums import NoticeKind, ReferralOutcome, ReferralState, Role, TodoSource, TodoState
from tests.factories.advisers import (
    file_referral,
    make_adviser,
    make_recognised,
    make_referral,
    make_update,
)
from tests.factories.firms import make_firm
from tests.factories.projects import make_project
from tests.factories.todos import make_todo
from tests.factories.users import make_user

YES, NO = ReferralOutcome.RECOGNISED, ReferralOutcome.NOT_RECOGNISED


def todo_of(source: TodoSource, number: int) -> Todo:
    return session.scalars(select(Todo).where(Todo.source == source, Todo.source_id == number)).one()


def told(user_id: int) -> list[NoticeKind]:
    return list(session.scalars(select(Notice.kind).where(Notice.user_id == user_id).order_by(Notice.id)))


def test_a_referral_is_the_to_do_of_the_least_busy_of_the_office_until_it_is_ruled_on(clock_at) -> None:
    clock_at("2024-06-07T02:00:00Z")
    busy, free = make_user(), make_user()
    make_todo(busy)
    referral = file_referral(make_adviser())

    todo = todo_of(TodoSource.REFERRAL, referral.id)
    # Ten working days from Friday the seventh; the tenth of June is a day off.
    assert (todo.owner_id, todo.due_on, todo.state) == (free.id, date(2024, 6, 24), TodoState.OPEN)
    assert referral.firm_name not in todo.title

    service.rule_on(referral, RulingFields(NO, "no proof"), by=busy)
    assert todo.state is TodoState.DONE


def test_a_second_look_is_the_to_do_of_another_and_what_is_taken_back_of_nobody() -> None:
    first, second = make_user(), make_user()
    firm = make_firm()
    own = {"firm_id": firm.id, "state": ReferralState.EXAMINED}
    make_referral(**own)
    referral = make_referral(**own)

    service.rule_on(referral, RulingFields(YES, "first talk proven"), by=first)
    todo = todo_of(TodoSource.REFERRAL, referral.id)
    assert todo.owner_id == second.id

    service.return_ruling(referral, reasons="look again", by=second)
    assert (todo.owner_id, todo.state) == (second.id, TodoState.OPEN)
    assert todo.source_owner_id in (first.id, second.id)
    service.withdraw_referral(referral, reason="wrong firm", by=None)
    assert todo.state is TodoState.DROPPED


def test_an_adviser_hears_of_an_answer_and_not_of_what_the_office_does_meanwhile() -> None:
    account = make_user(role=Role.ADVISER)
    firm = make_firm()
    own = {"firm_id": firm.id, "state": ReferralState.EXAMINED}
    make_referral(**own)
    referral = make_referral(make_adviser(user=account), **own)

    service.rule_on(referral, RulingFields(YES, "first talk proven"), by=make_user())
    assert told(account.id) == []
    service.confirm_ruling(referral, by=make_user())
    assert told(account.id) == [NoticeKind.OWN_REFERRAL_RULED]

    notice = session.scalars(select(Notice).where(Notice.user_id == account.id)).one()
    assert (notice.words, notice.arguments) == ({"title": referral.ref}, {"ref": referral.ref})
    assert firm.ref not in str(notice.words)


@pytest.mark.parametrize("has_responsible", [True, False])
def test_a_status_update_is_the_to_do_of_who_is_responsible_or_leads_the_park(
    clock_at, has_responsible: bool
) -> None:
    clock_at("2024-06-07T02:00:00Z")
    account, lead = make_user(role=Role.ADVISER), make_user(role=Role.PARK_LEAD, park="YY")
    officer = make_user(role=Role.OFFICER, park="YY")
    project = make_project(park="YY", responsible_id=officer.id if has_responsible else None)
    referral = make_recognised(make_adviser(user=account), project=project)

    update = service.submit_update(
        referral, text="equipment came", happened_on=date(2024, 6, 6), client_key="a" * 32, by=account
    )
    todo = todo_of(TodoSource.STATUS_UPDATE, update.id)
    assert todo.owner_id == (officer.id if has_responsible else lead.id)
    assert (todo.due_on, todo.project_id) == (date(2024, 6, 17), project.id)

    service.return_update(update, reason="which?", by=officer)
    assert todo.state is TodoState.DONE
    assert told(account.id) == [NoticeKind.OWN_UPDATE_RETURNED]


def test_the_first_page_shows_what_waits_for_each(client_for, coordinator, officer) -> None:
    received = make_referral(firm_name="waits for a ruling")
    make_referral(firm_name="ruled on", state=ReferralState.NOT_RECOGNISED)
    make_update(make_recognised(park="YY"), text="told of our park")
    make_update(make_recognised(park="XT"), text="told of another park")

    office, ours = coordinator.get("/").text, officer.get("/").text

    assert "waits for a ruling" in office
    assert "ruled on" not in office
    assert "told of our park" in ours
    assert "told of another park" not in ours
    assert received.ref not in ours


def test_an_account_hands_in_so_many_an_hour_and_another_one_is_not_held_up(app: Flask, client_for) -> None:
    first, second = client_for(Role.ADVISER), client_for(Role.ADVISER)
    for each in (first, second):
        make_adviser(user=each.user)
    limiter.enabled = True
    try:
        limiter.reset()
        # What is refused for its words counts as well: a flood is a flood.
        codes = [first.post("/portal/referrals/new", data={}).status_code for _each in range(20)]
        refused = first.post("/portal/referrals/new", data={})
        assert first.get("/portal/referrals/new").status_code == 200
        other = second.post("/portal/referrals/new", data={})
    finally:
        limiter.enabled = False
        limiter.reset()

    assert set(codes) == {422}
    assert (refused.status_code, other.status_code) == (429, 422)
    assert session.query(Referral).count() == 0
