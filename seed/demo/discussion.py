"""What makes the newest engagements whole: who was there, where, what colleagues said, a paper or two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm.core import storage
from crm.core.bulk import insert_in_bulk
from crm.core.database import session
from kernel import clock
from models import Contact, Engagement, EngagementComment, EngagementFile, User
from models.engagements import engagement_contacts, engagement_users
from models.enums import EngagementKind
from seed.demo import fiction
from seed.demo.rows import Rows, let_numbers_go_on

NEWEST = 300
WITH_COMMENTS = 5
"""One in so many has something said to it."""
WITH_PAPER = 40
REMARKS = (
    "对方很关心电力容量，请先准备说明。",
    "下次见面请带上厂房平面图。",
    "已与台办沟通，可以安排考察。",
    "这家的上游也在找落脚点，值得一并接触。",
    "政策口径以最新文件为准，请勿口头承诺。",
)
PLACES = ("园区会议室", "企业总部", "标准厂房二期", "昆山", "东莞", "厦门", "线上")


def make(random: Random) -> None:
    """Enrich the newest engagements, however many there are."""
    engagements = session.scalars(
        select(Engagement)
        .options(selectinload(Engagement.firms))
        .order_by(Engagement.happened_at.desc(), Engagement.id)
        .limit(NEWEST)
    ).all()
    fellows = _staff_by_park()
    _say_where(random, engagements)
    _name_people(random, engagements, fellows)
    _comment(random, engagements, fellows)
    _add_papers(engagements[::WITH_PAPER])


def _staff_by_park() -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = {}
    for user_id, park_id in session.execute(select(User.id, User.park_id).order_by(User.id)):
        found.setdefault(park_id, []).append(user_id)
    return found


def _say_where(random: Random, engagements: Sequence[Engagement]) -> None:
    for engagement in engagements:
        if engagement.kind in (EngagementKind.CALL, EngagementKind.MESSAGE):
            engagement.is_two_way = engagement.kind is EngagementKind.CALL or random.random() < 0.5
        else:
            engagement.place = random.choice(PLACES)
            engagement.duration_minutes = random.choice((30, 45, 60, 90, 120))
    session.flush()


def _name_people(
    random: Random, engagements: Sequence[Engagement], fellows: dict[int | None, list[int]]
) -> None:
    met = {firm.id for engagement in engagements for firm in engagement.firms}
    at_firm: dict[int, list[int]] = {}
    of_them = select(Contact.firm_id, Contact.id).where(Contact.firm_id.in_(met)).order_by(Contact.id)
    for firm_id, contact_id in session.execute(of_them):
        at_firm.setdefault(firm_id, []).append(contact_id)
    ours, theirs = [], []
    for engagement in engagements:
        author = engagement.created_by_id
        colleagues: Sequence[int | None] = fellows.get(engagement.park_id) or [author]
        there = {each for each in (author, random.choice(colleagues)) if each is not None}
        ours += [{"engagement_id": engagement.id, "user_id": each} for each in sorted(there)]
        known = [each for firm in engagement.firms for each in at_firm.get(firm.id, [])]
        theirs += [{"engagement_id": engagement.id, "contact_id": each} for each in known[:2]]
    insert_in_bulk(engagement_users, ours)
    insert_in_bulk(engagement_contacts, theirs)


def _comment(random: Random, engagements: Sequence[Engagement], fellows: dict[int | None, list[int]]) -> None:
    comments = Rows(EngagementComment)
    for engagement in engagements[::WITH_COMMENTS]:
        colleagues: Sequence[int | None] = fellows.get(engagement.park_id) or [engagement.created_by_id]
        for later in range(random.randrange(1, 3)):
            said_at = min(engagement.happened_at + timedelta(hours=20 * (later + 1)), clock.now())
            comments.add(
                engagement_id=engagement.id,
                text=f"【{fiction.MARK}】{random.choice(REMARKS)}",
                recorded_at=said_at,
                recorded_by_id=random.choice(colleagues),
            )
    comments.write()
    let_numbers_go_on(comments)


def _add_papers(engagements: Sequence[Engagement]) -> None:
    for engagement in engagements:
        text = f"【{fiction.MARK}】{engagement.summary}\n{engagement.outcome or ''}\n"
        paper = storage.attach(text.encode(), "会谈纪要.txt", by_id=engagement.created_by_id)
        session.add(
            EngagementFile(engagement=engagement, attachment=paper, recorded_by_id=engagement.created_by_id)
        )
    session.flush()
