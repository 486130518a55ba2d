"""Who wrote what is being worked on, since it was published last: the log of changes knows them all."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, or_, select

from crm.catalogue import rules
from crm.core.database import session
from models import AuditDetail, AuditRecord, Offer


def list_writer_ids(offer: Offer) -> frozenset[int | None]:
    """All who wrote on this version or submitted it; the offer itself names the last of each alone."""
    query = (
        select(AuditRecord.actor_id, AuditRecord.entity, AuditDetail.content)
        .join(AuditDetail, AuditDetail.sequence == AuditRecord.sequence)
        .where(or_(*_its_records(offer)), AuditRecord.at >= (offer.published_at or offer.created_at))
    )
    found = {
        actor_id
        for actor_id, entity, changes in session.execute(query)
        if entity != Offer.__tablename__ or rules.is_writing(changes)
    }
    return frozenset({offer.written_by_id, offer.submitted_by_id, *found})


def _its_records(offer: Offer) -> Iterator[ColumnElement[bool]]:
    keys = {
        Offer.__tablename__: [offer.id],
        "offer_texts": [text.id for text in offer.texts],
        "offer_contacts": [offer.contact_id] if offer.contact_id else [],
    }
    for entity, numbers in keys.items():
        yield and_(AuditRecord.entity == entity, AuditRecord.entity_id.in_([str(each) for each in numbers]))
