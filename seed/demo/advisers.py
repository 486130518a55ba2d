"""Advisers with terms and related firms; referrals in every state, rulings, and what advisers tell."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from crm.advisers import rules
from crm.advisers.rules import OPEN_STATES, Appointment, Facts
from crm.advisers.service import duties
from crm.advisers.service.keys import keys_of
from crm.core import names, storage
from crm.core.database import session
from kernel import clock
from models import (
    Adviser,
    AdviserArea,
    AdviserField,
    AdviserRelation,
    AdviserTerm,
    Firm,
    Industry,
    Referral,
    ReferralFile,
    ReferralRuling,
    StatusUpdate,
    User,
)
from models.enums import (
    AdviserKind,
    AdviserRegion,
    ReferralOutcome,
    ReferralState,
    RulingStep,
    UpdateState,
)
from seed.demo import fiction
from seed.demo.firms import Firms
from seed.demo.people import Staff
from seed.demo.projects import MadeProject
from seed.demo.rows import Rows, let_numbers_go_on, working_moment

S, K = ReferralState, AdviserRegion
ADVISERS = (
    ("顧問林家豪", AdviserKind.PERSON, "昆山臺商聯誼會", (K.KUNSHAN, K.JIANGSU)),
    ("顧問陳雅婷", AdviserKind.PERSON, "臺北電子公會", (K.TAIWAN_NORTH,)),
    ("華南臺商招商服務有限公司", AdviserKind.AGENCY, None, (K.DONGGUAN, K.SHENZHEN, K.GUANGDONG)),
    ("顧問黃建宏", AdviserKind.PERSON, "廈門臺商協會", (K.XIAMEN, K.FUJIAN)),
    ("兩岸產業促進中心", AdviserKind.AGENCY, None, (K.SHANGHAI, K.ZHEJIANG)),
    ("顧問吳宗翰", AdviserKind.PERSON, "臺中機械同業", (K.TAIWAN_CENTRE,)),
    ("顧問許佩珊", AdviserKind.PERSON, "高雄工商會", (K.TAIWAN_SOUTH,)),
)
PROPOSALS = (
    "擬設華中生產基地，第一期約一千二百萬美元，明年上半年選址。",
    "現有廠房到期，考慮將部分產線內遷，需標準廠房八千平方米。",
    "尋找配套供應商與研發合作，先設辦事處再議投資。",
    "計畫擴產車用零組件，關心用電保障與人才公寓。",
)
TOLD = (
    "董事會已通過選址方案，預計下月簽署意向。",
    "設備清單已確認，首批設備預計年底到港。",
    "總經理下週率隊再訪園區，請協助安排。",
    "廠房裝修完成八成，開始招募技術員。",
)
WAITING = (*((S.RECEIVED, days) for days in (0, 1, 2, 4, 6)), *((S.EXAMINED, days) for days in (8, 11, 15)))
REFUSED = ((S.NOT_RECOGNISED, 60), (S.NOT_RECOGNISED, 95), (S.NOT_RECOGNISED, 140), (S.WITHDRAWN, 75))
RECOGNISED = 12


class _Zone:
    def __init__(self, random: Random, firms: Firms, staff: Staff) -> None:
        self.random, self.staff, self.firms = random, staff, firms
        self.advisers, self.areas, self.fields = Rows(Adviser), Rows(AdviserArea), Rows(AdviserField)
        self.terms, self.relations = Rows(AdviserTerm), Rows(AdviserRelation)
        self.referrals, self.files = Rows(Referral), Rows(ReferralFile)
        self.rulings, self.updates = Rows(ReferralRuling), Rows(StatusUpdate)
        self.names = {
            number: name or ""
            for number, name in session.execute(
                select(Firm.id, Firm.name_hant).where(Firm.id.in_(firms.ids))
            ).tuples()
        }
        paper = storage.attach("示例：引薦往來信函，僅供演示。".encode(), "示例往來信函.txt", by_id=None)
        session.flush()
        self.paper = paper.id
        self.made: list[int] = []
        self.key = 0

    def adviser(self, place: int, industries: list[int], account: int | None) -> None:
        name, kind, organisation, regions = ADVISERS[place]
        name = f"{fiction.MARK}{name}"
        at = working_moment(self.random, date(2022, 3, 1 + place))
        hans = names.in_simplified(name)
        number = self.advisers.add(
            ref=f"DEMO-AD-{place + 1:02d}",
            kind=kind,
            name_hant=name,
            name_hans=hans,
            name_en=None,
            organisation=f"{fiction.MARK}{organisation}" if organisation else None,
            title=None,
            email=f"adviser{place + 1}@example.com",
            phone=None,
            note="對接人為省級統籌辦公室。" if place == 2 else None,
            user_id=account,
            contact_id=None,
            association_id=None,
            created_at=at,
            created_by_id=self.staff.coordinators[0],
            pinyin_key=names.pinyin(name),
            search_text=names.tokens([name, hans, organisation], [f"DEMO-AD-{place + 1:02d}"]),
            archived_at=None,
            archived_reason=None,
            lock_version=1,
        )
        self.made.append(number)
        for region in regions:
            self.areas.add(adviser_id=number, region=region)
        for industry in self.random.sample(industries, k=min(2, len(industries))):
            self.fields.add(adviser_id=number, industry_id=industry)
        self._hold(number, place, at)

    def _hold(self, adviser: int, place: int, at: Any) -> None:
        """One has left, one isn't renewed; the others hold office; one owns a firm."""
        until = date(2023, 12, 31) if place == len(ADVISERS) - 1 else date(2027, 12, 31)
        shared = {"adviser_id": adviser, "created_at": at, "created_by_id": self.staff.coordinators[0]}
        away = {"archived_at": None, "archived_reason": None, "lock_version": 1}
        self.terms.add(
            letter_number=f"湘台示例聘〔2022〕{place + 1}号",
            duties="提供投资线索、协助对接、参与推介；不得收取企业费用。",
            from_on=date(2022, 1, 1),
            until_on=until,
            ended_on=date(2025, 6, 30) if place == len(ADVISERS) - 2 else None,
            ended_reason="本人请辞" if place == len(ADVISERS) - 2 else None,
            attachment_id=None,
            **shared,
            **away,
        )
        if place in (1, 2) and self.firms.ids:
            firm = self.random.choice(self.firms.ids)
            self.relations.add(firm_id=firm, why="任该企业监事", **shared, **away)

    def referral(self, state: ReferralState, received_on: date, **values: Any) -> int:
        random = self.random
        firm = values.pop("firm", None) or random.choice(self.firms.ids)
        adviser = values.pop("adviser", None) or random.choice(self.made)
        at = working_moment(random, received_on)
        ref = rules.receipt_number(random.choice)
        ruled = state in rules.RULED_STATES
        matched = ruled or state in (S.EXAMINED, S.SECOND_LOOK)
        self.key += 1
        number = self.referrals.add(
            ref=ref,
            client_key=f"{self.key:032x}",
            adviser_id=adviser,
            firm_name=self.names[firm],
            firm_name_other=None,
            business_number=None,
            person=None,
            proposal=random.choice(PROPOSALS),
            wished_park_id=random.choice([None, *self.staff.by_park]),
            introduced_on=received_on - timedelta(days=random.randrange(0, 5)),
            received_at=at,
            filed_by_id=None,
            state=state,
            firm_id=firm if matched else None,
            park_id=values.pop("park", None),
            project_id=values.pop("project", None),
            ruled_at=working_moment(random, received_on + timedelta(days=9)) if ruled else None,
            withdrawn_at=at if state is S.WITHDRAWN else None,
            withdrawn_reason="企業暫緩投資" if state is S.WITHDRAWN else None,
            search_text=names.tokens([self.names[firm]], [ref]),
            **keys_of(self.names[firm], None, None),
            lock_version=1,
        )
        self.files.add(referral_id=number, attachment_id=self.paper, recorded_at=at, recorded_by_id=None)
        return number

    def ruling(
        self, referral: int, step: RulingStep, outcome: ReferralOutcome, on: date, **values: Any
    ) -> int:
        """``first`` names who rules; what the checks found is worked out by the rules themselves."""
        facts: Facts = values.pop("facts")
        own = {"firm_id": None, "park_id": None, "project_id": None, "proposal_id": None, **values}
        by = own.pop("by", self.staff.coordinators[0])
        return self.rulings.add(
            referral_id=referral,
            step=step,
            outcome=outcome,
            public_words=None,
            checks=json.dumps([asdict(each) for each in rules.examine(facts)], ensure_ascii=False),
            recorded_at=working_moment(self.random, on),
            recorded_by_id=by,
            **own,
        )

    def update(self, referral: int, project: int, state: UpdateState, days_ago: int) -> None:
        day = clock.today() - timedelta(days=days_ago)
        self.key += 1
        decided = state is not UpdateState.WAITING
        self.updates.add(
            referral_id=referral,
            project_id=project,
            client_key=f"{self.key:032x}",
            happened_on=day,
            text=self.random.choice(TOLD),
            attachment_id=None,
            submitted_at=working_moment(self.random, day),
            submitted_by_id=None,
            state=state,
            decided_at=working_moment(self.random, day + timedelta(days=1)) if decided else None,
            decided_by_id=None,
            return_reason="請補充時間與經辦人。" if state is UpdateState.RETURNED else None,
            engagement_id=None,
            lock_version=1,
        )

    def write(self) -> None:
        tables = (
            *(self.advisers, self.areas, self.fields, self.terms, self.relations),
            *(self.referrals, self.files, self.rulings, self.updates),
        )
        for table in tables:
            table.write()
        let_numbers_go_on(*tables)


