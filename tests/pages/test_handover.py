from __future__ import annotations

import pytest
from sqlalchemy import select

from crm.core.database import session
from crm.todos import queries as todos
from models import AuditRecord, Contact, Engagement, Notice, Project, Todo, User
from models.enums import Role, TodoSource
from tests.factories.contacts import make_contact
from tests.factories.engagements import make_engagement
from tests.factories.projects import make_project
from tests.factories.todos import make_todo
from tests.factories.users import make_user


def make_leaver(park: str = "YY") -> User:
    """With a to-do, a next step with its to-do, a project and a contact of one park, and no longer here."""
    leaver = make_user(role=Role.OFFICER, park=park, is_enabled=False)
    make_todo(leaver)
    engagement = make_engagement(park=park, next_step="ring", next_owner_id=leaver.id)
    make_todo(leaver, source=TodoSource.ENGAGEMENT, source_id=engagement.id, source_owner_id=leaver.id)
    make_project(park=park, responsible_id=leaver.id)
    make_contact().owner_id = leaver.id
    session.commit()
    return leaver


def owners() -> set[int | None]:
    session.expire_all()
    columns = (Todo.owner_id, Engagement.next_owner_id, Project.responsible_id, Contact.owner_id)
    return {owner for column in columns for owner in session.scalars(select(column)) if owner is not None}


def test_a_leavers_records_are_previewed_and_pass_in_one_step(park_lead) -> None:
    leaver, taker = make_leaver(), make_user(role=Role.OFFICER, park="YY")
    page = park_lead.get(f"/handover?leaver={leaver.id}&taker={taker.id}").text
    assert f"Hand 5 records of {leaver.display_name} to {taker.display_name}?" in page
    assert owners() == {leaver.id}

    reply = park_lead.post("/handover", data={"leaver": leaver.id, "taker": taker.id})
    assert reply.status_code == 302
    assert owners() == {taker.id}
    assert session.scalars(select(Notice.user_id)).all() == [taker.id]
    changed = select(AuditRecord.entity).where(AuditRecord.origin == "POST /handover")
    assert set(session.scalars(changed)) >= {"todos", "engagements", "projects", "contacts"}


def test_a_step_handed_over_stays_with_who_took_it(coordinator) -> None:
    leaver, taker = make_leaver(), make_user(role=Role.OFFICER, park="YY")
    coordinator.post("/handover", data={"leaver": leaver.id, "taker": taker.id})
    engagement = session.scalars(select(Engagement)).one()
    todo = todos.find_of_source(TodoSource.ENGAGEMENT, engagement.id)
    assert todo is not None
    assert (todo.owner_id, engagement.next_owner_id) == (taker.id, taker.id)


@pytest.mark.parametrize("who", ["rival", "leader", "leaver"])
def test_nobody_takes_over_who_could_not_hold_it(coordinator, who) -> None:
    leaver = make_leaver()
    people = {
        "rival": make_user(role=Role.OFFICER, park="XT"),
        "leader": make_user(role=Role.LEADER),
        "leaver": leaver,
    }
    reply = coordinator.post("/handover", data={"leaver": leaver.id, "taker": people[who].id})
    assert reply.status_code == 422
    assert owners() == {leaver.id}


def test_a_lead_hands_over_in_the_own_park_only(park_lead) -> None:
    rival = make_leaver("XT")
    taker = make_user(role=Role.OFFICER, park="YY")
    assert rival.display_name not in park_lead.get("/handover").text
    assert park_lead.post("/handover", data={"leaver": rival.id, "taker": taker.id}).status_code == 422
    assert owners() == {rival.id}


def test_the_preview_takes_few_statements(coordinator, statements) -> None:
    leaver, taker = make_leaver().id, make_user(role=Role.OFFICER, park="YY").id
    with statements() as seen:
        coordinator.get(f"/handover?leaver={leaver}&taker={taker}")
    assert len(seen) <= 8, "\n".join(seen)
