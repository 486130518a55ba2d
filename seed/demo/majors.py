"""The library of major projects: a record for each pipeline project, and planned ones of the demo's own.

What the plan itself names stays as the plan words it: nothing is made up on it.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from crm.core import names
from crm.core.database import session
from crm.core.numbering import set_number
from crm.majors.rules import pace_of, preparation_of
from kernel import clock
from kernel.money import Currency
from models import (
    GreenChannelKind,
    GreenChannelStep,
    MajorProblem,
    MajorProgress,
    MajorProject,
    MajorTag,
    MajorYear,
    Park,
    Project,
)
from models.enums import MajorTagKind, Preparation
from seed.demo.people import Staff
from seed.demo.rows import Rows, let_numbers_go_on, working_moment, write_all

PLANNED = (
    ("示例·智能传感器中试基地", "中试基地", (MajorTagKind.DIGITAL, MajorTagKind.RESEARCH)),
    ("示例·储能电池循环利用中心", "循环经济", (MajorTagKind.LOW_CARBON, MajorTagKind.CIRCULAR)),
    ("示例·台湾精品农产冷链园", "农业", (MajorTagKind.AGRICULTURE, MajorTagKind.INFRASTRUCTURE)),
    ("示例·两岸工业设计服务平台", "平台", (MajorTagKind.MODERN_SERVICES, MajorTagKind.DIGITAL)),
    ("示例·精密模具标准厂房", "产业园", (MajorTagKind.MANUFACTURING,)),
)
STAGES = (
    Preparation.IDEA,
    Preparation.PLANNED,
    Preparation.STUDY,
    Preparation.APPROVED,
    Preparation.OFFERED,
)
PLANS = (
    "完成前期手续，落实用地指标",
    "主体开工，完成投资计划过半",
    "设备安装调试，试生产",
    "完成招商对接，签订投资协议",
)
DONE = (
    "场地平整完成，勘察进场",
    "主体结构施工，进度正常",
    "设备到货三成，正在安装",
    "已对接多家意向企业，待现场考察",
)
PROBLEMS = (
    ("用地指标尚未落实，影响开工", "请自然资源局协调年度指标"),
    ("供电容量不足，需新建专线", "请供电公司出具接入方案"),
    ("能耗指标待批复", "请发改部门加快节能审查"),
)
CONTENT = "示例内容：建设标准厂房与公共服务平台，引进台资企业入驻。"


class _Made:
    """What is being made, with the chance that makes it."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.kinds = list(session.scalars(select(GreenChannelKind).order_by(GreenChannelKind.position)))
        self.majors, self.tags = Rows(MajorProject), Rows(MajorTag)
        self.years, self.reports = Rows(MajorYear), Rows(MajorProgress)
        self.problems, self.steps = Rows(MajorProblem), Rows(GreenChannelStep)

    @property
    def all(self) -> tuple[Rows, ...]:
        return self.majors, self.tags, self.years, self.reports, self.problems, self.steps


def make(random: Random, staff: Staff) -> None:
    """Records for all projects, and some planned ones for each core park."""
    tables = _Made(random)
    _follow_projects(tables, staff)
    number = set(session.scalars(select(MajorProject.ref).where(MajorProject.ref.is_not(None))))
    at = len(number)
    for park in session.scalars(select(Park).order_by(Park.position)).all():
        if park.is_core and park.id in staff.by_park:
            for place in range(len(PLANNED)):
                at += 1
                _planned(tables, at, park, place, staff.by_park[park.id])
    write_all(*tables.all)
    let_numbers_go_on(*tables.all)
    set_number("major_projects", at)


def _follow_projects(tables: _Made, staff: Staff) -> None:
    random = tables.random
    known = select(MajorProject.project_id).where(MajorProject.project_id.is_not(None))
    columns = (
        Project.id,
        Project.park_id,
        Project.stage,
        Project.status,
        Project.name_key,
        Project.updated_at,
    )
    found = session.execute(select(*columns).where(Project.id.not_in(known)).order_by(Project.id)).all()
    for project_id, park_id, stage, status, name_key, updated_at in found:
        major_id = tables.majors.add(
            **_record(park_id, name_key, preparation_of(stage, status), updated_at),
        )
        tables.majors.last(project_id=project_id)
        for tag in random.sample(list(MajorTagKind), random.choice((0, 1, 1, 2))):
            tables.tags.add(major_id=major_id, tag=tag)
        if random.random() < 0.35 and preparation_of(stage, status) is Preparation.UNDER_WAY:
            _plan_year(tables, major_id, staff.by_park[park_id])
        write_all(*tables.all, only_full=True)


