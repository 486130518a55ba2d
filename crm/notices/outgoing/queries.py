"""Mails that wait, and those that a demo shows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from crm.core.database import session
from crm.notices.outgoing.rules import DEMO_DOMAINS, RETRIED_AFTER
from models import OutgoingMail


def list_waiting(own: Session, now: datetime) -> list[OutgoingMail]:
    """Oldest first; one that was just tried rests for a while."""
    query = (
        select(OutgoingMail)
        .where(
            OutgoingMail.sent_at.is_(None),
            OutgoingMail.given_up_at.is_(None),
            or_(OutgoingMail.tried_at.is_(None), OutgoingMail.tried_at < now - RETRIED_AFTER),
        )
        .order_by(OutgoingMail.id)
        .limit(200)
    )
    return list(own.scalars(query))


def demo_mails_query() -> Select[OutgoingMail]:
    """Mail to addresses that are nobody's."""
    demo = [OutgoingMail.to.like(pattern) for each in DEMO_DOMAINS for pattern in (f"%@{each}", f"%.{each}")]
    return select(OutgoingMail).where(or_(*demo), OutgoingMail.body != "")


def list_mails_to(address: str) -> list[OutgoingMail]:
    return list(session.scalars(select(OutgoingMail).where(OutgoingMail.to == address)))