def make(random: Random, firms: Firms, projects: list[MadeProject], staff: Staff) -> None:
    """Some advisers and two dozen referrals, whatever the size of the zone."""
    if not firms.ids:
        return
    zone = _Zone(random, firms, staff)
    industries = list(session.scalars(select(Industry.id).order_by(Industry.id)))
    account = session.scalars(select(User.id).where(User.name == "adviser")).first()
    for place in range(len(ADVISERS)):
        zone.adviser(place, industries, account if place == 0 else None)
    _make_recognised(zone, projects)
    _make_others(zone)
    _make_conflict(zone)
    zone.write()
    _ask()


def _ask() -> None:
    """What was handed in is somebody's to-do, as if it had come through the forms."""
    still_open = select(Referral).where(Referral.state.in_(OPEN_STATES))
    for referral in session.scalars(still_open.order_by(Referral.id)):
        duties.follow_referral(referral, referral.rulings[-1] if referral.rulings else None)
    waiting = select(StatusUpdate).where(StatusUpdate.state == UpdateState.WAITING)
    for update in session.scalars(waiting.order_by(StatusUpdate.id)):
        duties.follow_update(update)


APPOINTED = (Appointment(date(2022, 1, 1), date(2027, 12, 31)),)


def _make_recognised(zone: _Zone, projects: list[MadeProject]) -> None:
    """For projects that were signed since, and of which some advisers tell."""
    first_term = date(2022, 3, 1)
    fitting = [
        each
        for each in projects
        if each.signed_on is not None and each.signed_on > first_term and not each.is_terminated
    ]
    for place, project in enumerate(fitting[:RECOGNISED]):
        signed = project.signed_on or clock.today()
        received = max(signed - timedelta(days=zone.random.randrange(30, 90)), date(2022, 1, 4))
        where = {"firm": project.firm_id, "park": project.park_id, "project": project.id}
        owner = zone.made[0] if place % 3 == 0 else zone.made[place % 5]
        number = zone.referral(S.RECOGNISED, received, adviser=owner, **where)
        facts = Facts(received, True, APPOINTED, has_project=True, signed_on=signed, proofs=1)
        zone.ruling(
            number,
            RulingStep.DECIDED,
            ReferralOutcome.RECOGNISED,
            received + timedelta(days=9),
            reasons="首次引荐，先于签约，未见关联关系。",
            facts=facts,
            firm_id=project.firm_id,
            park_id=project.park_id,
            project_id=project.id,
        )
        if place < 6:
            state = (UpdateState.WAITING, UpdateState.CONFIRMED, UpdateState.RETURNED)[place % 3]
            zone.update(number, project.id, state, days_ago=3 + place * 4)


