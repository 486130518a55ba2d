"""Visits there and back: most of them over, one whole from its plan to what it brought, one coming up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from crm.core.bulk import insert_in_bulk
from crm.core.database import session
from crm.delegations.service.commitments import ask_again
from crm.delegations.service.delegations import follow_up
from kernel import clock
from kernel.money import Currency
from models import (
    Delegation,
    DelegationApproval,
    DelegationCommitment,
    DelegationMember,
    DelegationSession,
    DelegationStop,
    Firm,
    Project,
    delegation_parks,
)
from models.enums import (
    ApprovalKind,
    ApprovalState,
    CommitmentState,
    DelegationDirection,
    DelegationState,
    MemberRole,
    Party,
)
from seed.demo import fiction
from seed.demo.people import Staff
from seed.demo.rows import Rows, let_numbers_go_on, write_all

IN, OUT = DelegationDirection.INBOUND, DelegationDirection.OUTBOUND
JOURNEYS = (
    (OUT, "昆山", "崑山", "Kunshan"),
    (IN, "台北", "台北", "Taipei"),
    (OUT, "东莞", "東莞", "Dongguan"),
    (IN, "新竹", "新竹", "Hsinchu"),
    (OUT, "厦门", "廈門", "Xiamen"),
    (IN, "昆山", "崑山", "Kunshan"),
    (OUT, "深圳", "深圳", "Shenzhen"),
    (IN, "台中", "台中", "Taichung"),
    (OUT, "广州", "廣州", "Guangzhou"),
    (IN, "高雄", "高雄", "Kaohsiung"),
    (OUT, "苏州", "蘇州", "Suzhou"),
)
STOPS = (
    (9, 0, 10, 30, "园区规划展示馆", "園區規劃展示館", "Park exhibition hall"),
    (10, 45, 12, 0, "重点企业考察", "重點企業考察", "Visit to a leading firm"),
    (14, 0, 16, 0, "一对一洽谈", "一對一洽談", "Talks one to one"),
    (16, 30, 17, 45, "投资环境座谈会", "投資環境座談會", "Round table on the investment environment"),
)
OUTCOMES = (
    "企业对二期用地表示兴趣，约定寄送需求表。",
    "洽谈供应链配套，安排技术团队回访。",
    "了解政策后表示将内部评估。",
)
OURS = ("一周内寄送地块资料和标准厂房图纸", "协调供电方案并书面答复", "安排主管领导会见")
THEIRS = ("月底前提供用地和用电需求", "安排技术负责人来园复看", "提交项目可行性说明")
DUTIES = ("总协调", "会务和日程", "车辆和食宿", "项目洽谈")
DIETS = ("无特殊要求", "素食", "不食牛肉", "")
OF_GUESTS = ("firm_id", "organisation", "form_of_address", "diet")
OF_OURS = ("user_id", "duty", "phone")
SPACING = timedelta(days=75)
FIRST_BEFORE = timedelta(days=10)


@dataclass(slots=True)
class Tables:
    """The rows of all kinds, in the order in which they are written."""

    delegations: Rows = field(default_factory=lambda: Rows(Delegation))
    members: Rows = field(default_factory=lambda: Rows(DelegationMember))
    stops: Rows = field(default_factory=lambda: Rows(DelegationStop))
    talks: Rows = field(default_factory=lambda: Rows(DelegationSession))
    commitments: Rows = field(default_factory=lambda: Rows(DelegationCommitment))
    approvals: Rows = field(default_factory=lambda: Rows(DelegationApproval))
    taking_part: list[dict[str, int]] = field(default_factory=list)

    @property
    def all(self) -> tuple[Rows, ...]:
        return (
            self.delegations,
            self.members,
            self.stops,
            self.talks,
            self.commitments,
            self.approvals,
        )


@dataclass(frozen=True, slots=True)
class Trip:
    """One visit to make up. ``firms`` are ids with the names they go by."""

    number: int
    direction: DelegationDirection
    names: tuple[str, str, str]
    first: date
    days: int
    state: DelegationState
    park: int | None
    team: tuple[int, ...]
    parks: tuple[int, ...]
    firms: Sequence[tuple[int, str]]


def make(random: Random, staff: Staff) -> None:
    """A dozen visits; the firms are those made up already, so that what came of a visit can be followed."""
    tables = Tables()
    trips = _trips(random, staff)
    for trip in trips:
        _make_one(random, trip, tables)
    write_all(*tables.all)
    insert_in_bulk(delegation_parks, tables.taking_part)
    let_numbers_go_on(*tables.all)
    session.flush()
    for row in session.scalars(select(Delegation).where(Delegation.state == DelegationState.OVER)):
        follow_up(row)
        ask_again(row)


def _trips(random: Random, staff: Staff) -> list[Trip]:
    names = {firm.id: firm.name for firm in session.scalars(select(Firm).where(Firm.ref.like("DEMO-%")))}
    opened = session.execute(
        select(Project.firm_id, Project.lead_on).where(Project.lead_on.is_not(None)).order_by(Project.lead_on)
    ).all()
    core = list(staff.by_park)[:3]
    people = {park: tuple(each) for park, each in staff.by_park.items()}
    trips = []
    for number, (direction, *place) in enumerate(JOURNEYS):
        first = clock.today() - SPACING * (len(JOURNEYS) - number)
        park = core[number % 3]
        # Some who became leads soon after, and some of whom nothing is known yet.
        later = [row.firm_id for row in opened if row.lead_on and first < row.lead_on < first + SPACING]
        chosen = list(dict.fromkeys([*later[:3], *random.sample(list(names), 4)]))[:6]
        firms = [(each, names[each]) for each in chosen if each in names]
        trips.append(
            Trip(
                number,
                direction,
                _names(direction, *place),
                first,
                2 + number % 2,
                DelegationState.OVER,
                park,
                people[park],
                (),
                firms,
            )
        )
    return [*trips, _coming(random, staff, names, len(trips))]


def _coming(random: Random, staff: Staff, names: dict[int, str], number: int) -> Trip:
    """The office's, in two weeks: all core parks take part."""
    core = list(staff.by_park)[:3]
    firms = [(each, names[each]) for each in random.sample(list(names), 6)]
    team = (staff.coordinators[0], *(staff.by_park[park][0] for park in core))
    title = ("【示例】百大企业湖南考察团", "【示例】百大企業湖南考察團", "Sample: Top-100 firms visit Hunan")
    first = clock.today() + timedelta(days=14)
    state = DelegationState.APPROVED
    return Trip(number, IN, title, first, 3, state, None, team, tuple(core), firms)


