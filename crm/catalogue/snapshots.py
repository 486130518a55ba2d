"""What a published version holds, and how it is read again: the one shape of its snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from crm.catalogue.rules import Written
from kernel.money import Currency, Money
from models import Offer, OfferText, OfferVersion
from models.enums import OfferLanguage


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures of an offer; None is unknown, and not shown."""

    investment: Money | None = None
    land_mu: Decimal | None = None
    plant_m2: int | None = None
    power_kva: int | None = None
    water_t_day: int | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An offer as published."""

    texts: Mapping[OfferLanguage, Written]
    facts: Facts
    link: Mapping[OfferLanguage, str]
    """The link of the chain, by language."""
    policy: str
    review: str
    """What the incentive rests on: who reviewed it, its number, its day."""
    review_id: int | None = None
    """The same as a record. None without an incentive, and in the oldest versions."""

    def text(self, language: OfferLanguage) -> Written | None:
        return self.texts.get(language)


def written_of(text: OfferText) -> Written:
    return Written(text.title, text.content, text.scale, text.incentive, text.contact_unit)


def is_public(text: OfferText) -> bool:
    """What a person wrote or confirmed; a machine's draft is nobody's word."""
    return text.language is OfferLanguage.HANS or text.confirmed_at is not None


def facts_of(offer: Offer) -> Facts:
    return Facts(offer.investment, offer.land_mu, offer.plant_m2, offer.power_kva, offer.water_t_day)


def of_offer(offer: Offer) -> Snapshot:
    """What would be published now."""
    link, review = offer.chain_link, offer.review
    names = {OfferLanguage.HANS: link.name_hans, OfferLanguage.HANT: link.name_hant} if link else {}
    if link and link.name_en:
        names[OfferLanguage.EN] = link.name_en
    has_incentive = any(text.incentive for text in offer.texts)
    return Snapshot(
        texts={text.language: written_of(text) for text in offer.texts if is_public(text)},
        facts=facts_of(offer),
        link={language: name for language, name in names.items() if name},
        policy=offer.policy.name if offer.policy else "",
        review="，".join(filter(None, (review.unit, review.number, review.reviewed_on.isoformat())))
        if review and has_incentive
        else "",
        review_id=review.id if review and has_incentive else None,
    )


def pack(snapshot: Snapshot) -> dict[str, Any]:
    """As it is kept: texts, whole numbers, and exact decimals as texts."""
    facts = snapshot.facts
    return {
        "texts": {
            language.value: {
                "title": text.title,
                "content": text.content,
                "scale": text.scale,
                "incentive": text.incentive,
                "contact_unit": text.contact_unit,
            }
            for language, text in snapshot.texts.items()
        },
        "investment": [facts.investment.minor, facts.investment.currency.value] if facts.investment else None,
        "land_mu": None if facts.land_mu is None else format(facts.land_mu, "f"),
        "plant_m2": facts.plant_m2,
        "power_kva": facts.power_kva,
        "water_t_day": facts.water_t_day,
        "link": {language.value: name for language, name in snapshot.link.items()},
        "policy": snapshot.policy,
        "review": snapshot.review,
        "review_id": snapshot.review_id,
    }


def unpack(version: OfferVersion) -> Snapshot:
    return read(version.snapshot)


def read(kept: Mapping[str, Any]) -> Snapshot:
    money = kept["investment"]
    return Snapshot(
        texts={OfferLanguage(language): Written(**text) for language, text in kept["texts"].items()},
        facts=Facts(
            investment=Money(money[0], Currency(money[1])) if money else None,
            land_mu=None if kept["land_mu"] is None else Decimal(kept["land_mu"]),
            plant_m2=kept["plant_m2"],
            power_kva=kept["power_kva"],
            water_t_day=kept["water_t_day"],
        ),
        link={OfferLanguage(language): name for language, name in kept["link"].items()},
        policy=kept["policy"],
        review=kept["review"],
        review_id=kept.get("review_id"),
    )


def without_incentive(snapshot: Snapshot) -> Snapshot:
    texts = {language: replace(text, incentive=None) for language, text in snapshot.texts.items()}
    return replace(snapshot, texts=texts, review="", review_id=None)
