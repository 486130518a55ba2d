"""Versions of the rule of rewards, and the reviews that they may rest on."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.core.visibility import visible_reviews
from kernel.errors import NotFoundError
from models import Review, RewardRule, User
from models.enums import ReviewConclusion, ReviewKind


def list_rules() -> Sequence[RewardRule]:
    """Every version that isn't put away, the latest first; they are few."""
    return session.scalars(
        select(RewardRule)
        .where(RewardRule.archived_at.is_(None))
        .order_by(RewardRule.in_force_from.desc(), RewardRule.version.desc())
        .options(selectinload(RewardRule.bands), joinedload(RewardRule.review))
    ).all()


def get_rule(rule_id: int) -> RewardRule:
    """Raises NotFoundError."""
    row = session.scalars(
        select(RewardRule)
        .where(RewardRule.id == rule_id)
        .options(
            selectinload(RewardRule.bands),
            joinedload(RewardRule.review),
            joinedload(RewardRule.drafted_by),
            joinedload(RewardRule.enacted_by),
        )
    ).one_or_none()
    if row is None:
        raise NotFoundError(_("There is no such rule."))
    return row


def get_locked(rule: RewardRule) -> RewardRule:
    """As it is now, held until the commit: a version is enacted once, and one after another."""
    session.flush()
    session.execute(select(RewardRule).with_for_update().execution_options(populate_existing=True)).all()
    return get_rule(rule.id)


def is_version_taken(version: str) -> bool:
    return (
        session.execute(select(RewardRule.id).where(RewardRule.version == int(version))).first() is not None
    )


def list_passed_reviews(viewer: User | None) -> Sequence[Review]:
    """Reviews for fair competition that were passed and stand, the newest first."""
    return session.scalars(
        select(Review)
        .where(
            visible_reviews(viewer),
            Review.kind == ReviewKind.FAIR_COMPETITION,
            Review.conclusion != ReviewConclusion.NOT_PASSED,
            Review.archived_at.is_(None),
        )
        .order_by(Review.reviewed_on.desc(), Review.id.desc())
        .limit(200)
    ).all()


def find_review(review_id: int, *, viewer: User | None) -> Review | None:
    return session.scalars(
        select(Review).where(Review.id == review_id, visible_reviews(viewer))
    ).one_or_none()