def _names(direction: DelegationDirection, hans: str, hant: str, en: str) -> tuple[str, str, str]:
    if direction is IN:
        return (
            f"【示例】{hans}台企来湘考察团",
            f"【示例】{hant}台企來湘考察團",
            f"Sample: firms from {en} visit Hunan",
        )
    return f"【示例】赴{hans}招商小分队", f"【示例】赴{hant}招商小分隊", f"Sample: investment team to {en}"


def _make_one(random: Random, trip: Trip, tables: Tables) -> None:
    budget = random.randrange(40, 160) * 1_000_00
    is_over = trip.state is DelegationState.OVER
    hans, hant, en = trip.names
    is_in = trip.direction is IN
    number = tables.delegations.add(
        ref=f"DEMO-DG-{trip.number + 1:03d}",
        name_hans=hans,
        name_hant=hant,
        name_en=en,
        direction=trip.direction,
        state=trip.state,
        purpose_hans="考察合作园区，对接产业链项目。" if is_in else "走访台企总部，推介园区和项目。",
        purpose_hant="考察合作園區，對接產業鏈項目。" if is_in else "走訪台企總部，推介園區和項目。",
        purpose_en="To see the parks and talk about projects along the chain.",
        place="湖南" if is_in else hans.split("赴")[1].removesuffix("招商小分队"),
        from_on=trip.first,
        until_on=trip.first + timedelta(days=trip.days - 1),
        park_id=trip.park,
        lead_id=trip.team[0],
        seating="主宾双方分坐长桌两侧，我方领导居中；先由园区介绍，再由来宾发言。",
        lodging="住【示例】湘江宾馆，含早餐；中餐为工作餐；中巴一辆随行。",
        topics="产业链配套项目；标准厂房和用电需求；人才子女入学。",
        emergency="会务组值班电话见陪同名单；医疗：就近三甲医院急诊。",
        talking_points="一、先谈配套，再谈用地。\n二、优惠以已公开政策为限，未经公平竞争审查不作承诺。",
        internal_notes="费用从招商专项列支。",
        currency=Currency.CNY,
        budget_minor=budget,
        cost_minor=budget * random.randrange(80, 108) // 100 if is_over else None,
        created_at=clock.now(),
        created_by_id=trip.team[0],
        lock_version=1,
    )
    tables.taking_part += [{"delegation_id": number, "park_id": park} for park in trip.parks]
    ours = _people(random, trip, number, tables.members)
    _plan(random, trip, number, tables, ours)
    _talks(random, trip, number, tables.talks)
    if is_over:
        _promises(random, trip, number, tables.commitments)
    _approvals(trip, number, tables.approvals)


def _people(random: Random, trip: Trip, number: int, members: Rows) -> list[int]:
    """Those of both sides; the numbers of ours."""
    is_in = trip.direction is IN
    host, guest = (MemberRole.HOST, MemberRole.GUEST) if is_in else (MemberRole.GUEST, MemberRole.HOST)
    # What is written together names the same columns.
    common: dict[str, Any] = {"delegation_id": number, "lock_version": 1}
    _make_guests(random, trip, members, {**common, "role": guest, **dict.fromkeys(OF_OURS)})
    own = {**common, "role": host, **dict.fromkeys(OF_GUESTS)}
    return _make_ours(trip, members, own)


