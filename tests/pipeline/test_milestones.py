from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.core.database import session
from crm.core.transactions import transaction
from crm.pipeline.milestones import rules, service
from crm.pipeline.milestones.service import MilestoneFields
from kernel import clock
from kernel.errors import ConflictError, NotAllowedError, RuleError
from models import Milestone, ProjectLight, Todo
from models.enums import Colour, LightReason, MilestoneKind, Role, Stage, TodoState
from tests.factories.engagements import make_engagement
from tests.factories.projects import make_project
from tests.factories.users import make_user

TODAY = date(2026, 11, 20)


@dataclass
class Day:
    planned_on: date
    forecast_on: date | None = None
    actual_on: date | None = None
    weight: int = 1


def at(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.no_database
def test_the_usual_plan_weighs_a_hundred_and_begins_where_the_project_stands() -> None:
    whole = rules.default_plan(Stage.SIGNED, TODAY)
    rest = rules.default_plan(Stage.CONSTRUCTION, TODAY)

    assert sum(each.weight for each, _ in whole) == 100
    assert rest[0][0].kind is MilestoneKind.BUILDING
    assert rest[0][1] == TODAY + timedelta(days=60)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("milestone", "days"),
    [
        (Day(at(5)), 0),
        (Day(at(0)), 0),
        (Day(at(-5)), 5),
        (Day(at(-5), forecast_on=at(9)), 14),
        (Day(at(-5), forecast_on=at(-2)), 5),
        (Day(at(5), forecast_on=at(2)), -3),
        (Day(at(-5), actual_on=at(-7)), -2),
        (Day(at(-5), forecast_on=at(9), actual_on=at(0)), 5),
    ],
)
def test_a_slip_is_counted_from_the_planned_day(milestone: Day, days: int) -> None:
    assert rules.slip_days(milestone, TODAY) == days


@pytest.mark.no_database
def test_progress_is_by_weight() -> None:
    plan = [Day(at(-9), actual_on=at(-9), weight=3), Day(at(0), weight=5), Day(at(1), weight=2)]

    found = rules.progress(plan, TODAY)

    assert found == rules.Progress(planned=80, reached=30, behind=50)
    assert rules.progress([], TODAY) is None


@pytest.mark.no_database
def test_the_picture_holds_every_day_and_few_months() -> None:
    span = rules.span_of([Day(at(-400)), Day(at(20), forecast_on=at(900))], TODAY)

    assert span.place(span.first, 700) == 0
    assert span.place(span.last, 700) == 700
    assert 3 <= len(span.months()) <= rules.MOST_MONTHS + 1


def test_a_plan_behind_turns_the_light_and_reaching_turns_it_back() -> None:
    owner = make_user(role=Role.OFFICER, park="YY")
    project = make_project(stage=Stage.SIGNED, responsible_id=owner.id)
    make_engagement(park="YY", project=project, happened_at=clock.now())
    with transaction():
        plan = service.add_default_plan(project, clock.today() - timedelta(days=121), by=None)
    light = session.scalars(select(ProjectLight).where(ProjectLight.project_id == project.id)).one()
    assert (light.colour, light.reason, light.points) == (Colour.RED, LightReason.SLIP, 45)
    assert len(_open_todos()) == len(plan)

    with transaction():
        for milestone in plan[:4]:
            fields = MilestoneFields(
                milestone.name, milestone.kind, milestone.weight, actual_on=clock.today()
            )
            service.edit_milestone(milestone, fields, by=None)

    session.expire_all()
    assert light.colour is Colour.GREEN
    assert len(_open_todos()) == len(plan) - 4


def test_forecasts_are_kept_and_move_the_to_do() -> None:
    owner = make_user(role=Role.OFFICER, park="YY")
    milestone = _milestone(owner_id=owner.id)
    first, second = (clock.today() + timedelta(days=days) for days in (30, 60))
    with transaction():
        service.forecast_milestone(milestone, first, reason="示例：审批延后", by=None)
        service.forecast_milestone(milestone, second, reason="示例：再次延后", by=None)

    assert [(each.before_on, each.forecast_on) for each in milestone.forecasts] == [
        (milestone.planned_on, first),
        (first, second),
    ]
    assert [todo.due_on for todo in _open_todos()] == [second]
    with pytest.raises(RuleError):
        service.forecast_milestone(milestone, second, reason="same", by=None)


def test_who_may_not_or_saw_another_version_changes_nothing() -> None:
    milestone = _milestone()
    rival = make_user(role=Role.OFFICER, park="XT")

    with pytest.raises(NotAllowedError):
        service.edit_milestone(milestone, MilestoneFields("other"), by=rival)
    with pytest.raises(ConflictError):
        service.edit_milestone(milestone, MilestoneFields("other"), by=None, lock_version=0)


def test_the_plan_is_laid_out_drawn_and_its_forms_kept(officer, statements) -> None:
    project = make_project(stage=Stage.SIGNED, responsible_id=officer.user.id)
    base = f"/projects/{project.id}"
    page = f"{base}?tab=plan"
    assert "No plan yet" in officer.get(page).text

    sent = {"start_on": (clock.today() - timedelta(days=50)).isoformat()}
    assert officer.post(f"{base}/milestones/plan", data=sent).status_code == 302
    assert officer.post(f"{base}/milestones/plan", data=sent).status_code == 422
    with statements() as seen:
        drawn = officer.get(page).text
    assert drawn.count("gantt-planned") == len(rules.DEFAULT_PLAN) + 1
    # The page speaks English; what the machine wrote into the plan is in the language of the house.
    assert "首期资金到位" in drawn
    assert "10 points behind" in drawn
    assert len(seen) <= 20

    number = session.scalars(select(Milestone.id).order_by(Milestone.id)).first()
    refused = officer.post(f"/projects/milestones/{number}/forecast", data={"forecast_on": "2027-01-01"})
    assert refused.status_code == 422
    assert "2027-01-01" in refused.text
    edit = officer.get(f"/projects/milestones/{number}")
    assert edit.status_code == 200
    reply = officer.post(f"/projects/milestones/{number}/archive", data={"reason": "示例"})
    assert reply.status_code == 302
    assert len(_open_todos()) == len(rules.DEFAULT_PLAN) - 1


def _milestone(**values: object) -> Milestone:
    project = make_project(stage=Stage.SIGNED)
    fields = MilestoneFields("示例里程碑", **values)
    with transaction():
        return service.add_milestone(project, fields, planned_on=clock.today(), by=None)


def _open_todos() -> list[Todo]:
    session.expire_all()
    return list(session.scalars(select(Todo).where(Todo.state == TodoState.OPEN)))
