"""The lights of a made-up zone against the domain's table, told once more in other words."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from crm.core.database import session
from crm.core.workdays import working_days_between
from kernel import clock
from models import Engagement, LightOverride, Milestone, Project, ProjectLight, Todo
from models.enums import Colour, Stage, Status, TodoState
from seed.demo import lights, people, projects
from seed.demo.firms import Firms
from tests.factories.projects import make_industry, make_investor
from tests.factories.zone import get_park

DAYS = {"talks": (60, 90), "review": (20, 45), "signed": (20, 45), "registered": (30, 60), "lead": (14, 30)}
DAYS["construction"] = DAYS["registered"]
WORKING_DAYS = ((1, 3), (3, 7), (7, 14))


def test_the_light_of_every_project_is_what_the_table_says() -> None:
    make_zone()
    today = clock.today()
    seen = set()

    for project in session.scalars(select(Project).order_by(Project.id)):
        light = session.scalars(select(ProjectLight).where(ProjectLight.project_id == project.id)).one()
        assert light.colour is colour_of(project, today), f"{project.ref}: {light.reason}"
        seen.add(light.colour)

    assert seen == set(Colour)


def make_zone() -> None:
    """Eighty projects of one firm in three parks, in all stages and states."""
    parks = {code: get_park(code).id for code in ("YY", "XT", "CZ")}
    staff = people.make(parks)
    firm, industry = make_investor().id, make_industry().id
    random = Random(3)
    firms = Firms(ids=[firm], industry_of={firm: industry}, settled={})
    made = projects.make(random, 80, firms, staff.by_park)
    projects.make_engagements(random, 120, firms, made, staff.by_park)
    lights.make(Random(3))
    session.commit()


def colour_of(project: Project, today: date) -> Colour:
    if project.status is not Status.ACTIVE:
        is_over = project.status is Status.PAUSED and (project.status_until or today) < today
        return Colour.YELLOW if is_over else Colour.GREY
    if project.stage is Stage.OPERATING:
        return Colour.GREY
    words = session.scalars(select(LightOverride).where(LightOverride.project_id == project.id)).all()
    if words and words[-1].colour and words[-1].expires_on and words[-1].expires_on >= today:
        return words[-1].colour
    colours = [0 if is_held(project, today) else by_days(project, today), by_plan(project, today)]
    return (Colour.GREEN, Colour.YELLOW, Colour.RED)[max(colours)]


def talks_with(project: Project) -> list[Engagement]:
    rows = session.scalars(select(Engagement).where(Engagement.project_id == project.id))
    return [each for each in rows if each.archived_at is None and each.happened_at <= clock.now()]


def is_held(project: Project, today: date) -> bool:
    for each in session.scalars(select(Engagement).where(Engagement.project_id == project.id)):
        todo = session.scalars(select(Todo).where(Todo.source_id == each.id)).first()
        is_open = todo is None or todo.state is TodoState.OPEN
        if each.next_due_on is not None and each.next_due_on >= today and is_open:
            return True
    return False


def by_days(project: Project, today: date) -> int:
    talks = talks_with(project)
    days = [clock.business_date(each.happened_at) for each in talks if each.is_two_way]
    yellow, red = DAYS[project.stage.value]
    entered = project.reached_on(project.stage)
    assert entered is not None
    found = []
    if project.stage is Stage.LEAD:
        steps = (bool(talks), project.judged_on is not None, project.fed_back_on is not None)
        passed = working_days_between(entered, today)
        found = [
            (passed > late) + (passed > later)
            for is_done, (late, later) in zip(steps, WORKING_DAYS, strict=True)
            if not is_done
        ]
    if talks or project.stage is not Stage.LEAD:
        quiet = (today - max(days, default=entered)) // timedelta(days=1)
        found.append((quiet >= yellow) + (quiet >= red))
    return max(found)


def by_plan(project: Project, today: date) -> int:
    plan = session.scalars(select(Milestone).where(Milestone.project_id == project.id)).all()
    whole = sum(each.weight for each in plan)
    if not whole:
        return 0
    due = sum(each.weight for each in plan if each.planned_on <= today)
    done = sum(each.weight for each in plan if each.actual_on and each.actual_on <= today)
    return (due - done >= whole * 0.1) + (due - done >= whole * 0.3)
