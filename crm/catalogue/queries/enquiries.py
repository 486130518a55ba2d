"""What the public asked, for the people of the park that offers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from crm.core.database import session
from crm.core.streaming import iterate
from crm.core.visibility import visible_enquiries
from kernel.errors import NotFoundError
from models import Enquiry, Offer, User
from models.enums import EnquiryState


@dataclass(frozen=True, slots=True)
class EnquiryFilters:
    query: str = ""
    state: EnquiryState | None = None
    park_id: int | None = None
    offer_id: int | None = None


def enquiries_query(filters: EnquiryFilters, *, viewer: User | None) -> Select[Enquiry]:
    return (
        select(Enquiry)
        .join(Enquiry.offer)
        .where(visible_enquiries(viewer), *_conditions(filters))
        .options(
            contains_eager(Enquiry.offer).joinedload(Offer.park),
            joinedload(Enquiry.taken_by),
            joinedload(Enquiry.project),
        )
    )


def _conditions(filters: EnquiryFilters) -> Iterator[ColumnElement[bool]]:
    for column, value in (
        (Enquiry.state, filters.state),
        (Offer.park_id, filters.park_id),
        (Enquiry.offer_id, filters.offer_id),
    ):
        if value is not None:
            yield column == value
    if text := filters.query.strip():
        columns = (Enquiry.receipt, Enquiry.firm_name, Enquiry.name)
        yield or_(*(column.icontains(text, autoescape=True) for column in columns))


def iterate_enquiries(filters: EnquiryFilters, *, viewer: User | None) -> Iterator[Enquiry]:
    return iterate(enquiries_query(filters, viewer=viewer), Enquiry.id, newest_first=True)


def get_enquiry(enquiry_id: int, *, viewer: User | None) -> Enquiry:
    """
    Raises:
        NotFoundError: no such enquiry, or none that the viewer may know of.
    """
    enquiry = session.scalars(
        enquiries_query(EnquiryFilters(), viewer=viewer)
        .where(Enquiry.id == enquiry_id)
        .options(joinedload(Enquiry.firm))
    ).one_or_none()
    if enquiry is None:
        raise NotFoundError(_("There is no such enquiry, or none that you may see."))
    return enquiry


def is_receipt_taken(receipt: str) -> bool:
    return session.execute(select(Enquiry.id).where(Enquiry.receipt == receipt)).first() is not None


def count_open_enquiries(offer: Offer) -> int:
    waiting = (EnquiryState.NEW, EnquiryState.TAKEN)
    query = select(func.count(Enquiry.id)).where(Enquiry.offer_id == offer.id, Enquiry.state.in_(waiting))
    return session.scalar(query) or 0


def list_enquiries_to_erase(closed_before: datetime, limit: int = 500) -> Sequence[Enquiry]:
    """Refused or led on before then, and still naming who asked."""
    return session.scalars(
        select(Enquiry)
        .where(Enquiry.closed_at < closed_before, Enquiry.erased_at.is_(None))
        .order_by(Enquiry.id)
        .limit(limit)
    ).all()
