from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from crm.catalogue.service import take_enquiry
from crm.core.database import session
from crm.pages.handover.labels import Belonging
from crm.pages.handover.queries import HELD, count_held
from crm.todos import queries as todos
from kernel import clock
from models import (
    AuditRecord,
    ChainTeam,
    Contact,
    Engagement,
    GreenChannelStep,
    MajorProblem,
    Minutes,
    Notice,
    Project,
    Todo,
    User,
)
from models.base import Base
from models.enums import DelegationState, Role, TodoSource
from tests.architecture.permission_records import issues as issue_records
from tests.factories.catalogue import make_enquiry
from tests.factories.chains import make_chain, make_link, make_target, make_team
from tests.factories.contacts import make_contact
from tests.factories.delegations import make_commitment, make_delegation, make_talk
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_firm
from tests.factories.issues import make_issue
from tests.factories.majors import make_kind, make_major
from tests.factories.policies import make_policy_claim, make_promise
from tests.factories.projects import make_project
from tests.factories.talents import make_application, make_need, make_talent
from tests.factories.todos import make_todo
from tests.factories.users import make_user

STAYS = {
    "The account's own things": (
        "access_tokens advisers applicants calendar_feeds employer_users erasures kept_answers "
        "notice_choices notices saved_views sign_ins talents.user_id"
    ),
    "Who was there, who knows whom, who was written to": (
        "acquaintances delegation_members engagement_mentions engagement_users introductions.to_user_id"
    ),
    "History": "issue_steps.from_owner_id issue_steps.to_owner_id todos.source_owner_id",
    "Computed": "project_lights",
    "Standing in ends with who stands in": "deputies",
    "Passes with its team": "chain_team_members",
}
"""Columns that name a person and don't pass, by why; a table alone means each of its columns."""


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


def make_one_of_each(leaver: User) -> None:
    """Of every kind a record of the park YY that is the leaver's and still open."""
    make_todo(leaver)
    make_issue(owner=leaver)
    make_project(responsible_id=leaver.id)
    make_contact().owner_id = leaver.id
    engagement = make_engagement(next_step="ring", next_owner_id=leaver.id)
    make_todo(leaver, source=TodoSource.ENGAGEMENT, source_id=engagement.id)
    delegation = make_delegation(state=DelegationState.PLANNED, lead_id=leaver.id)
    make_commitment(delegation, leaver)
    make_talk(delegation, make_firm(), officer_id=leaver.id)
    draft = session.get_one(Minutes, issue_records.minutes("YY", leaver))
    draft.decisions[0].owner_id = leaver.id
    team = make_team(lead=leaver)
    make_target(make_link(team.chain), caller=leaver)
    take_enquiry(make_enquiry(), by=leaver)
    major = make_major(responsible_id=leaver.id)
    mine: dict[str, Any] = {"major": major, "owner_id": leaver.id, "created_at": clock.now()}
    session.add(MajorProblem(raised_on=date(2024, 3, 1), text="No road", **mine))
    session.add(GreenChannelStep(kind=make_kind(), position=1, **mine))
    make_policy_claim().owner_id = leaver.id
    make_promise(binding=False, owner_id=leaver.id)
    make_talent(owner_id=leaver.id)
    make_need(owner_id=leaver.id)
    make_application().owner_id = leaver.id
    session.commit()


def test_every_kind_of_record_passes(coordinator) -> None:
    leaver, taker = make_user(role=Role.OFFICER, park="YY"), make_user(role=Role.OFFICER, park="YY")
    make_one_of_each(leaver)
    made = set(HELD) - {Belonging.MILESTONES, Belonging.PROCEDURES}
    before = count_held(leaver, by=coordinator.user, to=taker)
    assert {kind for kind, number in before.items() if number} >= made
    coordinator.post("/handover", data={"leaver": leaver.id, "taker": taker.id})
    session.expire_all()
    assert not any(count_held(leaver, by=coordinator.user, to=taker).values())
    assert count_held(taker, by=coordinator.user, to=taker) == before


def test_who_takes_over_stands_in_a_team_once(coordinator) -> None:
    leaver, taker = make_user(role=Role.OFFICER, park="YY"), make_user(role=Role.OFFICER, park="YY")
    lead = make_user(role=Role.OFFICER, park="YY")
    team = make_team(make_chain(), lead=lead)
    team.members = [lead, leaver, taker]
    session.commit()
    coordinator.post("/handover", data={"leaver": leaver.id, "taker": taker.id})
    session.expire_all()
    team = session.scalars(select(ChainTeam)).one()
    assert (team.lead_id, [user.id for user in team.members]) == (lead.id, [taker.id, lead.id])


@pytest.mark.no_database
def test_every_column_that_names_a_person_passes_or_says_why_not() -> None:
    passing = {f"{held.model.__tablename__}.{held.owner}" for held in HELD.values()}
    staying = set(" ".join(STAYS.values()).split())
    missing = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        # Who did something did it, whoever is here now.
        if key.column.table.name == "users" and not column.name.endswith("_by_id")
        if not {table.name, f"{table.name}.{column.name}"} & staying
    }
    assert missing <= passing, "say in HELD how it is handed over, or in STAYS why it isn't"
    assert {name.split(".")[0] for name in staying} <= set(Base.metadata.tables)
