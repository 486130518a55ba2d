"""What only the API lists, and the answers that it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from crm.core.database import session
from crm.core.visibility import visible_contacts, visible_firms
from models import Contact, Firm, KeptAnswer, RankingEntry, User

STALE_AT_ONCE = 100


def contacts_query(
    *, viewer: User | None, firm_id: int | None = None, is_archived: bool = False
) -> Select[Contact]:
    """People, of one firm or of all, without an order."""
    archived = Contact.archived_at
    query = (
        select(Contact)
        .where(visible_contacts(viewer), archived.is_not(None) if is_archived else archived.is_(None))
        .options(joinedload(Contact.firm), joinedload(Contact.owner))
    )
    return query if firm_id is None else query.where(Contact.firm_id == firm_id)


def ranking_entries_query(edition_id: int, *, viewer: User | None) -> Select[RankingEntry]:
    """The places of an edition, without an order."""
    return (
        select(RankingEntry)
        .join(RankingEntry.firm)
        .where(
            RankingEntry.edition_id == edition_id, RankingEntry.is_retracted.is_(False), visible_firms(viewer)
        )
        .options(joinedload(RankingEntry.firm).joinedload(Firm.group))
    )


def find_kept_answer(user_id: int, key: str) -> KeptAnswer | None:
    return session.scalars(
        select(KeptAnswer).where(KeptAnswer.user_id == user_id, KeptAnswer.key == key)
    ).one_or_none()


def list_stale_answers(before: datetime) -> Sequence[KeptAnswer]:
    """Old answers that nobody asks for any more."""
    return session.scalars(
        select(KeptAnswer)
        .where(KeptAnswer.kept_at < before)
        .limit(STALE_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
