"""Ranking lists: dated editions and their places."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from crm.api import queries as own
from crm.api.operations import operation, sent_query
from crm.api.shapes import Answer, Arguments, ListArguments, Many, RecordRef, page_answer, whole_answer
from crm.rankings import queries
from crm.rankings.queries import EditionRow
from crm.web.labels import local_name
from crm.web.paging import Sort, page_of
from models import RankingEntry, User

SORTS = {"rank": Sort(RankingEntry.rank)}


class EditionOut(Answer):
    id: int
    series: str
    series_name: str
    code: str
    as_of: date
    in_force_from: date
    entries: int


class EntriesQuery(ListArguments):
    sort: Literal["rank", "-rank"] = "rank"


class RankingEntryOut(Answer):
    id: int
    rank: int
    firm: RecordRef
    group: RecordRef
    name_listed: str | None
    value: Decimal | None
    unit: str | None
    method: str | None
    source: str | None


@operation(Many[EditionOut])
def list_ranking_editions(_user: User) -> Many[EditionOut]:
    """Every edition of every list, the latest of each list first."""
    sent_query(Arguments)
    return whole_answer([_edition(row) for row in queries.list_editions()])


def _edition(row: EditionRow) -> EditionOut:
    edition = row.edition
    return EditionOut(
        id=edition.id,
        series=edition.series.code,
        series_name=local_name(edition.series),
        code=edition.code,
        as_of=edition.as_of,
        in_force_from=edition.in_force_from,
        entries=row.entry_count,
    )


@operation(Many[RankingEntryOut], query=EntriesQuery)
def list_ranking_entries(user: User, edition_id: int) -> Many[RankingEntryOut]:
    """The places of an edition."""
    queries.get_edition(edition_id)
    sent_query(EntriesQuery)
    query = own.ranking_entries_query(edition_id, viewer=user)
    page = page_of(query, sorts=SORTS, default="rank", id_column=RankingEntry.id)
    return page_answer(page, _place)


def _place(row: RankingEntry) -> RankingEntryOut:
    plain = ("id", "rank", "name_listed", "value", "unit", "method", "source")
    return RankingEntryOut(
        **{name: getattr(row, name) for name in plain},
        firm=RecordRef.of(row.firm),
        group=RecordRef.of(row.firm.group or row.firm),
    )
