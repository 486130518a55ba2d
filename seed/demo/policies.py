"""Reviews, promises with payments and reversals, claims in every state. All fictional, on made-up firms."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from crm.core import storage
from crm.core.database import session
from crm.policies.rules.claims import NEXT
from crm.policies.rules.promises import sort_key
from kernel import clock
from kernel.money import Currency
from models import (
    PolicyArticle,
    PolicyClaim,
    PolicyClaimFile,
    PolicyClaimStep,
    Promise,
    PromisePayment,
    PromisePaymentDecision,
    Review,
)
from models.enums import (
    PaymentVerdict,
    PolicyClaimState,
    PromiseKind,
    ReviewConclusion,
    ReviewKind,
    Stage,
)
from seed.demo import fiction
from seed.demo.people import Staff
from seed.demo.projects import MadeProject
from seed.demo.rows import Rows, let_numbers_go_on, working_moment, write_all

K, S = PromiseKind, PolicyClaimState
PROMISES = 46
CLAIMS = 34
YUAN = 100
CLAUSES: dict[PromiseKind, tuple[str, str]] = {
    K.PLANT: ("标准厂房三年租金按约定比例补助", "希望减轻投产初期厂房成本"),
    K.SUBSIDY: ("生产设备投入按约定比例分期补助", "设备一次性投入较大"),
    K.REWARD: ("年度产值达到约定目标后给予一次性奖励", "希望产值爬坡有激励"),
    K.UTILITIES: ("双回路供电接入费用由园区承担", "生产不能断电"),
    K.TALENT: ("为台籍管理人员提供人才公寓与子女入学协调", "台干家属安置"),
    K.INFRASTRUCTURE: ("厂区外道路与管网同步建成", "道路未通影响设备进场"),
    K.SERVICE: ("指定专人代办注册、环评与报建手续", "手续不熟悉"),
}
UNITS = ("园区招商局", "园区产业发展局", "园区财政局", "园区建设局")
CONDITIONS = ("投产并纳入统计后兑现", "实缴到位并提交验资凭证后兑现", "取得竣工验收备案后30日内兑现")
SOURCES = ("园区产业发展专项资金", "市级招商引资专项资金", "园区年度财政预算")
AUTHORITIES = ("园区财政局", "市科技局", "税务部门", "市教育局")


class _Zone:
    def __init__(self, random: Random, staff: Staff) -> None:
        self.random, self.staff = random, staff
        self.reviews = Rows(Review)
        self.promises, self.payments = Rows(Promise), Rows(PromisePayment)
        self.decisions = Rows(PromisePaymentDecision)
        self.claims, self.steps, self.files = Rows(PolicyClaim), Rows(PolicyClaimStep), Rows(PolicyClaimFile)
        paper = storage.attach("示例：佐证材料，仅供演示。".encode(), "示例佐证材料.txt", by_id=None)
        session.flush()
        self.paper = paper.id
        self.of_park: dict[int, dict[ReviewKind, list[int]]] = {}
        self.reviewed_on: dict[int, date] = {}

    def review(self, park: int, kind: ReviewKind, conclusion: ReviewConclusion, number: int) -> int:
        random = self.random
        day = clock.today() - timedelta(days=random.randrange(200, 700))
        word = "公平竞争" if kind is ReviewKind.FAIR_COMPETITION else "合法性"
        row = self.reviews.add(
            kind=kind,
            number=f"{fiction.MARK}审〔{day.year}〕{number}号",
            reviewed_on=day,
            unit="园区市场监管部门" if kind is ReviewKind.FAIR_COMPETITION else "园区法制机构",
            subject=f"{fiction.MARK}招商引资支持措施{word}审查",
            conclusion=conclusion,
            note="删除限定本地采购的条款" if conclusion is ReviewConclusion.PASSED_WITH_CHANGES else None,
            park_id=park,
            attachment_id=self.paper,
            created_at=working_moment(random, day),
            created_by_id=self.staff.by_park[park][-1],
            lock_version=1,
            archived_at=None,
            archived_reason=None,
        )
        self.reviewed_on[row] = day
        if conclusion.is_passed:
            self.of_park.setdefault(park, {}).setdefault(kind, []).append(row)
        return row

    def write(self) -> None:
        tables = (
            *(self.reviews, self.promises, self.payments, self.decisions),
            *(self.claims, self.steps, self.files),
        )
        write_all(*tables)
        let_numbers_go_on(*tables)


def make(random: Random, projects: list[MadeProject], staff: Staff) -> None:
    """Reviews of every park, promises to firms with signed projects, and claims under policies."""
    zone = _Zone(random, staff)
    conclusions = (ReviewConclusion.PASSED, ReviewConclusion.PASSED_WITH_CHANGES, ReviewConclusion.NOT_PASSED)
    number = 0
    for park in staff.by_park:
        for kind in ReviewKind:
            for conclusion in conclusions[: random.choice((2, 3))]:
                number += 1
                zone.review(park, kind, conclusion, number)
    order = list(Stage)
    signed = [
        each
        for each in projects
        if not each.is_terminated and order.index(each.stage) >= order.index(Stage.SIGNED)
    ]
    chosen = random.sample(signed, k=min(len(signed), PROMISES // 2))
    for place in range(PROMISES if chosen else 0):
        _promise(zone, place + 1, chosen[place % len(chosen)])
    articles = session.scalars(select(PolicyArticle).order_by(PolicyArticle.id)).all()
    claimable = [article.id for article in articles if article.is_for_firms]
    for place in range(CLAIMS if chosen and claimable else 0):
        _claim(zone, place + 1, chosen[place % len(chosen)], claimable[place % len(claimable)])
    zone.write()


def _promise(zone: _Zone, number: int, project: MadeProject) -> None:
    random, today = zone.random, clock.today()
    kind = list(CLAUSES)[number % len(CLAUSES)]
    text, need = CLAUSES[kind]
    is_money = kind in (K.PLANT, K.SUBSIDY, K.REWARD, K.UTILITIES)
    amount = random.randrange(20, 900) * 10_000 * YUAN if is_money else None
    due_on = today + timedelta(days=random.randrange(-120, 300))
    fair, legality = (random.choice(zone.of_park[project.park_id][each]) for each in ReviewKind)
    made_on = _made_on(zone, fair, legality)
    is_bound = random.random() < 0.85
    fate = random.choices(("", "cleared", "cancelled"), weights=(10, 2, 1))[0]
    promise = zone.promises.add(
        ref=f"DEMO-PR-{number:04d}",
        firm_id=project.firm_id,
        project_id=project.id,
        park_id=project.park_id,
        kind=kind,
        need=need,
        text=f"{fiction.MARK}{text}",
        article_id=None,
        legal_basis=f"{fiction.MARK}园区支持台资企业发展若干措施",
        fair_review_id=fair,
        legality_review_id=legality,
        decision_number=f"{fiction.MARK}会纪〔{made_on.year}〕{number}号",
        condition=random.choice(CONDITIONS),
        due_on=due_on,
        due_key=sort_key(due_on),
        budget_source=random.choice(SOURCES) if is_money else None,
        amount_minor=amount,
        responsible_unit=random.choice(UNITS),
        owner_id=random.choice(zone.staff.by_park[project.park_id]),
        **_pledges(random, project, due_on),
        bound_on=made_on if is_bound else None,
        **_fate(fate if is_bound else "", today),
        attachment_id=zone.paper,
        **_written(zone, made_on, project.park_id),
    )
    if is_bound and amount is not None and fate != "cancelled":
        _pay(zone, promise, amount, project.park_id)


def _made_on(zone: _Zone, *reviews: int) -> date:
    """Some day after both reviews: nothing is promised before it was reviewed."""
    drawn = clock.today() - timedelta(days=zone.random.randrange(200, 500))
    return max(drawn, *(zone.reviewed_on[row] + timedelta(days=7) for row in reviews))


def _written(zone: _Zone, day: date, park: int) -> dict[str, Any]:
    """Who wrote a record down, and when."""
    return {
        "created_at": working_moment(zone.random, day),
        "created_by_id": zone.staff.by_park[park][0],
        "lock_version": 1,
        "archived_at": None,
        "archived_reason": None,
    }


def _pledges(random: Random, project: MadeProject, due_on: date) -> dict[str, Any]:
    investment = project.planned_cents or 500 * 10_000 * YUAN
    return {
        "pledged_currency": Currency.USD,
        "pledged_investment_minor": investment,
        "pledged_output_minor": investment * 2,
        "pledged_tax_minor": investment // 12,
        "pledged_jobs": random.randrange(30, 600),
        "pledged_by": due_on + timedelta(days=365),
    }


def _fate(fate: str, today: date) -> dict[str, Any]:
    day = today - timedelta(days=20)
    return {
        "cleared_on": day if fate == "cleared" else None,
        "cleared_note": "已按约定兑现，双方确认无余款" if fate == "cleared" else None,
        "cancelled_on": day if fate == "cancelled" else None,
        "cancelled_reason": "企业调整投资计划，双方协商解除" if fate == "cancelled" else None,
    }


def _pay(zone: _Zone, promise: int, amount: int, park: int) -> None:
    """Instalments: most confirmed, one may wait, one may be reversed."""
    random = zone.random
    officer, lead = zone.staff.by_park[park][0], zone.staff.by_park[park][-1]
    for part in range(random.choice((0, 1, 1, 2))):
        day = clock.today() - timedelta(days=random.randrange(10, 150))
        at = working_moment(random, day)
        share = amount * random.choice((30, 40, 50)) // 100
        row = _payment(zone, promise, share, day, by=officer)
        if part == 0 or random.random() < 0.6:
            zone.decisions.add(
                payment_id=row,
                verdict=PaymentVerdict.CONFIRMED,
                note=None,
                recorded_at=at,
                recorded_by_id=lead,
            )
            if random.random() < 0.12:
                undone = _payment(zone, promise, -share, day, by=officer, reverses=row)
                zone.decisions.add(
                    payment_id=undone,
                    verdict=PaymentVerdict.CONFIRMED,
                    note="收款账户有误",
                    recorded_at=at,
                    recorded_by_id=lead,
                )


def _payment(
    zone: _Zone, promise: int, amount: int, day: date, *, by: int, reverses: int | None = None
) -> int:
    return zone.payments.add(
        promise_id=promise,
        amount_minor=amount,
        paid_on=day,
        document_number=None if reverses else f"示例凭证-{promise:03d}-{day:%m%d}",
        note="冲销：收款账户有误" if reverses else None,
        attachment_id=None if reverses else zone.paper,
        reverses_id=reverses,
        recorded_at=working_moment(zone.random, day),
        recorded_by_id=by,
    )


def _claim(zone: _Zone, number: int, project: MadeProject, article: int) -> None:
    """A claim, led step by step to a state of its own."""
    random, today = zone.random, clock.today()
    begun = today - timedelta(days=random.randrange(60, 260))
    way = _way(random, begun)
    asked = random.randrange(5, 200) * 10_000 * YUAN
    granted = asked * 8 // 10
    on = dict(way)
    due_on = begun + timedelta(days=random.choice((30, 90, 400)))
    claim = zone.claims.add(
        ref=f"DEMO-PC-{number:04d}",
        article_id=article,
        firm_id=project.firm_id,
        talent_id=None,
        park_id=project.park_id,
        state=way[-1][0],
        asked_minor=asked,
        granted_minor=granted if S.GRANTED in on else None,
        paid_minor=granted if S.PAID in on else None,
        authority=random.choice(AUTHORITIES),
        due_on=due_on,
        due_key=sort_key(due_on),
        filed_on=on.get(S.FILED),
        decided_on=on.get(S.GRANTED) or on.get(S.REFUSED),
        paid_on=on.get(S.PAID),
        note=f"{fiction.MARK}由园区代办",
        **_written(zone, begun, project.park_id),
    )
    _follow(zone, claim, way, granted, project.park_id)


def _way(random: Random, begun: date) -> list[tuple[PolicyClaimState, date]]:
    """The steps of a claim with their days, the first of them its preparation."""
    state, way = S.PREPARED, [(S.PREPARED, begun)]
    for step in range(random.randrange(5)):
        ahead = [each for each in NEXT[state] if each not in (S.WITHDRAWN, S.PREPARED) or step == 3]
        if not ahead or state is S.REFUSED:
            break
        state = ahead[0] if random.random() < 0.85 else ahead[-1]
        way.append((state, begun + timedelta(days=12 * (step + 1))))
    return way


def _follow(
    zone: _Zone, claim: int, way: list[tuple[PolicyClaimState, date]], granted: int, park: int
) -> None:
    """The rows of the steps, and a paper."""
    before: PolicyClaimState | None = None
    for to, day in way:
        zone.steps.add(
            claim_id=claim,
            from_state=before,
            to_state=to,
            happened_on=day,
            amount_minor=granted if to in (S.GRANTED, S.PAID) else None,
            note="材料不齐" if to is S.REFUSED else None,
            recorded_at=working_moment(zone.random, day),
            recorded_by_id=zone.staff.by_park[park][0],
        )
        before = to
    zone.files.add(
        claim_id=claim,
        attachment_id=zone.paper,
        recorded_at=working_moment(zone.random, way[0][1]),
        recorded_by_id=zone.staff.by_park[park][0],
    )
