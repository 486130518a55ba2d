"""Reviews for fair competition and legality."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.core.names import in_simplified
from crm.core.streaming import iterate
from crm.core.visibility import visible_promises, visible_reviews
from kernel.errors import NotFoundError
from models import Promise, Review, User
from models.enums import ReviewConclusion, ReviewKind

LISTED = (joinedload(Review.park), joinedload(Review.attachment))
OFFERED = 200
USED_IN = 50


@dataclass(frozen=True, slots=True)
class ReviewFilters:
    query: str = ""
    kind: ReviewKind | None = None
    conclusion: ReviewConclusion | None = None
    park_id: int | None = None
    since: date | None = None
    until: date | None = None
    is_archived: bool = False


def get_review(review_id: int, *, viewer: User | None) -> Review:
    """
    Raises:
        NotFoundError: no such review, or none that the viewer may know of.
    """
    review = session.scalars(
        select(Review)
        .where(Review.id == review_id, visible_reviews(viewer))
        .options(*LISTED, joinedload(Review.created_by))
    ).one_or_none()
    if review is None:
        raise NotFoundError(_("There is no such review, or none that you may see."))
    return review


def reviews_query(filters: ReviewFilters, *, viewer: User | None) -> Select[Review]:
    """The reviews that fit, without an order."""
    return select(Review).where(visible_reviews(viewer), *_conditions(filters)).options(*LISTED)


def _conditions(filters: ReviewFilters) -> Iterator[ColumnElement[bool]]:
    archived = Review.archived_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    if filters.kind is not None:
        yield Review.kind == filters.kind
    if filters.conclusion is not None:
        yield Review.conclusion == filters.conclusion
    if filters.park_id is not None:
        yield Review.park_id == filters.park_id
    if filters.since is not None:
        yield Review.reviewed_on >= filters.since
    if filters.until is not None:
        yield Review.reviewed_on <= filters.until
    if query := filters.query.strip():
        writings = dict.fromkeys((query, in_simplified(query)))
        columns = (Review.subject, Review.number, Review.unit)
        yield or_(*(column.icontains(each, autoescape=True) for column in columns for each in writings))


def iterate_reviews(filters: ReviewFilters, *, viewer: User | None) -> Iterator[Review]:
    """Every review that fits, by its number, in flat memory."""
    return iterate(reviews_query(filters, viewer=viewer), Review.id)


def list_reviews(kind: ReviewKind, *, park_id: int | None, viewer: User | None) -> Sequence[Review]:
    """Reviews to rest on in a park: its own and those of the whole zone, the newest first.

    Only what has passed; without a park all that the viewer may see.
    """
    query = (
        select(Review)
        .where(
            visible_reviews(viewer),
            Review.kind == kind,
            Review.archived_at.is_(None),
            Review.conclusion != ReviewConclusion.NOT_PASSED,
        )
        .order_by(Review.reviewed_on.desc(), Review.id.desc())
        .limit(OFFERED)
    )
    if park_id is not None:
        query = query.where(or_(Review.park_id == park_id, Review.park_id.is_(None)))
    return session.scalars(query).all()


def find_review(review_id: int | None, kind: ReviewKind, *, park_id: int | None) -> Review | None:
    """The passed review of that kind that holds in the park, or None."""
    review = session.get(Review, review_id) if review_id is not None else None
    if review is None or review.kind is not kind or not review.is_passed:
        return None
    return review if review.park_id in (None, park_id) else None


def list_promises_on(review: Review, *, viewer: User | None) -> Sequence[Promise]:
    """What rests on a review, as far as the viewer may see it."""
    return session.scalars(
        select(Promise)
        .where(
            visible_promises(viewer),
            Promise.archived_at.is_(None),
            or_(Promise.fair_review_id == review.id, Promise.legality_review_id == review.id),
        )
        .options(joinedload(Promise.firm))
        .order_by(Promise.id)
        .limit(USED_IN)
    ).all()