def _make_others(zone: _Zone) -> None:
    today = clock.today()
    for place, (state, days) in enumerate((*WAITING, *REFUSED)):
        received = today - timedelta(days=days)
        owner = zone.made[0] if place % 3 == 0 else None
        park = zone.random.choice(list(zone.staff.by_park)) if state is S.EXAMINED else None
        number = zone.referral(state, received, adviser=owner, park=park)
        if state is S.NOT_RECOGNISED:
            facts = Facts(
                received, True, APPOINTED, other_signed_on=None, proofs=1, relations=("任该企业监事",)
            )
            zone.ruling(
                number,
                RulingStep.DECIDED,
                ReferralOutcome.NOT_RECOGNISED,
                received + timedelta(days=9),
                reasons="与被引荐企业存在关联关系。",
                facts=facts,
            )


def _make_conflict(zone: _Zone) -> None:
    """Two advisers on one firm: what one person proposed waits for the other."""
    firm, day = zone.random.choice(zone.firms.ids), clock.today() - timedelta(days=20)
    first, second = zone.made[1], zone.made[3]
    zone.referral(S.EXAMINED, day + timedelta(days=4), adviser=second, firm=firm)
    number = zone.referral(S.SECOND_LOOK, day, adviser=first, firm=firm)
    rival = rules.Rival(
        ref="—",
        adviser=f"{fiction.MARK}{ADVISERS[3][0]}",
        received_on=day + timedelta(days=4),
        is_earlier=False,
        is_recognised=False,
        is_own=False,
    )
    zone.ruling(
        number,
        RulingStep.PROPOSED,
        ReferralOutcome.RECOGNISED,
        day + timedelta(days=7),
        reasons="先报且有往来信函佐证，拟予认定。",
        facts=Facts(day, True, APPOINTED, rivals=(rival,), proofs=1),
        firm_id=firm,
    )
