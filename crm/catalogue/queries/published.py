"""What the public reads: published versions that still hold, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from crm.core.database import session
from kernel import clock
from kernel.errors import NotFoundError
from models import Industry, Offer, OfferVersion, Park, Review
from models.enums import CooperationMode, OfferLanguage, ReviewKind


@dataclass(frozen=True, slots=True)
class PublishedFilters:
    park_id: int | None = None
    industry_id: int | None = None
    mode: CooperationMode | None = None
    language: OfferLanguage = OfferLanguage.HANS


def published_query(filters: PublishedFilters) -> Select[OfferVersion]:
    """The versions that are public today in that language, with their offers' addresses."""
    return (
        select(OfferVersion)
        .join(OfferVersion.offer)
        .where(_is_public(), *_conditions(filters), _is_in(filters.language))
        .options(
            contains_eager(OfferVersion.offer).load_only(Offer.public_key, Offer.ref, Offer.review_id),
            joinedload(OfferVersion.park),
            joinedload(OfferVersion.industry),
        )
    )


def count_in_other_languages(filters: PublishedFilters) -> int:
    """How many more the same filters would let through, were they written in that language too."""
    if filters.language is OfferLanguage.HANS:
        return 0
    query = select(func.count(OfferVersion.id)).join(OfferVersion.offer)
    return session.scalar(query.where(_is_public(), *_conditions(filters), ~_is_in(filters.language))) or 0


def get_published(public_key: str) -> OfferVersion:
    """
    Raises:
        NotFoundError: no such offer, or none that is public today: the two look the same.
    """
    version = find_current_version(public_key)
    if version is None:
        raise NotFoundError(_("There is no such offer, or it is no longer open."))
    return version


def find_current_version(public_key: str) -> OfferVersion | None:
    return session.scalars(
        select(OfferVersion)
        .join(OfferVersion.offer)
        .where(Offer.public_key == public_key, _is_public())
        .options(
            contains_eager(OfferVersion.offer),
            joinedload(OfferVersion.park),
            joinedload(OfferVersion.industry),
            joinedload(OfferVersion.contact),
        )
    ).one_or_none()


def list_published_choices() -> tuple[Sequence[Park], Sequence[Industry]]:
    """Parks and industries of which something is public today: the filters offer nothing empty."""
    parks = select(Park).where(Park.id.in_(_public_values(OfferVersion.park_id)))
    industries = select(Industry).where(Industry.id.in_(_public_values(OfferVersion.industry_id)))
    return (
        session.scalars(parks.order_by(Park.position, Park.id)).all(),
        session.scalars(industries.order_by(Industry.name_hans, Industry.id)).all(),
    )


def _public_values(column: InstrumentedAttribute[Any]) -> Select[Any]:
    return select(column).join(OfferVersion.offer).where(_is_public())


def list_booklet_versions(filters: PublishedFilters, *, limit: int) -> Sequence[OfferVersion]:
    """By park, then industry, then number: the order of the booklet."""
    query = published_query(filters).outerjoin(Industry, Industry.id == OfferVersion.industry_id)
    return session.scalars(
        query.join(Park, Park.id == OfferVersion.park_id)
        .order_by(Park.position, Park.id, Industry.name_hans.is_(None), Industry.name_hans, Offer.ref)
        .options(joinedload(OfferVersion.contact))
        .limit(limit)
    ).all()


def parks_of_passed(review_ids: Collection[int]) -> dict[int, int | None]:
    """Of these reviews those of fair competition that were passed and stand, with the park in which they
    hold; None is the whole zone."""
    if not review_ids:
        return {}
    query = select(Review).where(Review.id.in_(review_ids), Review.kind == ReviewKind.FAIR_COMPETITION)
    return {each.id: each.park_id for each in session.scalars(query) if each.is_passed}


def _is_public() -> ColumnElement[bool]:
    """The version that the offer names, until its last day: the clock needs no job for that."""
    today = clock.today()
    return and_(
        OfferVersion.number == Offer.public_number,
        Offer.archived_at.is_(None),
        OfferVersion.valid_from <= today,
        OfferVersion.valid_until >= today,
    )


def _is_in(language: OfferLanguage) -> ColumnElement[bool]:
    written = {OfferLanguage.HANT: OfferVersion.has_hant, OfferLanguage.EN: OfferVersion.has_en}
    return written[language].is_(True) if language in written else true()


def _conditions(filters: PublishedFilters) -> Iterator[ColumnElement[bool]]:
    for column, value in (
        (OfferVersion.park_id, filters.park_id),
        (OfferVersion.industry_id, filters.industry_id),
        (OfferVersion.mode, filters.mode),
    ):
        if value is not None:
            yield column == value
