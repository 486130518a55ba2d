"""What answers to a query, by kind, limited by the viewer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, literal, select, union_all

from crm.core.database import session
from crm.core.names import query_tokens
from crm.core.search_index import WIDE, matching_ids
from crm.core.streaming import iterate
from crm.search.kinds import KINDS, Kind
from models import SearchDocument, User
from models.base import Archivable


@dataclass(frozen=True, slots=True)
class Find:
    """One record that answers, as the box writes it."""

    kind: Kind
    record_id: int
    title: str
    note: str | None


def find_documents(query: str, *, viewer: User | None, limit: int) -> dict[str, list[Find]]:
    """The last recorded of each kind first, by the kind's name, in one statement."""
    if not query_tokens(query):
        return {}
    parts = [
        select(_of_kind(kind, place, query, viewer, limit).subquery()) for place, kind in enumerate(KINDS)
    ]
    found: dict[str, list[Find]] = {}
    for place, record_id, title, note in session.execute(union_all(*parts)):
        kind = KINDS[place]
        found.setdefault(kind.name, []).append(Find(kind, record_id, kind.mask(title or ""), note))
    return found


def _of_kind(kind: Kind, place: int, query: str, viewer: User | None, limit: int) -> Select[Any]:
    model: Any = kind.model
    holding = matching_ids(SearchDocument, query, also=kind.token, limit=WIDE).subquery()
    records = select(SearchDocument.record_id).where(SearchDocument.id.in_(select(holding)))
    return (
        select(
            literal(place).label("place"),
            model.id.label("record_id"),
            cast(kind.title, String).label("title"),
            cast(kind.note, String).label("note"),
        )
        .where(model.id.in_(records), kind.visible(viewer), *_present(model))
        .order_by(model.id.desc())
        .limit(limit)
    )


def _present(model: Any) -> Iterator[ColumnElement[bool]]:
    if issubclass(model, Archivable):
        yield model.archived_at.is_(None)
    if hasattr(model, "is_retracted"):
        yield model.is_retracted.is_(False)


def iterate_missing(kind: Kind) -> Iterator[Any]:
    """Records of a kind that have no words yet, in flat memory."""
    model: Any = kind.model
    known = select(SearchDocument.record_id).where(SearchDocument.kind == kind.name)
    return iterate(select(model).where(model.id.not_in(known)), model.id)
