"""A pool of talents, needs, applications in every state, payments against budgets. All fictional."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from crm.core import names, storage
from crm.core.actors import Actor, acting
from crm.core.database import session
from crm.core.workdays import add_working_days
from crm.talent.queries.rules import find_in_force
from crm.talent.service import benefits, consents, deciding, examining
from crm.talent.service.benefits import DeliveryFields, PaymentFields
from crm.talent.service.deciding import DecisionFields
from crm.talent.service.talents import fill_from_answers
from kernel import clock
from models import (
    ApplicationDocument,
    ApplicationStep,
    BenefitRule,
    Industry,
    LevelRule,
    Project,
    Talent,
    TalentApplication,
    TalentNeed,
    TalentRuleVersion,
    User,
)
from models.enums import (
    ApplicationAction,
    ApplicationState,
    DecisionOutcome,
    Education,
    PostRank,
    RuleState,
    TalentDocumentKind,
    TalentKind,
    TalentLevel,
    TalentPurpose,
)
from seed.demo.people import Staff
from seed.demo.rows import working_moment
from seed.demo.talent_rules import EDITIONS, SOURCE, Edition

FIELDS = (
    ("伺服控制与运动控制", "伺服驱动、PLC、运动控制"),
    ("半导体封装测试", "封装工艺、良率分析、失效分析"),
    ("新能源汽车电控", "BMS、电机控制、功能安全"),
    ("医疗器械注册", "质量体系、临床评价、注册申报"),
    ("精密模具设计", "模流分析、CAD、精密加工"),
    ("工业视觉检测", "机器视觉、深度学习、光学设计"),
    ("有色金属新材料", "粉末冶金、合金设计、热处理"),
    ("智慧农业", "育种、物联网、冷链"),
)
MARKS = "甲乙丙丁戊己庚辛壬癸"
TALENTS = 24
NEEDS = 9
CASES = 9


def make_rules(staff: Staff) -> None:
    """Both editions of the example, the second by another person than the first."""
    for number, edition in enumerate(EDITIONS):
        writers = staff.coordinators if number % 2 == 0 else staff.coordinators[::-1]
        _edition(edition, number, writers[0], writers[-1])
    session.flush()


def make(random: Random, staff: Staff) -> None:
    """The pool and its needs, then cases: three under examination, the others decided, paid or waiting."""
    industries = list(session.scalars(select(Industry.id).order_by(Industry.id)))
    parks = list(staff.by_park)[:3]
    for number in range(TALENTS):
        _talent(random, number, parks[number % 3], staff, industries)
    projects = list(session.scalars(select(Project).where(Project.park_id.in_(parks)).order_by(Project.id)))
    for number in range(NEEDS):
        _need(random, number, projects[number * 3 % len(projects)], staff, industries)
    session.flush()
    for number in range(CASES):
        _case(random, number, parks[number % 3], staff, industries)
    for park_id in parks:
        for year in (clock.today().year - 1, clock.today().year):
            amount = random.randrange(30, 90) * 1_000_000
            with acting(_as(session.get_one(User, staff.coordinators[0]))):
                benefits.set_budget(
                    year, park_id, amount, note="示例", by=session.get_one(User, staff.coordinators[0])
                )


def _edition(edition: Edition, number: int, writer_id: int, second_id: int) -> None:
    moment = working_moment(Random(number), edition.in_force_from - timedelta(days=20))  # noqa: S311 - made up
    version = TalentRuleVersion(
        ref=f"TR-{number + 1:04d}",
        title=edition.title,
        text=edition.text,
        source=SOURCE,
        is_example=True,
        state=RuleState.IN_FORCE,
        in_force_from=edition.in_force_from,
        drafted_at=moment,
        drafted_by_id=writer_id,
        confirmed_at=moment + timedelta(days=3),
        confirmed_by_id=second_id,
    )
    session.add(version)
    session.flush()
    _clauses(edition, version.id)


def _clauses(edition: Edition, version_id: int) -> None:
    for position, row in enumerate(edition.levels):
        session.add(
            LevelRule(
                version_id=version_id,
                position=position,
                number=row.number,
                level=row.level,
                audience=row.audience,
                conditions=list(row.conditions),
                **_texts(row.hans, row.en),
            )
        )
    for position, clause in enumerate(edition.benefits):
        session.add(
            BenefitRule(
                version_id=version_id,
                position=position,
                number=clause.number,
                level=clause.level,
                audience=clause.audience,
                kind=clause.kind,
                amount_minor=None if clause.amount_cny is None else clause.amount_cny * 100,
                months=clause.months,
                **_texts(clause.hans, clause.en),
            )
        )


def _texts(hans: str, en: str) -> dict[str, str]:
    return {"text_hans": hans, "text_hant": names.in_traditional(hans), "text_en": en}


def _talent(random: Random, number: int, park_id: int, staff: Staff, industries: list[int]) -> Talent:
    speciality, skills = FIELDS[number % len(FIELDS)]
    mark = MARKS[number % 10] + ("" if number < 10 else str(number))
    lead = session.get_one(User, staff.by_park[park_id][1])
    name = f"示例·人才{mark}"
    talent = Talent(
        ref=f"TL-{900000 + number:06d}",
        kind=TalentKind.TEAM if number % 8 == 5 else TalentKind.PERSON,
        name_hant=names.in_traditional(name),
        name_hans=name,
        team_name=f"示例·{speciality}团队" if number % 8 == 5 else None,
        team_size=random.randrange(3, 9) if number % 8 == 5 else None,
        birth_year=random.randrange(1962, 1994),
        email=f"talent{number}@example.org",
        industry_id=random.choice(industries) if industries else None,
        speciality=speciality,
        skills=skills,
        education=random.choice(list(Education)[2:]),
        experience_years=random.randrange(2, 25),
        post_rank=random.choice(list(PostRank)),
        level=random.choice([None, *TalentLevel]),
        park_id=park_id,
        owner_id=staff.by_park[park_id][0],
        source="示例：校友会推荐",
        created_at=clock.now(),
        created_by_id=lead.id,
    )
    session.add(talent)
    session.flush()
    with acting(_as(lead)):
        words = "示例：同意将本人信息列入合作区人才库。"
        consents.give_consent(talent, TalentPurpose.POOL, text=words, text_version="示例-1", by=lead)
    talent.is_in_pool = number % 9 != 8
    return talent


def _need(random: Random, number: int, project: Project, staff: Staff, industries: list[int]) -> None:
    speciality, skills = FIELDS[number % len(FIELDS)]
    session.add(
        TalentNeed(
            ref=f"TN-{900000 + number:06d}",
            title=f"示例：{speciality}人才",
            text="示例：负责工艺开发与团队建设，提供项目股权激励方案。",
            park_id=project.park_id,
            project_id=project.id,
            industry_id=project.industry_id or (industries[0] if industries else None),
            skills=skills,
            education=random.choice([Education.BACHELOR, Education.MASTER, None]),
            experience_years=random.choice([3, 5, 8]),
            level=random.choice([None, TalentLevel.C, TalentLevel.D]),
            headcount=random.randrange(1, 6),
            until_on=clock.today() + timedelta(days=random.randrange(30, 240)),
            owner_id=staff.by_park[project.park_id][0],
            created_at=clock.now(),
            created_by_id=staff.by_park[project.park_id][0],
        )
    )


def _answers(random: Random, number: int, industries: list[int]) -> dict[str, Any]:
    speciality, skills = FIELDS[number % len(FIELDS)]
    education = ("doctorate", "master", "bachelor")[number % 3]
    return {
        "kind": "self_employed" if number == 4 else "person",
        "name_hant": names.in_traditional(f"示例·申报人{MARKS[number]}"),
        "birth_year": random.randrange(1970, 1992),
        "paper_kind": "residence_permit" if number % 2 else "travel_permit",
        "paper_number": "00000000",
        "email": f"case{number}@example.org",
        "industry_id": industries[number % len(industries)],
        "speciality": speciality,
        "skills": skills,
        "education": education,
        "experience_years": (9, 4, 5, 7, 3, 8, 12, 2, 6)[number],
        "post_rank": "director",
        "award_grade": "none",
        "patents": random.randrange(4),
        "monthly_pay": 2_500_000,
        "statement": "示例：拟在园区建设中试线。",
        **({"business_name": "示例·设计工作室"} if number == 4 else {}),
    }


def _case(random: Random, number: int, park_id: int, staff: Staff, industries: list[int]) -> None:
    lead = session.get_one(User, staff.by_park[park_id][1])
    talent = _talent(random, TALENTS + number, park_id, staff, industries)
    sent_on = clock.today() - timedelta(days=6 + number * 4)
    moment = working_moment(random, sent_on)
    version = find_in_force(sent_on)
    application = TalentApplication(
        ref=f"TA-{900000 + number:06d}",
        talent=talent,
        park_id=park_id,
        answers=_answers(random, number, industries),
        state=ApplicationState.SUBMITTED,
        started_at=moment,
        saved_at=moment,
        submitted_at=moment,
        due_on=add_working_days(sent_on, 20),
        rule_version_id=version.id if version else None,
    )
    session.add(application)
    session.flush()
    session.add(
        ApplicationStep(
            application_id=application.id,
            action=ApplicationAction.SUBMIT,
            from_state=ApplicationState.DRAFT,
            to_state=ApplicationState.SUBMITTED,
            due_on=application.due_on,
            recorded_at=moment,
        )
    )
    _papers(application)
    fill_from_answers(application)
    with acting(_as(lead)):
        words = "示例：同意产业园审核、认定本人的申报。"
        purpose = TalentPurpose.APPLICATION
        consents.give_consent(talent, purpose, text=words, text_version="示例-1", by=lead)
        _go_on(number, application, lead, staff)


def _papers(application: TalentApplication) -> None:
    for kind in ("identity", "contract", "diploma", "experience", "licence"):
        content = f"%PDF-1.7 示例 {application.ref} {kind}".encode()
        paper = storage.attach(content, f"{application.ref}-{kind}.pdf", by_id=None)
        session.add(
            ApplicationDocument(
                application_id=application.id,
                kind=TalentDocumentKind(kind),
                attachment=paper,
                file_name=f"示例-{kind}.pdf",
            )
        )
    session.flush()
    session.refresh(application, ["documents"])


def _go_on(number: int, application: TalentApplication, lead: User, staff: Staff) -> None:
    """0 has only arrived, 1 is examined, 2 supplements, 3 waits for its key; the others are decided."""
    if number == 0:
        return
    examining.accept(application, by=lead)
    if number == 2:
        examining.ask_for_supplement(application, public_note="示例：请补交近一年的纳税证明。", by=lead)
    computed = examining.compute(application)
    if number < 3 or computed is None:
        return
    level = computed.assessment.level
    outcome = DecisionOutcome.GRANTED if level else DecisionOutcome.REFUSED
    decision = deciding.decide(application, DecisionFields(outcome, level, "示例：符合所列条款。"), by=lead)
    if number > 3 and decision.needs_second_key:
        office = session.get_one(User, staff.coordinators[0])
        with acting(_as(office)):
            deciding.confirm(application, by=office)
    if number > 4 and application.state is ApplicationState.DECIDED:
        _pay(number, application, lead)


def _pay(number: int, application: TalentApplication, lead: User) -> None:
    session.refresh(application, ["decisions"])
    for award in application.decisions[-1].awards:
        if not award.amount_minor:
            written = DeliveryFields(clock.today() - timedelta(days=9), "示例：已入住人才公寓")
            benefits.record_delivery(award, written, by=lead)
            continue
        share = award.amount_minor // (award.months or 2)
        for each in range(1 + number % 3):
            day: date = clock.today() - timedelta(days=30 * each)
            voucher = f"示例-{application.ref}-{award.id}-{each}"
            paid = benefits.record_payment(award, PaymentFields(day, share, voucher), by=lead)
            if number == 6 and each == 0:
                benefits.reverse_payment(paid, reason="示例：账户有误", by=lead)


def _as(user: User) -> Actor:
    return Actor(user.id, user.name, "command seed demo")
