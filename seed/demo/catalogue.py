"""The catalogue: made-up offers of every state, in three languages, and what the public asked about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from crm.catalogue.drafting import draft
from crm.catalogue.rules import Written
from crm.catalogue.snapshots import Facts, Snapshot, pack
from crm.core.database import session
from kernel import clock
from kernel.money import Currency, Money
from models import (
    Chain,
    ChainLink,
    Enquiry,
    Industry,
    Offer,
    OfferContact,
    OfferText,
    OfferVersion,
    Park,
    Policy,
    Review,
)
from models.enums import CooperationMode, EnquiryState, OfferLanguage, OfferState, ReviewKind
from seed.demo.catalogue_texts import ASKED, INCENTIVE, TOPICS, Topic
from seed.demo.people import Staff
from seed.demo.rows import Rows, let_numbers_go_on, write_all

HANS, HANT, EN = OfferLanguage
S = OfferState
STATES = (S.PUBLISHED,) * 12 + (S.DRAFT,) * 3 + (S.SUBMITTED,) * 2 + (S.WITHDRAWN, S.EXPIRED)
CONSENT = "示例：同意在招商目录公开联系方式。"


@dataclass(slots=True)
class _Tables:
    offers: Rows
    texts: Rows
    contacts: Rows
    versions: Rows
    enquiries: Rows

    @property
    def all(self) -> tuple[Rows, ...]:
        return (self.contacts, self.offers, self.texts, self.versions, self.enquiries)


@dataclass(frozen=True, slots=True)
class _Known:
    """What offers may name, by park where it belongs to one."""

    parks: Sequence[Park]
    industries: Mapping[str, Industry]
    links: Mapping[int, Sequence[ChainLink]]
    reviews: Mapping[int, Review]
    policies: Sequence[Policy]


def make(random: Random, staff: Staff) -> None:
    """An offer of each kind in each park that has people."""
    known = _known()
    tables = _Tables(*(Rows(model) for model in (Offer, OfferText, OfferContact, OfferVersion, Enquiry)))
    number = 0
    for park in known.parks:
        people = staff.by_park.get(park.id)
        if not people:
            continue
        for topic in TOPICS:
            number += 1
            place = SimpleNamespace(park=park, topic=topic)
            _write(random, tables, _make_one(random, known, place, people, number))
    write_all(*tables.all)
    let_numbers_go_on(*tables.all)


def _known() -> _Known:
    links: dict[int, list[ChainLink]] = {}
    for link, park_id in session.execute(
        select(ChainLink, Chain.park_id)
        .join(ChainLink.chain)
        .options(contains_eager(ChainLink.chain))
        .order_by(ChainLink.id)
    ):
        links.setdefault(park_id, []).append(link)
    reviews = session.scalars(
        select(Review)
        .where(Review.kind == ReviewKind.FAIR_COMPETITION, Review.archived_at.is_(None))
        .order_by(Review.id)
    ).all()
    return _Known(
        parks=session.scalars(select(Park).order_by(Park.position)).all(),
        industries={row.name_hans: row for row in session.scalars(select(Industry))},
        links=links,
        reviews={row.park_id: row for row in reviews if row.is_passed and row.park_id},
        policies=session.scalars(select(Policy).order_by(Policy.id)).all(),
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """One offer before it is written down."""

    number: int
    park: Park
    topic: Topic
    state: OfferState
    writer: int
    second: int
    facts: Facts
    texts: Mapping[OfferLanguage, Written]
    link: ChainLink | None
    review: Review | None
    policy: Policy | None
    industry_id: int | None
    days: SimpleNamespace

    @property
    def is_confirmed(self) -> bool:
        return self.state is not S.DRAFT and self.number % 4 != 0

    @property
    def was_public(self) -> bool:
        return self.state in (S.PUBLISHED, S.WITHDRAWN, S.EXPIRED)


def _make_one(
    random: Random, known: _Known, place: SimpleNamespace, people: Sequence[int], number: int
) -> _Made:
    park, topic = place.park, place.topic
    state = random.choice(STATES)
    review = known.reviews.get(park.id) if random.random() < 0.5 else None
    industry = known.industries.get(topic.industry)
    fitting = [
        link
        for link in known.links.get(park.id, ())
        if industry is not None and industry.id in (link.industry_id, link.chain.industry_id)
    ]
    return _Made(
        number=number,
        park=park,
        topic=topic,
        state=state,
        writer=people[0],
        second=people[-1],
        facts=_facts(random, topic),
        texts=_texts(topic, park, with_incentive=review is not None),
        link=random.choice(fitting) if fitting else None,
        review=review,
        policy=random.choice(known.policies) if known.policies and random.random() < 0.4 else None,
        industry_id=industry.id if industry else None,
        days=_days(random, state),
    )


def _write(random: Random, tables: _Tables, made: _Made) -> None:
    contact = tables.contacts.add(
        name=None,
        phone=f"0700-{1000000 + made.number}",
        email=f"example{made.number}@example.org",
        consent_text=CONSENT,
        consented_on=made.days.written.date(),
        created_at=made.days.written,
    )
    offer = tables.offers.add(
        ref=f"DEMO-ZS-{made.number:04d}",
        public_key=f"demo{random.getrandbits(64):016x}",
        contact_id=contact,
        **_columns(made),
        **_course(made),
    )
    _write_texts(tables, offer, made)
    if made.was_public:
        tables.versions.add(offer_id=offer, contact_id=contact, **_version(made))
    if made.state is S.PUBLISHED and random.random() < 0.5:
        _enquiry(random, tables, offer, made.writer, made.number)


def _columns(made: _Made) -> dict[str, Any]:
    facts = made.facts
    return {
        "title": made.texts[HANS].title,
        "park_id": made.park.id,
        "industry_id": made.industry_id,
        "chain_link_id": made.link.id if made.link else None,
        "mode": made.topic.mode,
        "investment_minor": facts.investment.minor if facts.investment else None,
        "investment_currency": facts.investment.currency if facts.investment else None,
        "land_mu": facts.land_mu,
        "plant_m2": facts.plant_m2,
        "power_kva": facts.power_kva,
        "water_t_day": facts.water_t_day,
        "review_id": made.review.id if made.review else None,
        "policy_id": made.policy.id if made.policy else None,
        "valid_from": made.days.written.date(),
        "valid_until": made.days.until,
    }


def _course(made: _Made) -> dict[str, Any]:
    """Who did what when."""
    days, is_draft = made.days, made.state is S.DRAFT
    return {
        "state": made.state,
        "public_number": 1 if made.state is S.PUBLISHED else None,
        "note": "示例：地块已另有安排。" if made.state is S.WITHDRAWN else None,
        "created_at": days.written,
        "updated_at": days.published if made.was_public else days.written,
        "created_by_id": made.writer,
        "written_by_id": made.writer,
        "submitted_at": None if is_draft else days.submitted,
        "submitted_by_id": None if is_draft else made.writer,
        "published_at": days.published if made.was_public else None,
        "published_by_id": made.second if made.was_public else None,
        "lock_version": 1,
    }


def _version(made: _Made) -> dict[str, Any]:
    out = {kind: text for kind, text in made.texts.items() if kind is not HANT or made.is_confirmed}
    review = made.review
    snapshot = Snapshot(
        texts=out,
        facts=made.facts,
        link=_names(made.link),
        policy=made.policy.name if made.policy else "",
        review=f"{review.unit}，{review.number}，{review.reviewed_on}" if review else "",
    )
    return {
        "number": 1,
        "park_id": made.park.id,
        "industry_id": made.industry_id,
        "mode": made.topic.mode,
        "valid_from": made.days.written.date(),
        "valid_until": made.days.until,
        "has_hant": HANT in out,
        "has_en": EN in out,
        "snapshot": pack(snapshot),
        "recorded_at": made.days.published,
        "recorded_by_id": made.second,
    }


def _days(random: Random, state: OfferState) -> SimpleNamespace:
    """When it was written, submitted, published, and until when it holds."""
    age = random.randint(420, 500) if state is S.EXPIRED else random.randint(3, 200)
    written = _morning(clock.today() - timedelta(days=age))
    length = 365 if state is S.EXPIRED else age + random.randint(20, 500)
    return SimpleNamespace(
        written=written,
        submitted=written + timedelta(hours=5),
        published=written + timedelta(days=1),
        until=written.date() + timedelta(days=length),
    )


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9, 20), clock.BUSINESS_ZONE).astimezone(UTC)


def _texts(topic: Topic, park: Park, *, with_incentive: bool) -> dict[OfferLanguage, Written]:
    hans = Written(
        f"【示例】{topic.title}",
        topic.content,
        topic.scale,
        INCENTIVE[0] if with_incentive else None,
        f"{park.name_hans}招商部门（示例）",
    )
    texts = {HANS: hans, HANT: draft(hans)}
    if topic.title_en:
        texts[EN] = Written(
            f"[Example] {topic.title_en}",
            topic.content_en,
            topic.scale_en,
            INCENTIVE[1] if with_incentive else None,
            f"Investment office (example), {park.name_en}",
        )
    return texts


def _facts(random: Random, topic: Topic) -> Facts:
    is_lease = topic.mode is CooperationMode.LEASE
    amount = random.choice((3_000, 5_000, 8_000, 12_000, 30_000, 50_000)) * 10_000 * 100
    return Facts(
        investment=None if is_lease else Money(amount, Currency.CNY),
        land_mu=None if is_lease else Decimal(random.randrange(300, 3000)) / 10,
        plant_m2=random.randrange(3, 60) * 1000 if is_lease or random.random() < 0.5 else None,
        power_kva=random.choice((800, 1250, 2000, 4000, None)),
        water_t_day=random.choice((50, 120, 300, None)),
    )


def _names(link: ChainLink | None) -> dict[OfferLanguage, str]:
    if link is None:
        return {}
    names = {HANS: link.name_hans, HANT: link.name_hant}
    return names | ({EN: link.name_en} if link.name_en else {})


def _write_texts(tables: _Tables, offer: int, made: _Made) -> None:
    for kind, text in made.texts.items():
        is_word = kind is not HANT or made.is_confirmed
        tables.texts.add(
            offer_id=offer,
            language=kind,
            title=text.title,
            content=text.content,
            scale=text.scale,
            incentive=text.incentive,
            contact_unit=text.contact_unit,
            is_machine_draft=not is_word,
            confirmed_at=made.days.written if is_word else None,
            confirmed_by_id=made.writer if is_word else None,
        )


def _enquiry(random: Random, tables: _Tables, offer: int, taker: int, number: int) -> None:
    asked = random.choice(ASKED)
    received = min(_morning(clock.today() - timedelta(days=random.randrange(0, 30))), clock.now())
    state = random.choice((EnquiryState.NEW, EnquiryState.NEW, EnquiryState.TAKEN, EnquiryState.REFUSED))
    values: dict[str, Any] = {
        "receipt": f"ZX{received:%y%m%d}-D{number:05d}",
        "offer_id": offer,
        "version_number": 1,
        "name": "示例·来访者",
        "firm_name": f"示例詢問企業{number}",
        "contact": f"visitor{number}@example.org",
        "message": asked,
        "language": HANT,
        "received_at": received,
        "consent_version": "2026-1",
        "consent_text": "我同意園區與合作區辦公室保存並使用我在此填寫的內容以便答覆。（示例）",
        "consented_at": received,
        "state": state,
        "taken_by_id": None if state is EnquiryState.NEW else taker,
        "taken_at": None if state is EnquiryState.NEW else received,
        "closed_at": received if state is EnquiryState.REFUSED else None,
        "closed_note": "示例：与园区产业方向不符。" if state is EnquiryState.REFUSED else None,
        "lock_version": 1,
    }
    tables.enquiries.add(**values)
