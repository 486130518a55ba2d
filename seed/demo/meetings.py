"""Minutes whose decisions are issues, approvals done for firms, a leader's secretary. All fictional."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from crm.core.database import session
from crm.core.numbering import set_number
from crm.core.workdays import add_working_days
from kernel import clock
from models import Deputy, Minutes, MinutesDecision, Procedure, ProcedureKind, User
from models.enums import IssueKind, Role, Stage
from seed.demo import issues
from seed.demo.issues import PATHS, Matter, Teller
from seed.demo.people import Staff
from seed.demo.projects import MadeProject
from seed.demo.rows import Rows, let_numbers_go_on, working_moment, write_all

MEETINGS = ("台企服务周调度会", "重点项目推进会", "园区要素保障专题会", "合作区一季度调度会")
DECISIONS = (
    "由牵头单位于时限内完成二期用地报批",
    "供电保障方案月底前报送领导小组办公室",
    "建立台企诉求周清零台账，逐件销号",
    "对接省级金融机构，开展一次银企专场",
    "完成标准厂房消防整改并复验",
)


# --- Minutes ---------------------------------------------------------------------------------------------


def make(random: Random, projects: list[MadeProject], staff: Staff, teller: Teller) -> None:
    """Meetings with the issues they led to (told by ``teller``), approvals, and a leader's secretary."""
    decided = list(_tell(random, teller, staff))
    issues.write(teller)
    _write_minutes(decided)
    _make_procedures(random, projects, staff)
    _make_secretary(staff)


@dataclass(frozen=True, slots=True)
class Meeting:
    values: dict[str, Any]
    decisions: list[dict[str, Any]]


def _tell(random: Random, teller: Teller, staff: Staff) -> Iterator[Meeting]:
    """Meetings of the larger parks, all but the last one issued, with an issue for each decision."""
    number = next_id = (session.scalars(select(Minutes.id).order_by(Minutes.id.desc())).first() or 0) + 1
    for place, title in enumerate(MEETINGS):
        park_id, (officer, lead, *_rest) = list(staff.by_park.items())[place % 3]
        held = clock.today() - timedelta(days=7 + 12 * place)
        is_draft = place == 0
        decisions = []
        for text in random.sample(DECISIONS, 2):
            due = add_working_days(held, 15)
            address = f"/minutes/{number}"
            matter = Matter(IssueKind.DECISION, text, park_id, None, raised_by=lead, source_url=address)
            issue = None if is_draft else teller.tell(matter, random.choice(PATHS[1:7]), held)
            decisions.append({"text": text, "owner_id": officer, "due_on": due, "issue_id": issue})
        at = working_moment(random, held)
        yield Meeting(
            {
                "ref": f"MM-{held.year}-{number - next_id + 1:05d}",
                "title": f"{title}（示例）",
                "park_id": park_id,
                "held_on": held,
                "place": "园区会议室",
                "chair": "示例·负责人",
                "present": "园区招商、要素保障、台企服务有关人员（示例）",
                "text": "会议听取了台企服务情况，研究了要素保障事项，议定如下。（示例）",
                "created_at": at,
                "created_by_id": officer,
                "issued_at": None if is_draft else at,
                "issued_by_id": None if is_draft else lead,
            },
            decisions,
        )
        number += 1


def _write_minutes(meetings: list[Meeting]) -> None:
    for meeting in meetings:
        minutes = Minutes(**meeting.values)
        session.add(minutes)
        session.flush()
        for decision in meeting.decisions:
            session.add(MinutesDecision(minutes_id=minutes.id, **decision))
    session.flush()
    set_number("minutes", len(meetings))


# --- Approvals -------------------------------------------------------------------------------------------


def _make_procedures(random: Random, projects: list[MadeProject], staff: Staff) -> None:
    """The usual approvals of some projects that were signed, further the longer ago that was."""
    kinds = list(session.scalars(select(ProcedureKind).order_by(ProcedureKind.position)))
    signed = [each for each in projects if each.signed_on and not each.is_terminated][:24]
    table = Rows(Procedure)
    today = clock.today()
    for project in signed:
        share = 1.0 if project.stage is Stage.OPERATING else random.uniform(0.2, 0.8)
        begun = datetime.combine(project.signed_on or today, time(1), clock.BUSINESS_ZONE)
        for place, kind in enumerate(kinds):
            is_done = place < share * len(kinds)
            usual = (project.signed_on or today) + timedelta(days=2 * kind.working_days + 7 * place)
            day = min(usual, today)
            due = usual if is_done else today + timedelta(days=random.randrange(-12, 60))
            table.add(
                project_id=project.id,
                kind_id=kind.id,
                position=kind.position,
                department=kind.department,
                papers=kind.papers,
                is_needed=random.random() > 0.05 or is_done,
                due_on=due,
                done_on=day if is_done else None,
                number=f"示例批字〔{day.year}〕{place + 1}号" if is_done else None,
                responsible_id=staff.by_park[project.park_id][0],
                created_at=begun,
                lock_version=1,
            )
    write_all(table)
    let_numbers_go_on(table)


def _make_secretary(staff: Staff) -> None:
    """Somebody who enters directives for the leader, openly."""
    leader = session.scalars(select(User.id).where(User.role == Role.LEADER)).first()
    if leader is None or not staff.coordinators:
        return
    today = clock.today()
    session.add(
        Deputy(
            principal_id=leader,
            deputy_id=staff.coordinators[-1],
            from_on=today - timedelta(days=30),
            until_on=today + timedelta(days=335),
            reason="秘书代录批示（示例）",
            created_at=clock.now(),
        )
    )
    session.flush()
