from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm.core.database import session
from crm.core.transactions import transaction
from crm.pipeline.lights import receivers, service
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import LightChange, Notice, Project, ProjectLight
from models.enums import Colour, LightReason, Role, Stage, Status
from tests.factories.engagements import make_engagement
from tests.factories.projects import make_project
from tests.factories.users import make_user


def light_of(project: Project) -> ProjectLight:
    session.expire_all()
    return session.scalars(select(ProjectLight).where(ProjectLight.project_id == project.id)).one()


def talk(project: Project, days_ago: int, **values: object) -> None:
    happened = clock.now() - timedelta(days=days_ago)
    make_engagement(park=project.park.code, project=project, happened_at=happened, **values)


def test_a_light_follows_an_engagement_in_the_same_transaction() -> None:
    project = make_project(stage=Stage.TALKS)
    assert light_of(project).reason is LightReason.NO_CONTACT

    talk(project, 61)
    assert (light_of(project).colour, light_of(project).reason) == (Colour.YELLOW, LightReason.CONTACT)

    talk(project, 1, is_two_way=False)
    assert light_of(project).colour is Colour.YELLOW

    talk(project, 1)
    assert light_of(project).colour is Colour.GREEN
    history = select(LightChange.to_colour).where(LightChange.project_id == project.id)
    assert session.scalars(history.order_by(LightChange.id)).all() == [
        Colour.RED,
        Colour.YELLOW,
        Colour.GREEN,
    ]


def test_a_planned_step_holds_it_and_its_owner_owes_it() -> None:
    owner = make_user(role=Role.OFFICER, park="YY")
    project = make_project(stage=Stage.TALKS)

    talk(project, 200, next_step="call", next_due_on=clock.today(), next_owner_id=owner.id)

    light = light_of(project)
    assert (light.colour, light.reason, light.owner_id) == (Colour.GREEN, LightReason.HELD, owner.id)


def test_days_that_pass_turn_it_and_whoever_is_responsible_hears(clock_at) -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    clock_at("2026-11-20T02:00:00Z")
    project = make_project(stage=Stage.TALKS, responsible_id=officer.id)
    talk(project, 10)
    clock_at("2027-01-09T02:00:00Z")

    with transaction():
        found = service.refresh_lights()

    assert (found.written, found.turned) == (1, 1)
    assert light_of(project).colour is Colour.YELLOW
    told = session.scalars(select(Notice).where(Notice.user_id == officer.id)).one()
    assert told.words == {"title": project.name, "light": "yellow"}
    with transaction():
        assert service.refresh_lights().written == 0


def test_a_word_stands_until_its_day_and_is_shown_with_its_count(clock_at) -> None:
    clock_at("2026-11-20T02:00:00Z")
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    project = make_project(stage=Stage.TALKS)

    with transaction():
        until = clock.today() + timedelta(days=5)
        service.override_light(project, Colour.GREEN, reason="示例", expires_on=until, by=lead)
    assert (light_of(project).colour, light_of(project).computed_colour) == (Colour.GREEN, Colour.RED)

    clock_at("2026-11-26T02:00:00Z")
    with transaction():
        service.refresh_lights()
    assert light_of(project).colour is Colour.RED


def test_a_word_taken_back_stands_no_more() -> None:
    project = make_project(stage=Stage.TALKS)
    tomorrow = clock.today() + timedelta(days=1)
    with transaction():
        service.override_light(project, Colour.GREEN, reason="示例", expires_on=tomorrow, by=None)
    with transaction():
        service.withdraw_override(project, reason="示例", by=None)

    assert light_of(project).reason is LightReason.NO_CONTACT
    with pytest.raises(RuleError):
        service.withdraw_override(project, reason="示例", by=None)


@pytest.mark.parametrize("days", [0, -1, 91])
def test_a_word_ends_on_a_day_that_is_near(days: int) -> None:
    project = make_project(stage=Stage.TALKS)

    day = clock.today() + timedelta(days=days)
    with pytest.raises(RuleError) as refused:
        service.override_light(project, Colour.GREEN, reason="示例", expires_on=day, by=None)

    assert "expires_on" in refused.value.fields


def test_a_word_is_for_who_leads_the_park() -> None:
    project = make_project(stage=Stage.TALKS, park="YY")
    tomorrow = clock.today() + timedelta(days=1)

    for by in (make_user(role=Role.OFFICER, park="YY"), make_user(role=Role.PARK_LEAD, park="XT")):
        with pytest.raises(NotAllowedError):
            service.override_light(project, Colour.GREEN, reason="示例", expires_on=tomorrow, by=by)


def test_the_pages_say_why_and_who_owes_it(park_lead) -> None:
    project = make_project(stage=Stage.TALKS, responsible_id=park_lead.user.id)
    talk(project, 75)

    page = park_lead.get(f"/projects/{project.id}").text
    assert "Log a two-way contact, or plan the next step with its day." in page
    assert park_lead.user.display_name in page
    assert "75 days without contact" in park_lead.get("/projects").text
    assert "75 days without contact" in park_lead.get("/").text
    assert project.name in park_lead.get("/projects?light=yellow").text
    assert project.name not in park_lead.get("/projects?light=red").text
    assert "Colours of the light" in park_lead.get(f"/projects/{project.id}?tab=history").text


def test_a_lead_puts_a_word_over_a_light_and_takes_it_back(park_lead) -> None:
    project = make_project(stage=Stage.TALKS)
    address = f"/projects/{project.id}/light"
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()

    refused = park_lead.post(address, data={"colour": "green", "expires_on": tomorrow, "reason": ""})
    assert refused.status_code == 422
    reply = park_lead.post(address, data={"colour": "green", "expires_on": tomorrow, "reason": "waits"})
    assert reply.status_code == 302
    assert "waits" in park_lead.get(f"/projects/{project.id}").text
    assert park_lead.post(f"{address}/withdraw", data={"reason": "seen"}).status_code == 302
    assert light_of(project).colour is Colour.RED


def test_a_grey_light_takes_no_word() -> None:
    project = make_project(stage=Stage.TALKS, status=Status.PAUSED)

    day = clock.today() + timedelta(days=1)
    with pytest.raises(RuleError):
        service.override_light(project, Colour.GREEN, reason="示例", expires_on=day, by=None)


def test_a_transaction_that_touches_more_projects_than_a_database_takes_names_looks_at_all(
    monkeypatch,
) -> None:
    asked: list[object] = []
    refresh = receivers.refresh_lights
    monkeypatch.setattr(receivers, "refresh_lights", lambda ids: asked.append(ids) or refresh(ids))
    monkeypatch.setattr(receivers, "NAMED_AT_MOST", 1)
    one, two = make_project(), make_project()
    with transaction():
        one.judged_on = two.judged_on = clock.today()

    assert asked[-1] is None
    assert light_of(two).reason
