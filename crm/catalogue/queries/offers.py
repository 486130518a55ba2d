"""Offers as the staff work on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from crm.core.database import session
from crm.core.permissions import GRANTS, Permission
from crm.core.streaming import iterate
from crm.core.visibility import own_park_id, visible_chains, visible_offers
from kernel.errors import NotFoundError
from models import ChainLink, Industry, Offer, OfferText, OfferVersion, Policy, Review, User
from models.enums import CooperationMode, OfferState, ReviewKind, Role


@dataclass(frozen=True, slots=True)
class OfferFilters:
    query: str = ""
    park_id: int | None = None
    industry_id: int | None = None
    mode: CooperationMode | None = None
    state: OfferState | None = None
    is_public: bool = False
    runs_out_by: date | None = None
    is_archived: bool = False


def offers_query(filters: OfferFilters, *, viewer: User | None) -> Select[Offer]:
    return (
        select(Offer)
        .where(visible_offers(viewer), *_conditions(filters))
        .options(
            joinedload(Offer.park),
            joinedload(Offer.industry),
            joinedload(Offer.written_by),
            selectinload(Offer.texts),
        )
    )


def _conditions(filters: OfferFilters) -> Iterator[ColumnElement[bool]]:
    yield Offer.archived_at.is_not(None) if filters.is_archived else Offer.archived_at.is_(None)
    for column, value in (
        (Offer.park_id, filters.park_id),
        (Offer.industry_id, filters.industry_id),
        (Offer.mode, filters.mode),
        (Offer.state, filters.state),
    ):
        if value is not None:
            yield column == value
    if filters.is_public:
        yield Offer.public_number.is_not(None)
    if filters.runs_out_by is not None:
        yield Offer.valid_until <= filters.runs_out_by
    if text := filters.query.strip():
        titled = select(OfferText.offer_id).where(OfferText.title.icontains(text, autoescape=True))
        yield or_(Offer.ref.icontains(text, autoescape=True), Offer.id.in_(titled))


def iterate_offers(filters: OfferFilters, *, viewer: User | None) -> Iterator[Offer]:
    return iterate(offers_query(filters, viewer=viewer), Offer.id, newest_first=True)


def get_offer(offer_id: int, *, viewer: User | None) -> Offer:
    """
    Raises:
        NotFoundError: no such offer, or none that the viewer may know of.
    """
    offer = session.scalars(
        select(Offer)
        .where(Offer.id == offer_id, visible_offers(viewer))
        .options(
            joinedload(Offer.park),
            joinedload(Offer.industry),
            joinedload(Offer.chain_link).joinedload(ChainLink.chain),
            joinedload(Offer.review),
            joinedload(Offer.policy),
            joinedload(Offer.contact),
            joinedload(Offer.created_by),
            joinedload(Offer.written_by),
            joinedload(Offer.submitted_by),
            joinedload(Offer.published_by),
            selectinload(Offer.texts).joinedload(OfferText.confirmed_by),
            selectinload(Offer.versions).joinedload(OfferVersion.recorded_by),
        )
    ).one_or_none()
    if offer is None:
        raise NotFoundError(_("There is no such offer, or none that you may see."))
    return offer


def is_ref_taken(ref: str) -> bool:
    return session.execute(select(Offer.id).where(Offer.ref == ref)).first() is not None


def is_key_taken(key: str) -> bool:
    return session.execute(select(Offer.id).where(Offer.public_key == key)).first() is not None


def next_version_number(offer: Offer) -> int:
    highest = session.scalar(select(func.max(OfferVersion.number)).where(OfferVersion.offer_id == offer.id))
    return (highest or 0) + 1


def is_contact_published(contact_id: int) -> bool:
    query = select(OfferVersion.id).where(OfferVersion.contact_id == contact_id).limit(1)
    return session.execute(query).first() is not None


def list_run_out(today: date) -> Sequence[Offer]:
    """Offers that are public by their state, though the day of the version at hand has passed."""
    return session.scalars(
        select(Offer)
        .join(Offer.versions)
        .where(
            Offer.public_number.is_not(None),
            OfferVersion.number == Offer.public_number,
            OfferVersion.valid_until < today,
        )
    ).all()


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form of an offer and the filters offer to this person."""

    industries: Sequence[Industry]
    links: Sequence[ChainLink]
    reviews: Sequence[Review]
    policies: Sequence[Policy]


def list_choices(*, viewer: User | None) -> Choices:
    return Choices(
        industries=list_industries(),
        links=session.scalars(_links(viewer)).unique().all(),
        reviews=session.scalars(
            _reviews(viewer).order_by(Review.reviewed_on.desc(), Review.id.desc()).limit(500)
        ).all(),
        policies=session.scalars(_policies().order_by(Policy.name, Policy.id)).all(),
    )


def list_industries() -> Sequence[Industry]:
    return session.scalars(select(Industry).order_by(Industry.name_hans, Industry.id)).all()


def find_link(link_id: int, *, viewer: User | None) -> ChainLink | None:
    return session.scalars(_links(viewer).where(ChainLink.id == link_id)).unique().one_or_none()


def find_review(review_id: int, *, viewer: User | None) -> Review | None:
    return session.scalars(_reviews(viewer).where(Review.id == review_id)).one_or_none()


def find_policy(policy_id: int) -> Policy | None:
    return session.scalars(_policies().where(Policy.id == policy_id)).one_or_none()


def _links(viewer: User | None) -> Select[ChainLink]:
    """What another park's chains are made of is its own."""
    return (
        select(ChainLink)
        .join(ChainLink.chain)
        .where(ChainLink.archived_at.is_(None), visible_chains(viewer))
        .options(contains_eager(ChainLink.chain))
        .order_by(ChainLink.chain_id, ChainLink.position, ChainLink.id)
    )


def _reviews(viewer: User | None) -> Select[Review]:
    """Those of fair competition that hold for the viewer's park."""
    query = select(Review).where(Review.kind == ReviewKind.FAIR_COMPETITION, Review.archived_at.is_(None))
    park_id = own_park_id(viewer)
    return query if park_id is None else query.where(or_(Review.park_id.is_(None), Review.park_id == park_id))


def _policies() -> Select[Policy]:
    return select(Policy).where(Policy.archived_at.is_(None))


def list_colleague_ids(park_id: int, permission: Permission) -> Sequence[int]:
    """Who of the park, and of the office, may do it."""
    roles = GRANTS[permission]
    near = or_(User.park_id == park_id, User.role == Role.COORDINATOR)
    return session.scalars(
        select(User.id).where(User.role.in_(roles), near, User.archived_at.is_(None))
    ).all()