def _make_ours(trip: Trip, members: Rows, common: dict[str, Any]) -> list[int]:
    return [
        members.add(
            side=Party.OURS,
            user_id=person,
            name=f"示例·我方{at + 1}号",
            title="招商专员" if at else "带队负责人",
            duty=DUTIES[at % len(DUTIES)],
            phone=f"1390000{trip.number:02d}{at:02d}",
            room=f"80{at + 1}",
            car="1号车",
            position=at,
            **common,
        )
        for at, person in enumerate(trip.team)
    ]


def _make_guests(random: Random, trip: Trip, members: Rows, common: dict[str, Any]) -> None:
    for at, (firm, name) in enumerate(trip.firms):
        person = fiction.person(random)
        members.add(
            side=Party.THEIRS,
            firm_id=firm,
            name=person,
            organisation=name,
            title=random.choice(fiction.TITLES),
            form_of_address=f"{person.removeprefix(fiction.MARK).strip('·')[:1]}總",
            diet=random.choice(DIETS),
            room=f"90{at + 1}" if trip.direction is IN else None,
            car=f"{1 + at % 2}号车",
            position=10 + at,
            **common,
        )


def _plan(random: Random, trip: Trip, number: int, tables: Tables, ours: list[int]) -> None:
    is_over = trip.state is DelegationState.OVER
    for day in range(trip.days):
        for at, (hour, minute, until, ends, hans, hant, en) in enumerate(STOPS):
            # One pair of stops of the coming visit overlaps, as plans do until somebody sees it.
            early = 30 if not is_over and day == 0 and at == 1 else 0
            begins = hour * 60 + minute - early
            tables.stops.add(
                delegation_id=number,
                day=trip.first + timedelta(days=day),
                starts_at=time(*divmod(begins, 60)),
                ends_at=time(until, ends),
                title_hans=hans,
                title_hant=hant,
                title_en=en,
                place_hans=f"【示例】{at + 1}号地点",
                place_hant=f"【示例】{at + 1}號地點",
                place_en=f"Sample place {at + 1}",
                park_id=trip.parks[day % len(trip.parks)] if trip.parks else trip.park,
                leader_id=ours[0],
                responsible_id=ours[-1],
                room="一号会议室" if at > 1 else None,
                car="1号车",
                points="规划沙盘：规划处讲解员；样板厂房：园区工程部" if at < 2 else None,
                outcome=random.choice(OUTCOMES) if is_over and at % 2 else None,
                position=at,
                lock_version=1,
            )


def _talks(random: Random, trip: Trip, number: int, talks: Rows) -> None:
    """In slots of the second afternoon: every firm with each park."""
    day = trip.first + timedelta(days=1)
    parks = trip.parks or (trip.park,)
    for at, (firm, _name) in enumerate(trip.firms):
        for turn, park in enumerate(parks):
            slot = (at + turn) % 6
            begins = 14 * 60 + 20 * slot
            talks.add(
                delegation_id=number,
                day=day,
                starts_at=time(*divmod(begins, 60)),
                ends_at=time(*divmod(begins + 20, 60)),
                firm_id=firm,
                park_id=park,
                room=f"洽谈区{turn + 1}",
                outcome=random.choice(OUTCOMES) if trip.state is DelegationState.OVER else None,
                lock_version=1,
            )


def _promises(random: Random, trip: Trip, number: int, commitments: Rows) -> None:
    for at, (firm, _name) in enumerate(trip.firms[:4]):
        due = trip.first + timedelta(days=random.randrange(14, 60))
        is_open = due > clock.today() - timedelta(days=120) and at % 2 == 0
        commitments.add(
            delegation_id=number,
            side=Party.OURS if at % 2 == 0 else Party.THEIRS,
            text=f"【{fiction.MARK}】{random.choice(OURS if at % 2 == 0 else THEIRS)}",
            owner_id=trip.team[at % len(trip.team)],
            firm_id=firm,
            due_on=due,
            state=CommitmentState.OPEN if is_open else CommitmentState.FULFILLED,
            closed_on=None if is_open else due,
            closed_note=None if is_open else "已按期办结",
            lock_version=1,
        )


def _approvals(trip: Trip, number: int, approvals: Rows) -> None:
    kinds = (
        (ApprovalKind.RECEPTION, ApprovalKind.INVITATION) if trip.direction is IN else (ApprovalKind.BUDGET,)
    )
    for kind in kinds:
        approvals.add(
            delegation_id=number,
            kind=kind,
            state=ApprovalState.GRANTED,
            number=f"示例〔{trip.first.year}〕{trip.number + 1}号",
            body="示例·审批单位",
            issued_on=trip.first - FIRST_BEFORE,
            lock_version=1,
        )
