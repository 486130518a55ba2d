"""Made-up associations with their members, further roles, who knows whom, introductions, and a pair merged.

Every association says 示例; people and firms are those made before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from crm.core import names
from crm.core.database import session
from crm.core.merging import Side
from crm.firms import service as firms_service
from kernel import clock
from models import (
    Acquaintance,
    Association,
    AssociationFirm,
    Contact,
    ContactConsent,
    ContactRole,
    Firm,
    Introduction,
    User,
)
from models.enums import AssociationKind, ConsentMeans, ConsentPurpose
from seed.demo.firms import Firms
from seed.demo.people import Staff
from seed.demo.rows import Rows, day_between, let_numbers_go_on, write_all

MADE_UP = (
    (
        "示例·全国台湾同胞投资企业联谊会",
        "示例·全國台灣同胞投資企業聯誼會",
        "National Federation (example)",
        AssociationKind.NATIONAL,
        "北京",
    ),
    (
        "示例·昆山台商协会",
        "示例·昆山台商協會",
        "Kunshan Association (example)",
        AssociationKind.COASTAL,
        "昆山",
    ),
    (
        "示例·东莞台商协会",
        "示例·東莞台商協會",
        "Dongguan Association (example)",
        AssociationKind.COASTAL,
        "东莞",
    ),
    (
        "示例·厦门台商协会",
        "示例·廈門台商協會",
        "Xiamen Association (example)",
        AssociationKind.COASTAL,
        "厦门",
    ),
    (
        "示例·深圳台商协会",
        "示例·深圳台商協會",
        "Shenzhen Association (example)",
        AssociationKind.COASTAL,
        "深圳",
    ),
    (
        "示例·台湾区电机电子工业同业公会",
        "示例·台灣區電機電子工業同業公會",
        "Electrical Makers (example)",
        AssociationKind.COMMERCE,
        "台北",
    ),
    (
        "示例·台湾机械工业同业公会",
        "示例·台灣機械工業同業公會",
        "Machinery Makers (example)",
        AssociationKind.COMMERCE,
        "台北",
    ),
    (
        "示例·两岸产业顾问有限公司",
        "示例·兩岸產業顧問有限公司",
        "Industry Consultants (example)",
        AssociationKind.AGENCY,
        "上海",
    ),
)
POSTS = ("会长", "常务副会长", "副会长", "秘书长", "理事", "监事")
WORDING = "示例告知书 2023-01"
NOTES = ("示例：同乡", "示例：校友", "示例：论坛上认识", "示例：多次互访")


@dataclass(frozen=True, slots=True)
class _Person:
    """A contact that is there, and who keeps it."""

    id: int
    firm_id: int
    title: str | None
    owner_id: int | None
    agreed_on: date | None


def make(random: Random, firms: Firms, staff: Staff) -> None:
    """As many as there are people: some hundred members, some dozens of ties."""
    people = _people()
    if not people:
        return
    associations = Rows(Association)
    members, roles = Rows(AssociationFirm), Rows(ContactRole)
    ids = [_association(associations, each[:3], *each[3:]) for each in MADE_UP]
    for association_id in ids:
        _members(random, members, association_id, firms)
        _posts(random, roles, association_id, people)
    _former_roles(random, roles, people, firms)
    consents, known, led = Rows(ContactConsent), Rows(Acquaintance), Rows(Introduction)
    _consents(random, consents, people)
    _acquaintances(random, known, people, staff)
    _introductions(random, led, ids, people, firms)
    tables = (associations, members, roles, consents, known, led)
    write_all(*tables)
    let_numbers_go_on(*tables)
    _merge_one(staff)


def _people() -> list[_Person]:
    rows = session.execute(
        select(Contact.id, Contact.firm_id, Contact.title, Contact.owner_id, Contact.consented_at)
        .where(Contact.archived_at.is_(None))
        .order_by(Contact.id)
        .limit(2000)
    )
    return [
        _Person(number, firm_id, title, owner_id, clock.business_date(agreed_at) if agreed_at else None)
        for number, firm_id, title, owner_id, agreed_at in rows
    ]


def _association(rows: Rows, called: tuple[str, str, str], kind: AssociationKind, region: str) -> int:
    name, traditional, english = called
    number = rows.add(
        kind=kind,
        name_hans=name,
        name_hant=traditional,
        name_en=english,
        region=region,
        website=None,
        note=None,
        created_at=clock.now(),
        pinyin_key=names.pinyin(name),
        lock_version=1,
        archived_at=None,
        archived_reason=None,
    )
    ref = f"A-DEMO-{number:02d}"
    rows.last(ref=ref, search_text=names.tokens([name, traditional, english, region], [ref]))
    return number


def _members(random: Random, rows: Rows, association_id: int, firms: Firms) -> None:
    chosen = random.sample(firms.ids, min(len(firms.ids), 12 + random.randrange(10)))
    for place, firm_id in enumerate(chosen):
        rows.add(
            association_id=association_id,
            firm_id=firm_id,
            role=("会长单位", "副会长单位")[place] if place < 2 else "会员单位",
            from_on=day_between(random, date(2012, 1, 1), date(2023, 12, 31)),
            until_on=None,
            **_fresh(),
        )


def _posts(random: Random, rows: Rows, association_id: int, people: Sequence[_Person]) -> None:
    for title, person in zip(POSTS, random.sample(people, min(len(people), len(POSTS))), strict=False):
        start = day_between(random, date(2018, 1, 1), date(2023, 12, 31))
        _role(rows, person, start=start, title=title, association_id=association_id)


def _former_roles(random: Random, rows: Rows, people: Sequence[_Person], firms: Firms) -> None:
    for person in people:
        if random.random() > 0.18:
            continue
        start = day_between(random, date(2008, 1, 1), date(2015, 12, 31))
        end = start + timedelta(days=365 * random.randint(1, 6))
        is_over = random.random() < 0.7
        _role(
            rows,
            person,
            start=start,
            title=random.choice(("经理", "协理", "特别助理", "董事")),
            firm_id=random.choice(firms.ids),
            end=end if is_over else None,
        )


def _role(
    rows: Rows,
    person: _Person,
    *,
    start: date,
    title: str,
    firm_id: int | None = None,
    association_id: int | None = None,
    end: date | None = None,
) -> None:
    rows.add(
        contact_id=person.id,
        firm_id=firm_id,
        association_id=association_id,
        title=title,
        from_on=start,
        until_on=end,
        **_fresh(),
    )


def _consents(random: Random, rows: Rows, people: Sequence[_Person]) -> None:
    for person in people:
        if person.agreed_on is not None:
            rows.add(
                contact_id=person.id,
                purpose=ConsentPurpose.WORK,
                text_version=WORDING,
                means=random.choice(list(ConsentMeans)),
                said_on=person.agreed_on,
                is_withdrawal=False,
                note=None,
                recorded_at=clock.now(),
                recorded_by_id=person.owner_id,
            )


def _acquaintances(random: Random, rows: Rows, people: Sequence[_Person], staff: Staff) -> None:
    pairs: set[tuple[int, int]] = set()
    for _each in range(max(12, len(people) // 5)):
        person, user_id = random.choice(people), random.choice(staff.everyone)
        if (user_id, person.id) in pairs:
            continue
        pairs.add((user_id, person.id))
        rows.add(
            user_id=user_id,
            contact_id=person.id,
            strength=random.choices((1, 2, 3), weights=(3, 5, 2))[0],
            since_on=day_between(random, date(2016, 1, 1), date(2024, 6, 30)),
            engagement_id=None,
            note=random.choice(NOTES),
            created_by_id=user_id,
            **_fresh(),
        )


def _introductions(
    random: Random, rows: Rows, associations: Sequence[int], people: Sequence[_Person], firms: Firms
) -> None:
    for place in range(min(40, len(people))):
        by, to = random.sample(people, 2) if len(people) > 1 else (people[0], people[0])
        by_association = place % 4 == 0
        to_firm = place % 3 != 0 or by.id == to.id
        rows.add(
            introducer_id=None if by_association else by.id,
            association_id=random.choice(associations) if by_association else None,
            firm_id=random.choice(firms.ids) if to_firm else None,
            contact_id=None if to_firm else to.id,
            introduced_on=day_between(random, date(2021, 1, 1), date(2024, 12, 31)),
            to_user_id=by.owner_id,
            engagement_id=None,
            note="示例：老带新" if not by_association else "示例：协会引荐",
            created_by_id=by.owner_id,
            **_fresh(),
        )


def _fresh() -> dict[str, object]:
    return {"created_at": clock.now(), "lock_version": 1, "archived_at": None, "archived_reason": None}


def _merge_one(staff: Staff) -> None:
    """A firm that was recorded twice, found to be one."""
    kept = session.scalars(
        select(Firm)
        .where(Firm.archived_at.is_(None), Firm.group_id.is_(None), Firm.ref.startswith("DEMO-"))
        .order_by(Firm.id)
        .limit(1)
    ).first()
    if kept is None or not staff.coordinators:
        return
    written = firms_service.FirmFields(name_en=f"{kept.name_en or kept.ref} Taiwan (example)")
    twice = firms_service.add_firm(written, ref="DEMO-TWICE", is_distinct=True)
    office = session.get_one(User, staff.coordinators[0])
    firms_service.merge_firms(
        kept, twice, choices={"name_en": Side.INTO}, reason="示例：同一家企业录入了两次", by=office
    )
