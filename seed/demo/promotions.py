"""Events: a few that are over, with who was invited, who answered and who came; two still ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from crm.core.database import session
from kernel import clock
from models import Contact, Firm, Promotion, PromotionInvitation
from models.enums import InvitationReply, PromotionKind
from seed.demo.people import Staff
from seed.demo.rows import Rows, let_numbers_go_on, write_all

INVITED_BEFORE = timedelta(days=30)
INVITED = 24
CAME_TOO = 0.8
"""Of those who accepted; now and then somebody comes who never answered."""
CAME_UNASKED = 0.1


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event to make up; ``away`` is in days from today, ``park`` counts the parks, None is the office."""

    away: int
    kind: PromotionKind
    name: str
    place: str
    park: int | None
    organiser: str | None
    capacity: int | None


OCCASIONS = (
    Occasion(-410, PromotionKind.FORUM, "【示例】湘台经贸论坛", "长沙", None, "示例会务公司", 300),
    Occasion(-250, PromotionKind.PROMOTION, "【示例】园区投资环境推介会", "昆山", 0, None, 60),
    Occasion(-140, PromotionKind.MATCHMAKING, "【示例】供应链配套对接会", "湘潭", 1, "示例行业协会", 40),
    Occasion(-35, PromotionKind.SIGNING, "【示例】重点项目集中签约", "长沙", None, None, 80),
    Occasion(9, PromotionKind.PROMOTION, "【示例】新材料产业专场推介", "东莞", 2, "示例行业协会", 50),
    Occasion(40, PromotionKind.MATCHMAKING, "【示例】银企对接专场", "岳阳", 0, None, None),
)


def make(random: Random, staff: Staff) -> None:
    """Half a dozen events; those invited are the contacts that are made up already."""
    promotions, invitations = Rows(Promotion), Rows(PromotionInvitation)
    people = session.execute(
        select(Contact.id, Contact.name, Contact.firm_id)
        .join(Firm, Contact.firm_id == Firm.id)
        .where(Firm.ref.like("DEMO-%"), Contact.archived_at.is_(None))
        .order_by(Contact.id)
    ).all()
    parks = list(staff.by_park)
    for number, occasion in enumerate(OCCASIONS, start=1):
        park = None if occasion.park is None else parks[occasion.park]
        held_on = clock.today() + timedelta(days=occasion.away)
        asked_on = min(held_on - INVITED_BEFORE, clock.today())
        promotion = promotions.add(
            ref=f"DEMO-EV-{number:03d}",
            name=occasion.name,
            kind=occasion.kind,
            held_on=held_on,
            place=occasion.place,
            park_id=park,
            host=occasion.organiser,
            capacity=occasion.capacity,
            created_at=_morning(asked_on),
            created_by_id=staff.coordinators[0] if park is None else staff.by_park[park][0],
            lock_version=1,
        )
        for person in random.sample(people, min(INVITED, len(people))):
            invitations.add(
                promotion_id=promotion,
                firm_id=person.firm_id,
                contact_id=person.id,
                name=person.name,
                invited_on=asked_on,
                lock_version=1,
                **_answer(random, is_over=occasion.away < 0),
            )
    write_all(promotions, invitations)
    let_numbers_go_on(promotions, invitations)


def _answer(random: Random, *, is_over: bool) -> dict[str, Any]:
    weights = (1, 5, 2) if is_over else (4, 3, 1)
    replies = (InvitationReply.OPEN, InvitationReply.ACCEPTED, InvitationReply.DECLINED)
    reply = random.choices(replies, weights)[0]
    chance = {InvitationReply.ACCEPTED: CAME_TOO, InvitationReply.OPEN: CAME_UNASKED}.get(reply, 0)
    return {"reply": reply, "has_attended": is_over and random.random() < chance}


def _morning(day: date) -> datetime:
    return min(datetime.combine(day, time(9), clock.BUSINESS_ZONE).astimezone(UTC), clock.now())
