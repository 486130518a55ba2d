"""Claims in every state; two parks on one matter, what waits for the office, credit shared by a ruling."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from crm.core import names, storage
from crm.core.database import session
from kernel import clock
from kernel.money import Currency
from models import Claim, ClaimProgress, ClaimProof, ClaimRequest, ClaimShare, Firm, Ruling
from models.enums import ClaimState, RequestKind, RequestState, RulingOutcome
from seed.demo import fiction
from seed.demo.firms import Firms
from seed.demo.people import Staff
from seed.demo.projects import MadeProject
from seed.demo.rows import Rows, let_numbers_go_on, working_moment

S, K = ClaimState, RequestKind
DAYS = 180
SUBJECTS = (
    "服务器机柜扩产",
    "液冷模组生产基地",
    "车用电子二期",
    "半导体封测产线",
    "精密模具工厂",
    "储能电池组装",
    "高端轴承研发中心",
    "医疗耗材基地",
    "智能装备总装",
    "食品冷链园",
)
STEPS = ("对方来函确认选址意向", "双方交换投资协议初稿", "对方技术团队来园勘察", "就供电方案达成一致")
NOTES = ("对方倾向自建厂房，价格底线已摸清。", "董事会下月讨论，关键人为副总。", "另有两地接触，需加快。")
STATES = (
    *((S.PROTECTED, left) for left in (170, 160, 151, 143, 138, 120, 111, 96, 84, 73, 61, 52)),
    *((S.PROTECTED, left) for left in (27, 19, 6, 3)),
    *((S.EXPIRED, left) for left in (-4, -30, -66)),
    (S.RELEASED, 60),
    (S.BELOW_THRESHOLD, 120),
    (S.BELOW_THRESHOLD, 90),
)
"""State, and days until the last day of protection."""


class _Zone:
    def __init__(self, random: Random, firms: Firms, staff: Staff) -> None:
        self.random = random
        self.staff = staff
        self.parks = list(staff.by_park)[:5]
        self.claims, self.progress, self.proofs = Rows(Claim), Rows(ClaimProgress), Rows(ClaimProof)
        self.requests, self.rulings, self.shares = Rows(ClaimRequest), Rows(Ruling), Rows(ClaimShare)
        found = session.execute(select(Firm.id, Firm.group_id).where(Firm.id.in_(firms.ids)))
        self.group_of = {firm: group or firm for firm, group in found.all()}
        self.industry_of = firms.industry_of
        self.firms = random.sample(firms.ids, k=min(len(firms.ids), 60))
        proof = storage.attach("示例：首谈纪要，仅供演示。".encode(), "示例首谈纪要.txt", by_id=None)
        session.flush()
        self.proof = proof.id
        self.number = 0

    def claim(self, state: ClaimState, left: int, *, firm: int, park: int, **values: Any) -> int:
        """One claim with its proof and, half of the time, a step."""
        random, today = self.random, clock.today()
        filed_on = today + timedelta(days=left - DAYS)
        owner = random.choice(self.staff.by_park[park])
        self.number += 1
        usd = random.choice((1_200, 2_000, 3_500, 6_000, 12_000)) * 10_000 * 100
        subject = f"{fiction.MARK}{random.choice(SUBJECTS)}"
        own: dict[str, Any] = {
            "subject": subject,
            "project_id": None,
            "ended_reason": "对方暂停投资计划" if state is S.RELEASED else None,
            "planned": 600 * 10_000 * 100 if state is S.BELOW_THRESHOLD else usd,
            **values,
        }
        planned = own.pop("planned")
        number = self.claims.add(
            ref=f"DEMO-CL-{self.number:04d}",
            firm_id=firm,
            group_id=self.group_of[firm],
            park_id=park,
            subject_key=names.fold(own["subject"]),
            industry_id=self.industry_of[firm],
            planned_minor=planned,
            planned_currency=Currency.USD,
            planned_usd_cents=planned,
            first_talk_on=filed_on - timedelta(days=random.randrange(1, 9)),
            filed_at=working_moment(random, filed_on),
            filed_by_id=owner,
            state=state,
            protected_until=today + timedelta(days=left),
            granted_until=None,
            warned_days=None,
            note=random.choice(NOTES),
            archived_at=None,
            archived_reason=None,
            lock_version=1,
            **own,
        )
        self._proven(number, filed_on, owner)
        return number

    def _proven(self, claim: int, filed_on: date, owner: int) -> None:
        at = working_moment(self.random, filed_on)
        recorded = {"recorded_at": at, "recorded_by_id": owner}
        self.proofs.add(claim_id=claim, progress_id=None, attachment_id=self.proof, **recorded)
        if self.random.random() < 0.5:
            words = self.random.choice(STEPS)
            day = min(filed_on + timedelta(days=2), clock.today())
            recorded["recorded_at"] = working_moment(self.random, day)
            self.progress.add(claim_id=claim, engagement_id=None, happened_on=day, words=words, **recorded)

    def request(self, claim: int, kind: RequestKind, park: int, *, days_ago: int, **values: Any) -> int:
        own = {"other_claim_id": None, "share": None, "until_on": None, "reasons": None, **values}
        state = own.pop("state", RequestState.OPEN)
        at = working_moment(self.random, clock.today() - timedelta(days=days_ago))
        return self.requests.add(
            claim_id=claim,
            kind=kind,
            state=state,
            park_id=park,
            engagement_id=None,
            project_id=None,
            asked_at=at,
            asked_by_id=self.random.choice(self.staff.by_park[park]),
            closed_at=None if state is RequestState.OPEN else at,
            lock_version=1,
            **own,
        )

    def ruling(self, claim: int, request: int, park: int, shares: tuple[tuple[int, int], ...]) -> None:
        day = clock.today() - timedelta(days=self.random.randrange(5, 25))
        number = self.rulings.add(
            claim_id=claim,
            request_id=request,
            outcome=RulingOutcome.SHARED,
            reasons="双方均有实质推进：首谈在先，选址由后者促成，按贡献分割。",
            holds_from=day,
            from_park_id=park,
            to_park_id=park,
            until_on=None,
            recorded_at=working_moment(self.random, day),
            recorded_by_id=self.random.choice(self.staff.coordinators),
        )
        for place, (park_id, share) in enumerate(shares):
            self.shares.add(ruling_id=number, park_id=park_id, position=place, share=share)

    def write(self) -> None:
        tables = (self.claims, self.progress, self.proofs, self.requests, self.rulings, self.shares)
        for table in tables:
            table.write()
        let_numbers_go_on(*tables)


def make(random: Random, firms: Firms, projects: list[MadeProject], staff: Staff) -> None:
    """Some two dozen claims, whatever the size of the zone: a province has no more of them at a time."""
    if not firms.ids:
        return
    zone = _Zone(random, firms, staff)
    for state, left in STATES:
        zone.claim(state, left, firm=random.choice(zone.firms), park=random.choice(zone.parks))
    _make_disputes(zone)
    _make_shared(zone, projects)
    zone.write()


def _make_disputes(zone: _Zone) -> None:
    """Two parks on one matter, and what else waits for the office."""
    for place in range(3):
        firm, subject = zone.random.choice(zone.firms), f"{fiction.MARK}{SUBJECTS[place]}（一期）"
        holder, asking = zone.random.sample(zone.parks, 2)
        first = zone.claim(S.PROTECTED, 130 - place, firm=firm, park=holder, subject=subject)
        second = zone.claim(S.NEEDS_RULING, 170 - place, firm=firm, park=asking, subject=subject)
        zone.request(first, K.SAME_MATTER, asking, days_ago=10 - place, other_claim_id=second)
    for kind in (K.SHARING, K.TRANSFER, K.DISPUTE, K.RENEWAL):
        holder, asking = zone.random.sample(zone.parks, 2)
        claim = zone.claim(S.PROTECTED, 44, firm=zone.random.choice(zone.firms), park=holder)
        zone.request(
            claim,
            kind,
            holder if kind is K.RENEWAL else asking,
            days_ago=4,
            reasons="我园区已多次接待对方，并提供了选址方案。",
            share=4_000 if kind is K.SHARING else None,
            until_on=clock.today() + timedelta(days=120) if kind is K.RENEWAL else None,
        )


def _make_shared(zone: _Zone, projects: list[MadeProject]) -> None:
    """Matters that became projects, their credit shared by a ruling."""
    fitting = [each for each in projects if each.park_id in zone.parks and not each.is_terminated]
    for place, project in enumerate(fitting[:3]):
        other = next(park for park in zone.parks if park != project.park_id)
        claim = zone.claim(
            S.PROTECTED, 80 + place, firm=project.firm_id, park=project.park_id, project_id=project.id
        )
        request = zone.request(
            claim, K.SHARING, other, days_ago=30, share=3_000, reasons="共同引进", state=RequestState.DECIDED
        )
        zone.ruling(claim, request, project.park_id, ((project.park_id, 7_000), (other, 3_000)))
