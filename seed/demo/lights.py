"""What lights go by: contacts of late, plans of milestones, words over lights, and a few saved views."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from crm.core.bulk import insert_in_bulk
from crm.core.database import session
from crm.pipeline.lights.service import refresh_lights
from crm.pipeline.milestones.rules import DEFAULT_PLAN
from kernel import clock
from models import (
    Engagement,
    LightOverride,
    Milestone,
    MilestoneForecast,
    Project,
    SavedView,
    User,
    engagement_firms,
)
from models.enums import Colour, EngagementKind, MilestoneKind, Role, Sharing, Stage, Status
from seed.demo import fiction
from seed.demo.rows import Rows, let_numbers_go_on, working_moment, write_all

K = MilestoneKind
AGES = ((0.45, 1, 12), (0.20, 22, 38), (0.15, 62, 85))
"""Of the projects so many were spoken with so many days ago; the others longer ago, or never."""
WORDS = 3
REASONS = ("审批延后", "设备到货推迟", "用地手续未办结")
NAMES = {
    K.LAND: "土地或厂房交付",
    K.APPROVAL: "审批手续办结",
    K.FUNDING: "首期资金到位",
    K.DESIGN: "设计完成",
    K.BUILDING: "开工建设",
    K.EQUIPMENT: "设备安装",
    K.STAFFING: "人员招聘",
    K.PRODUCTION: "首批投产",
}
VIEWS: tuple[tuple[str, str, dict[str, list[str]], Sharing], ...] = (
    ("coordinator", "红灯项目", {"light": ["red"], "status": ["active"]}, Sharing.EVERYBODY),
    ("coordinator", "签约未落地", {"stage": ["signed"], "status": ["active"]}, Sharing.EVERYBODY),
    ("lead.yy", "本园区在谈", {"stage": ["talks"]}, Sharing.PARK),
    ("officer.yy", "我要跟进的黄灯", {"light": ["yellow"]}, Sharing.NOBODY),
)


def make(random: Random) -> None:
    """After the projects and their engagements; it draws from a random of its own."""
    _make_contacts(random)
    _make_plans(random)
    _make_views()
    session.flush()
    refresh_lights()
    _make_words()
    refresh_lights()


def _open_projects() -> Any:
    return session.execute(
        select(
            Project.id,
            Project.park_id,
            Project.firm_id,
            Project.responsible_id,
            Project.stage,
            Project.signed_on,
        )
        .where(Project.status == Status.ACTIVE, Project.stage != Stage.OPERATING)
        .order_by(Project.id)
    ).all()


def _make_contacts(random: Random) -> None:
    engagements = Rows(Engagement)
    links: list[dict[str, int]] = []
    for place, project in enumerate(_open_projects()):
        age = _age(random)
        if age is None:
            continue
        day = clock.today() - timedelta(days=age)
        is_held = place % 9 == 0
        number = engagements.add(
            ref=f"DEMO-L-{place + 1:07d}",
            kind=random.choice((EngagementKind.CALL, EngagementKind.VISIT, EngagementKind.MEETING)),
            happened_at=working_moment(random, day),
            is_two_way=place % 11 != 0,
            park_id=project.park_id,
            project_id=project.id,
            summary=f"【{fiction.MARK}】{random.choice(fiction.SUMMARIES)}",
            outcome=random.choice(fiction.OUTCOMES),
            next_step=random.choice(fiction.NEXT_STEPS) if is_held else None,
            next_due_on=clock.today() + timedelta(days=random.randrange(5, 60)) if is_held else None,
            next_owner_id=project.responsible_id if is_held else None,
            is_confidential=False,
            created_at=working_moment(random, day),
            created_by_id=project.responsible_id,
            lock_version=1,
        )
        links.append({"engagement_id": number, "firm_id": project.firm_id})
        if engagements.is_full:
            _write(engagements, links)
    _write(engagements, links)
    let_numbers_go_on(engagements)


def _age(random: Random) -> int | None:
    """How many days ago it was last spoken with; None for not of late."""
    drawn = random.random()
    for share, first, last in AGES:
        if drawn < share:
            return random.randrange(first, last)
        drawn -= share
    return None


def _write(engagements: Rows, links: list[dict[str, int]]) -> None:
    engagements.write()
    insert_in_bulk(engagement_firms, links)
    links.clear()


def _make_plans(random: Random) -> None:
    """A plan for two of three projects that were signed: most near it, some far behind."""
    tables = Rows(Milestone), Rows(MilestoneForecast)
    for place, project in enumerate(_open_projects()):
        if project.signed_on is None or place % 3 == 2:
            continue
        _make_plan(random, project, *tables)
        write_all(*tables, only_full=True)
    write_all(*tables)
    let_numbers_go_on(*tables)


def _make_plan(random: Random, project: Any, milestones: Rows, forecasts: Rows) -> None:
    start = clock.today() - timedelta(days=random.choice((40, 100, 150, 220, 360)))
    late = random.choice((0, 0, 10, 25, 60, 120))
    for each in DEFAULT_PLAN:
        planned = start + timedelta(days=each.days)
        actual = planned + timedelta(days=late - 5)
        number = milestones.add(
            project_id=project.id,
            name=NAMES[each.kind],
            kind=each.kind,
            planned_on=planned,
            forecast_on=_forecast(planned, late),
            actual_on=actual if actual <= clock.today() else None,
            weight=each.weight,
            owner_id=project.responsible_id,
            note=None,
            created_at=clock.now(),
            created_by_id=project.responsible_id,
            lock_version=1,
            archived_at=None,
            archived_reason=None,
        )
        if expected := _forecast(planned, late):
            forecasts.add(
                milestone_id=number,
                before_on=planned,
                forecast_on=expected,
                reason=f"{fiction.MARK}：{random.choice(REASONS)}",
                recorded_at=clock.now(),
                recorded_by_id=project.responsible_id,
            )


def _forecast(planned: date, late: int) -> date | None:
    """Said of milestones near enough, where the plan is late."""
    is_near = abs((planned - clock.today()).days) < 60
    return max(planned + timedelta(days=late), clock.today()) if late >= 25 and is_near else None


def _make_words() -> None:
    """A lead's word over the first red lights of the core parks."""
    found = session.execute(select(User.park_id, User.id).where(User.role == Role.PARK_LEAD))
    leads = {row.park_id: row.id for row in found}
    rows = session.execute(
        select(Project.id, Project.park_id)
        .join(Project.light)
        .where(Project.light.has(colour=Colour.RED), Project.status == Status.ACTIVE)
        .order_by(Project.id)
        .limit(WORDS)
    )
    words = Rows(LightOverride)
    for project_id, park_id in rows:
        words.add(
            project_id=project_id,
            colour=Colour.YELLOW,
            reason=f"{fiction.MARK}：对方总部董事会下月表决，已约定回复时间",
            expires_on=clock.today() + timedelta(days=21),
            recorded_at=clock.now(),
            recorded_by_id=leads.get(park_id),
        )
    words.write()
    let_numbers_go_on(words)


def _make_views() -> None:
    people = {user.name: user for user in session.scalars(select(User))}
    for owner, name, arguments, shared in VIEWS:
        if owner in people:
            park_id = people[owner].park_id if shared is Sharing.PARK else None
            session.add(
                SavedView(
                    owner_id=people[owner].id,
                    endpoint="projects.index",
                    name=f"{name}（{fiction.MARK}）",
                    arguments=arguments,
                    shared_with=shared,
                    park_id=park_id,
                    created_at=clock.now(),
                )
            )
