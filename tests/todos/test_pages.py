from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.core.database import session
from crm.todos.queries import TodoFilters, in_timing, todos_query
from crm.todos.rules import Scope, Timing, timing
from kernel import clock
from models import Notice, Todo
from models.enums import NoticeKind, Repeat, Role, TodoState
from tests.factories.firms import make_firm
from tests.factories.projects import make_project
from tests.factories.todos import make_deputy, make_todo
from tests.factories.users import make_user


def reload(todo: Todo) -> Todo:
    session.expire_all()
    return session.get_one(Todo, todo.id)


def test_a_todo_is_written_for_a_colleague_who_hears_of_it_and_finds_it(officer, client_for) -> None:
    colleague = client_for(Role.OFFICER)
    firm = make_firm()
    form = {
        "title": "bring the plans",
        "owner_id": colleague.user.id,
        "due_on": "2030-01-04",
        "repeat": "never",
        "firm_id": firm.id,
    }
    assert officer.post("/todos/new", data=form).status_code == 302

    todo = session.scalars(select(Todo)).one()
    notice = session.scalars(select(Notice)).one()
    assert (todo.owner_id, todo.given_by_id) == (colleague.user.id, officer.user.id)
    assert (notice.user_id, notice.kind) == (colleague.user.id, NoticeKind.TODO_GIVEN)
    page = colleague.get("/todos").text
    assert "bring the plans" in page
    assert f"given by {officer.user.display_name}" in page
    assert "bring the plans" not in officer.get("/todos").text
    assert "bring the plans" in officer.get("/todos?scope=given").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": " "}, "required"),
        ({"repeat": "weekly", "due_on": ""}, "needs the day"),
        ({"owner_id": "999999"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_written_is_said_beside_its_input(officer, change, words) -> None:
    form = {"title": "x", "owner_id": officer.user.id, "due_on": "2030-01-04", "repeat": "never", **change}
    reply = officer.post("/todos/new", data=form)
    assert reply.status_code == 422
    assert words in reply.text


def test_done_in_one_click_and_undone_in_another(officer) -> None:
    todo = make_todo(officer.user)

    reply = officer.post(f"/todos/{todo.id}/done", data={"back": "/todos?scope=mine"})
    assert reply.location == "/todos?scope=mine"
    assert (reload(todo).state, todo.closed_by_id) == (TodoState.DONE, officer.user.id)
    assert f'action="/todos/{todo.id}/reopen"' in officer.get("/todos").text

    officer.post(f"/todos/{todo.id}/reopen", data={"back": "//elsewhere.example"})
    assert (reload(todo).state, todo.closed_at) == (TodoState.OPEN, None)


def test_one_that_repeats_comes_again_once_and_undoing_takes_it_back(officer, clock_at) -> None:
    clock_at("2024-02-29T02:00:00Z")
    todo = make_todo(
        officer.user,
        due_on=date(2024, 2, 29),
        repeat=Repeat.MONTHLY,
        repeat_from=date(2024, 1, 31),
        skips_days_off=True,
    )
    officer.post(f"/todos/{todo.id}/done")
    follower = session.scalars(select(Todo).where(Todo.follows_id == todo.id)).one()
    # 31 March 2024 is a Sunday.
    assert (follower.due_on, follower.repeat_from) == (date(2024, 4, 1), date(2024, 1, 31))

    officer.post(f"/todos/{todo.id}/reopen")
    assert reload(follower).state is TodoState.DROPPED

    officer.post(f"/todos/{todo.id}/done")
    assert session.scalars(select(Todo).where(Todo.follows_id == todo.id)).one().state is TodoState.OPEN


def test_snoozed_it_keeps_quiet_until_its_day(officer, clock_at) -> None:
    clock_at("2024-06-07T02:00:00Z")  # a Friday before the Dragon Boat festival on Monday
    todo = make_todo(officer.user)
    for how, until in (("tomorrow", "2024-06-08"), ("working_day", "2024-06-11"), ("week", "2024-06-14")):
        officer.post(f"/todos/{todo.id}/snooze", data={"how": how})
        assert reload(todo).snoozed_until == date.fromisoformat(until)

    late = officer.post(f"/todos/{todo.id}/snooze-until", data={"until": "2024-06-07"})
    assert late.status_code == 422
    assert officer.post(f"/todos/{todo.id}/snooze-until", data={"until": "2024-07-01"}).status_code == 302
    assert "ring the owner" in officer.get("/todos?timing=snoozed").text
    assert "ring the owner" not in officer.get("/todos?timing=today").text


def test_passed_on_it_stays_in_the_park_and_in_sight(officer, client_for) -> None:
    todo = make_todo(officer.user)
    rival = make_user(role=Role.OFFICER, park="XT")
    colleague = client_for(Role.OFFICER)
    assert officer.post(f"/todos/{todo.id}/delegate", data={"to_id": rival.id}).status_code == 422

    form = {"to_id": colleague.user.id, "note": "the key is here"}
    reply = officer.post(f"/todos/{todo.id}/delegate", data=form, follow_redirects=True)
    assert f"{colleague.user.display_name} has it now" in reply.text
    assert (reload(todo).owner_id, todo.given_by_id) == (colleague.user.id, officer.user.id)
    assert todo.note == "the key is here"
    assert officer.get(f"/todos/{todo.id}").status_code == 200


def test_the_office_gives_a_parks_todo_to_that_park_only(coordinator) -> None:
    todo = make_todo(make_user(role=Role.OFFICER, park="YY"))
    other = make_user(role=Role.OFFICER, park="XT")
    reply = coordinator.post(f"/todos/{todo.id}/delegate", data={"to_id": other.id})
    assert reply.status_code == 422
    assert "of the park" in reply.text


def test_dropping_needs_a_reason_which_is_kept(officer) -> None:
    todo = make_todo(officer.user)
    assert officer.post(f"/todos/{todo.id}/drop", data={"reason": ""}).status_code == 422
    officer.post(f"/todos/{todo.id}/drop", data={"reason": "they came by themselves"})
    assert (reload(todo).state, todo.closed_note) == (TodoState.DROPPED, "they came by themselves")
    assert "they came by themselves" in officer.get(f"/todos/{todo.id}").text
    assert officer.post(f"/todos/{todo.id}/done").status_code == 422


def test_a_deputy_acts_for_the_time_and_it_is_written_whose_it_was(officer, client_for) -> None:
    deputy = client_for(Role.OFFICER)
    todo = make_todo(officer.user)
    assert deputy.get(f"/todos/{todo.id}").status_code == 404

    row = make_deputy(officer.user, deputy.user)
    assert "ring the owner" in deputy.get("/todos?scope=standing_in").text
    deputy.post(f"/todos/{todo.id}/done")
    session.expire_all()
    words = f"{deputy.user.display_name} for {officer.user.display_name}"
    assert words in officer.get(f"/todos/{todo.id}").text

    row.ended_at = clock.now()
    session.commit()
    assert deputy.post(f"/todos/{todo.id}/reopen").status_code == 404


def test_everybody_sees_what_concerns_them(client_for) -> None:
    owner, lead, rival_lead = (
        client_for(Role.OFFICER),
        client_for(Role.PARK_LEAD),
        client_for("park_lead", "XT"),
    )
    other, office, leader = client_for(Role.OFFICER), client_for(Role.COORDINATOR), client_for(Role.LEADER)
    todo = make_todo(owner.user)
    seen = {
        client.user.role.value + str(client.user.id): client.get(f"/todos/{todo.id}").status_code
        for client in (owner, lead, office, other, rival_lead, leader)
    }
    assert list(seen.values()) == [200, 200, 200, 404, 404, 404]
    assert "ring the owner" in lead.get("/todos?scope=team").text
    assert "ring the owner" not in other.get("/todos?scope=team").text
    assert lead.post(f"/todos/{todo.id}/done").status_code == 302


def test_what_an_officer_left_in_a_park_stays_there(officer, parks) -> None:
    todo = make_todo(officer.user)
    officer.user.park_id = parks["XT"].id
    session.commit()
    assert officer.get(f"/todos/{todo.id}").status_code == 404


def test_the_list_narrows_as_the_rule_says(officer) -> None:
    today = clock.today()
    dues = (None, *(today + timedelta(days=days) for days in (-3, 0, 5, 20)))
    todos = [
        make_todo(officer.user, due_on=due, snoozed_until=snoozed)
        for due in dues
        for snoozed in (None, today, today + timedelta(days=2))
    ]
    for wanted in Timing:
        query = todos_query(TodoFilters(scope=Scope.MINE), viewer=officer.user).where(
            in_timing(wanted, today)
        )
        found = {todo.id for todo in session.scalars(query)}
        assert found == {
            todo.id for todo in todos if timing(todo.due_on, todo.snoozed_until, today) is wanted
        }


def test_the_list_takes_few_statements_and_pages_by_key(officer, statements) -> None:
    for number in range(30):
        project = make_project(park="YY")
        make_todo(
            officer.user,
            title=f"number {number}",
            firm_id=project.firm_id,
            project_id=project.id,
            due_on=clock.today() if number % 2 else None,
        )
    with statements() as seen:
        page = officer.get("/todos?limit=10").text
    assert len(seen) <= 8, "\n".join(seen)
    assert ">30</span>" in page
    assert officer.get("/todos/export.csv?scope=mine").text.count("number ") == 30


def test_conflicting_changes_are_shown_side_by_side(officer) -> None:
    todo = make_todo(officer.user)
    form = {"title": "new words", "owner_id": officer.user.id, "repeat": "never", "lock_version": "7"}
    reply = officer.post(f"/todos/{todo.id}/edit", data=form)
    assert reply.status_code == 422
    assert "ring the owner" in reply.text
    assert "new words" in reply.text
    form["lock_version"] = str(todo.lock_version)
    assert officer.post(f"/todos/{todo.id}/edit", data=form).status_code == 302
    assert reload(todo).title == "new words"
