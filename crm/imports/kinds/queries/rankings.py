"""Ranking lists, the public register, and what an undone import may put away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import and_, false, select, true
from sqlalchemy.orm import aliased, joinedload

from crm.core.database import session
from crm.core.permissions import Permission, may
from crm.imports.kinds.queries.finding import find_many, ids
from models import (
    Contact,
    Establishment,
    Firm,
    Project,
    RankingEdition,
    RankingEntry,
    RankingSeries,
    RegisteredCompany,
    User,
    engagement_firms,
)

RANKED = (
    joinedload(RankingEntry.edition).joinedload(RankingEdition.series),
    joinedload(RankingEntry.firm),
)


def editions_of(series: Collection[str]) -> dict[tuple[str, str], RankingEdition]:
    """The editions of some series, taken back or not, by the codes of series and edition."""
    found = session.scalars(
        select(RankingEdition)
        .join(RankingEdition.series)
        .where(RankingSeries.code.in_(series))
        .options(joinedload(RankingEdition.series))
    )
    return {(edition.series.code, edition.code): edition for edition in found}


def ranking_entries(editions: Iterable[int]) -> dict[tuple[int, int], RankingEntry]:
    """The places of some editions, taken back or not, by edition and firm."""
    found = find_many(RankingEntry, RankingEntry.edition_id, set(editions), options=RANKED)
    return {(entry.edition_id, entry.firm_id): entry for entry in found}


def ranking_entries_by_id(wanted: Collection[int]) -> Sequence[RankingEntry]:
    return list(find_many(RankingEntry, RankingEntry.id, wanted, options=RANKED))


def visible_ranking_entry_ids(viewer: User | None) -> Iterator[int]:
    query = (
        select(RankingEntry.id)
        .join(RankingEntry.edition)
        .join(RankingEdition.series)
        .where(
            RankingEntry.is_retracted.is_(False),
            RankingEdition.is_retracted.is_(False),
            true() if viewer is None or may(viewer, Permission.VIEW_RANKINGS) else false(),
        )
    )
    return ids(
        query.order_by(RankingSeries.code, RankingEdition.in_force_from, RankingEntry.rank, RankingEntry.id)
    )


def registered_companies(
    numbers: Collection[str], codes: Collection[str]
) -> dict[tuple[str, str], RegisteredCompany]:
    """Rows of the public register by ("business_number", number) and ("code", code)."""
    found: dict[tuple[str, str], RegisteredCompany] = {}
    for company in find_many(RegisteredCompany, RegisteredCompany.code, codes):
        found["code", company.code] = company
    for company in find_many(RegisteredCompany, RegisteredCompany.business_number, numbers):
        found["business_number", company.business_number or ""] = company
    return found


def editions_without_entries(wanted: Collection[int]) -> Sequence[RankingEdition]:
    """Those of ``wanted`` in which no place holds any longer."""
    held = select(RankingEntry.edition_id).where(RankingEntry.is_retracted.is_(False))
    return session.scalars(
        select(RankingEdition).where(
            RankingEdition.id.in_(set(wanted)),
            RankingEdition.id.not_in(held),
            RankingEdition.is_retracted.is_(False),
        )
    ).all()


def firms_unused(wanted: Collection[int]) -> list[Firm]:
    """Those of ``wanted`` on which nothing rests: no rank, place, project, contact, engagement, child."""
    child = aliased(Firm)
    uses = (
        select(RankingEntry.firm_id).where(RankingEntry.is_retracted.is_(False)),
        select(Establishment.firm_id).where(Establishment.is_retracted.is_(False)),
        select(Project.firm_id).where(Project.archived_at.is_(None)),
        select(Contact.firm_id).where(Contact.archived_at.is_(None)),
        select(engagement_firms.c.firm_id),
        select(child.parent_id).where(child.archived_at.is_(None), child.parent_id.is_not(None)),
    )
    free = [Firm.id.not_in(use) for use in uses]
    unused = and_(Firm.archived_at.is_(None), Firm.is_ref_generated.is_(True), *free)
    return list(find_many(Firm, Firm.id, set(wanted), condition=unused))
