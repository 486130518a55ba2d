"""What rests on a review today: it can't be taken from under that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from crm.core.database import session
from kernel import clock
from models import Offer, OfferVersion, Promise, Review, RewardRule
from models.enums import RewardRuleState

NAMED = 50


@dataclass(frozen=True, slots=True)
class Resting:
    """The first of each kind: offers that are public, promises that bind, rules of rewards in force."""

    offers: Sequence[Offer]
    promises: Sequence[Promise]
    rules: Sequence[RewardRule]

    def __bool__(self) -> bool:
        return bool(self.offers or self.promises or self.rules)

    @property
    def names(self) -> list[str]:
        offers, promises = (each.ref for each in self.offers), (each.ref for each in self.promises)
        return [*offers, *promises, *(each.name for each in self.rules)]


def what_rests_on(review: Review) -> Resting:
    """Whoever asks: what isn't theirs to open is named by its number alone."""
    return Resting(
        offers=session.scalars(
            select(Offer)
            .join(OfferVersion, _is_public_version())
            .where(_rests_on(review.id))
            .order_by(Offer.id)
            .limit(NAMED)
        ).all(),
        promises=session.scalars(
            select(Promise)
            .where(
                or_(Promise.fair_review_id == review.id, Promise.legality_review_id == review.id),
                Promise.bound_on.is_not(None),
                Promise.cleared_on.is_(None),
                Promise.cancelled_on.is_(None),
                Promise.archived_at.is_(None),
            )
            .order_by(Promise.id)
            .limit(NAMED)
        ).all(),
        rules=session.scalars(
            select(RewardRule)
            .where(
                RewardRule.review_id == review.id,
                RewardRule.state == RewardRuleState.IN_FORCE,
                RewardRule.archived_at.is_(None),
            )
            .order_by(RewardRule.id)
            .limit(NAMED)
        ).all(),
    )


def _is_public_version() -> ColumnElement[bool]:
    return and_(
        OfferVersion.offer_id == Offer.id,
        OfferVersion.number == Offer.public_number,
        OfferVersion.valid_until >= clock.today(),
        Offer.archived_at.is_(None),
    )


def _rests_on(review_id: int) -> ColumnElement[bool]:
    """The version names its review where it holds an incentive; the oldest ones leave that to the offer."""
    named = OfferVersion.snapshot["review_id"].as_integer()
    return and_(
        OfferVersion.snapshot["review"].as_string() != "", func.coalesce(named, Offer.review_id) == review_id
    )