def _record(park_id: int, name_key: str, preparation: Preparation, moment: Any) -> dict[str, Any]:
    """All columns, blank where nothing is made up: rows written at once name the same ones."""
    blank = dict.fromkeys(
        column.name for column in MajorProject.__table__.columns if column.name not in ("id", "lock_version")
    )
    return blank | {
        "park_id": park_id,
        "name_key": name_key,
        "preparation": preparation,
        "created_at": moment,
        "updated_at": moment,
        "lock_version": 1,
    }


def _planned(tables: _Made, number: int, park: Park, place: int, people: list[int]) -> None:
    random = tables.random
    name, kind, tags = PLANNED[place]
    today = clock.today()
    called = f"{name}（{park.name_hans}）"
    moment = working_moment(random, today - timedelta(days=20 + 30 * place))
    owner = random.choice(people)
    land = random.choice((None, 60, 120, 200))
    planned = random.choice((None, 3_000_000_000, 8_000_000_000))
    major_id = tables.majors.add(**_record(park.id, names.pinyin(called), STAGES[place], moment))
    tables.majors.last(
        ref=f"MP-{today.year}-{number:05d}",
        name_hans=called,
        place=park.city,
        kind=kind,
        lead_unit=f"{park.city or ''}发展和改革委员会",
        responsible_unit=park.name_hans,
        responsible_id=owner,
        content=CONTENT,
        planned_minor=planned,
        planned_currency=Currency.CNY if planned else None,
        land_mu=land,
        power_kva=random.choice((None, 5_000, 12_000)),
        created_by_id=owner,
    )
    _finish_planned(tables, major_id, place, people)
    for tag in tags:
        tables.tags.add(major_id=major_id, tag=tag)
    if land and place % 2:
        _green_channel(tables, major_id, owner)


def _finish_planned(tables: _Made, major_id: int, place: int, people: list[int]) -> None:
    random, today = tables.random, clock.today()
    if place % 3 == 0:
        tables.majors.last(
            priority_year=today.year,
            priority_number=f"示例{place + 1}",
            priority_since=date(today.year, 1, 1),
        )
    if place != 1:
        _plan_year(tables, major_id, people)
    if place % 2 == 0:
        text, wanted = random.choice(PROBLEMS)
        day = today - timedelta(days=random.randrange(5, 60))
        tables.problems.add(
            major_id=major_id,
            raised_on=day,
            text=text,
            wanted=wanted,
            solved_on=None,
            solution=None,
            issue_id=None,
            created_at=working_moment(random, day),
            created_by_id=random.choice(people),
            lock_version=1,
        )


def _plan_year(tables: _Made, major_id: int, people: list[int]) -> None:
    random, today = tables.random, clock.today()
    pace = pace_of(today.year, today)
    percent = min(max(pace + random.choice((-45, -20, -5, 0, 5, 12)), 0), 100)
    planned = random.choice((None, 500_000_000, 1_200_000_000))
    place = random.randrange(len(PLANS))
    day = max(today - timedelta(days=random.randrange(3, 40)), date(today.year, 1, 1))
    year_id = tables.years.add(
        major_id=major_id,
        year=today.year,
        plan=PLANS[place],
        planned_fen=planned,
        percent=percent,
        done_fen=planned * percent // 100 if planned else None,
        progress=DONE[place],
        progress_on=day,
        created_at=working_moment(random, date(today.year, 1, 5)),
        created_by_id=random.choice(people),
        lock_version=1,
    )
    for share, at in ((percent // 2, day - timedelta(days=60)), (percent, day)):
        if at.year == today.year:
            tables.reports.add(
                year_id=year_id,
                reported_on=at,
                percent=share,
                done_fen=planned * share // 100 if planned else None,
                text=DONE[place],
                recorded_at=working_moment(random, at),
                recorded_by_id=random.choice(people),
            )


def _green_channel(tables: _Made, major_id: int, owner: int) -> None:
    random, today = tables.random, clock.today()
    done = random.randrange(2, 6)
    due = today - timedelta(days=10 * done + random.choice((-5, 8)))
    for place, kind in enumerate(tables.kinds):
        due += timedelta(days=10)
        is_done = place < done
        tables.steps.add(
            major_id=major_id,
            kind_id=kind.id,
            position=kind.position,
            department=kind.department,
            papers=kind.papers,
            is_needed=True,
            due_on=due,
            done_on=min(due, today) if is_done else None,
            number=f"示例〔{today.year}〕{place + 1}号" if is_done else None,
            note=None,
            created_at=working_moment(random, today - timedelta(days=90)),
            created_by_id=owner,
            lock_version=1,
        )
