"""Offers and enquiries for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from crm.catalogue import service
from crm.catalogue.rules import Written
from crm.catalogue.service import Asked, ContactFields, OfferFields
from crm.core.database import session
from kernel import clock
from models import Enquiry, Offer, Review, User
from models.enums import CooperationMode, OfferLanguage, ReviewConclusion, ReviewKind, Role
from tests.factories import next_number
from tests.factories.users import make_user
from tests.factories.zone import get_park


def offer_fields(park: str = "YY", **given: Any) -> OfferFields:
    """Everything that publishing asks for; ``texts`` and others may be given."""
    values: dict[str, Any] = {
        "park_id": get_park(park).id,
        "mode": CooperationMode.JOINT_VENTURE,
        "texts": {OfferLanguage.HANS: Written("示例：半导体封装项目", "建设封装测试产线。", "年产一亿颗")},
        "valid_from": clock.today(),
        "valid_until": clock.today() + timedelta(days=365),
        "contact": ContactFields(phone="0730-0000000"),
    }
    return OfferFields(**(values | given))


def make_offer(park: str = "YY", *, by: User | None = None, **given: Any) -> Offer:
    """A draft."""
    offer = service.write_offer(offer_fields(park, **given), by=by)
    session.commit()
    return offer


def make_submitted(park: str = "YY", *, by: User | None = None, **given: Any) -> Offer:
    offer = make_offer(park, by=by, **given)
    service.submit_offer(offer, by=by or make_user(role=Role.OFFICER, park=park))
    session.commit()
    return offer


def make_published(park: str = "YY", *, confirmed: bool = True, **given: Any) -> Offer:
    """Public, in traditional too unless ``confirmed`` is False."""
    writer = make_user(role=Role.OFFICER, park=park)
    offer = make_offer(park, by=writer, **given)
    if confirmed:
        service.confirm_text(offer, OfferLanguage.HANT, by=writer)
    service.submit_offer(offer, by=writer)
    service.publish_offer(offer, by=make_user(role=Role.PARK_LEAD, park=park))
    session.commit()
    return offer


def make_enquiry(offer: Offer | None = None, *, park: str = "YY", **given: Any) -> Enquiry:
    offer = offer or make_published(park)
    values: dict[str, Any] = {
        "name": "陳先生",
        "firm_name": f"示例詢問公司{next_number()}",
        "contact": "asker@example.org",
        "message": "想了解用地與電力。",
        "language": OfferLanguage.HANT,
        "consent_text": "我同意。",
    }
    version = next(each for each in offer.versions if each.number == offer.public_number)
    enquiry = service.receive_enquiry(version, Asked(**(values | given)))
    session.commit()
    return enquiry


def make_review(park: str | None = "YY", *, is_passed: bool = True, on: date | None = None) -> Review:
    review = Review(
        kind=ReviewKind.FAIR_COMPETITION,
        number=f"审查〔2026〕{next_number()}号",
        reviewed_on=on or clock.today(),
        unit="示例审查单位",
        subject="示例招商优惠",
        conclusion=ReviewConclusion.PASSED if is_passed else ReviewConclusion.NOT_PASSED,
        park_id=get_park(park).id if park else None,
        created_at=clock.now(),
    )
    session.add(review)
    session.commit()
    return review
