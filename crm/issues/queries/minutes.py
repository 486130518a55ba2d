"""Minutes of meetings, and the issues that their decisions became."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import session
from crm.core.names import in_simplified
from crm.core.streaming import iterate
from crm.core.visibility import visible_minutes
from kernel.errors import NotFoundError
from models import Issue, Minutes, MinutesDecision, MinutesDocument, User

LISTED = (joinedload(Minutes.park), joinedload(Minutes.created_by), selectinload(Minutes.decisions))


@dataclass(frozen=True, slots=True)
class MinutesFilters:
    query: str = ""
    park_id: int | None = None
    since: date | None = None
    until: date | None = None
    is_issued: bool | None = None
    is_archived: bool = False


def get_minutes(minutes_id: int, *, viewer: User | None) -> Minutes:
    """The minutes with all that their page names.

    Raises:
        NotFoundError: no such minutes, or none that the viewer may know of.
    """
    decisions = selectinload(Minutes.decisions)
    minutes = session.scalars(
        select(Minutes)
        .where(Minutes.id == minutes_id, visible_minutes(viewer))
        .options(
            joinedload(Minutes.park),
            joinedload(Minutes.created_by),
            joinedload(Minutes.issued_by),
            decisions.joinedload(MinutesDecision.owner),
            decisions.joinedload(MinutesDecision.project),
            decisions.joinedload(MinutesDecision.issue).joinedload(Issue.owner),
            selectinload(Minutes.documents).joinedload(MinutesDocument.attachment),
        )
    ).one_or_none()
    if minutes is None:
        raise NotFoundError(_("There are no such minutes, or none that you may see."))
    return minutes


def get_decision(decision_id: int, *, viewer: User | None) -> MinutesDecision:
    """
    Raises:
        NotFoundError: no such decision, or none that the viewer may know of.
    """
    decision = session.scalars(
        select(MinutesDecision)
        .join(MinutesDecision.minutes)
        .where(MinutesDecision.id == decision_id, visible_minutes(viewer))
        .options(joinedload(MinutesDecision.minutes), joinedload(MinutesDecision.project))
    ).one_or_none()
    if decision is None:
        raise NotFoundError(_("There is no such decision, or none that you may see."))
    return decision


def is_ref_taken(ref: str) -> bool:
    return session.execute(select(Minutes.id).where(Minutes.ref == ref)).first() is not None


def minutes_query(filters: MinutesFilters, *, viewer: User | None) -> Select[Minutes]:
    """The minutes that fit, without an order, with what a list names."""
    return select(Minutes).where(visible_minutes(viewer), *_conditions(filters)).options(*LISTED)


def _conditions(filters: MinutesFilters) -> Iterator[ColumnElement[bool]]:
    archived, issued = Minutes.archived_at, Minutes.issued_at
    yield archived.is_not(None) if filters.is_archived else archived.is_(None)
    if filters.park_id is not None:
        yield Minutes.park_id == filters.park_id
    if filters.since is not None:
        yield Minutes.held_on >= filters.since
    if filters.until is not None:
        yield Minutes.held_on <= filters.until
    if filters.is_issued is not None:
        yield issued.is_not(None) if filters.is_issued else issued.is_(None)
    if query := filters.query.strip():
        writings = dict.fromkeys((query, in_simplified(query)))
        columns = (Minutes.title, Minutes.number, Minutes.ref, Minutes.chair)
        yield or_(*(column.icontains(each, autoescape=True) for column in columns for each in writings))


def iterate_minutes(filters: MinutesFilters, *, viewer: User | None) -> Iterator[Minutes]:
    """All minutes that fit, by their number, in flat memory."""
    return iterate(minutes_query(filters, viewer=viewer), Minutes.id)
