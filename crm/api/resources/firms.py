"""Firms: listed, read, added, changed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from crm.api.operations import operation, sent_body, sent_query, written
from crm.api.refusals import refuse_stale
from crm.api.resources.naming import named, park_id_of
from crm.api.shapes import (
    Answer,
    Arguments,
    Body,
    Line,
    ListArguments,
    Many,
    One,
    ParkCode,
    Query,
    RecordId,
    RecordNumber,
    RecordRef,
    Version,
    page_answer,
)
from crm.core.parks import list_parks
from crm.firms import queries, service
from crm.firms.queries import FirmFilters, FirmState
from crm.firms.service import Alias, FirmFields
from crm.web.paging import Sort, page_of
from models import Firm, User
from models.enums import AliasKind

SORTS = {
    "changed": Sort(Firm.updated_at, descending=True),
    "name": Sort(Firm.pinyin_key),
    "ref": Sort(Firm.ref),
}


class FirmsQuery(ListArguments):
    sort: Literal["changed", "-changed", "name", "-name", "ref", "-ref"] = "changed"
    q: Query = ""
    industry: RecordNumber | None = None
    park: ParkCode | None = None
    state: FirmState | None = None
    group: RecordNumber | None = None
    edition: RecordNumber | None = None
    only_groups: bool = False
    archived: bool = False


class AliasShape(Body):
    name: Line
    kind: AliasKind = AliasKind.OTHER


class AliasOut(Answer):
    name: str
    kind: AliasKind


class FirmOut(Answer):
    id: int
    ref: str
    name: str
    name_hant: str | None
    name_hans: str | None
    name_en: str | None
    business_number: str | None
    credit_code: str | None
    stock_code: str | None
    industry: str | None
    group: RecordRef | None = Field(description="Null for a group itself.")
    is_archived: bool
    lock_version: int
    created_at: datetime
    updated_at: datetime


class FirmRow(FirmOut):
    parks: list[str] = Field(description="Codes of the parks where it is now.")


class FirmDetail(FirmOut):
    parent: RecordRef | None
    aliases: list[AliasOut]
    address: str | None
    website: str | None
    source: str | None


class FirmWritten(Body):
    """What is left out of a change stays; null empties it."""

    name_hant: Line | None = None
    name_hans: Line | None = None
    name_en: Line | None = None
    aliases: Annotated[list[AliasShape], Field(max_length=50)] = []
    business_number: Annotated[Line | None, Field(description="Taiwan: eight digits, checked.")] = None
    credit_code: Annotated[Line | None, Field(description="Mainland: eighteen characters, checked.")] = None
    stock_code: Line | None = None
    industry: Annotated[Line | None, Field(description="A name; a new one enters the dictionary.")] = None
    address: Line | None = None
    website: Line | None = None
    source: Line | None = None


class NewFirm(FirmWritten):
    parent_id: RecordId | None = None
    is_distinct: bool = Field(default=False, description="It is another firm of the same name.")


class FirmChange(FirmWritten):
    lock_version: Version


@operation(Many[FirmRow], query=FirmsQuery)
def list_firms(user: User) -> Many[FirmRow]:
    """Firms of the zone's common target list."""
    asked = sent_query(FirmsQuery)
    filters = FirmFilters(
        query=asked.q,
        industry_id=asked.industry,
        group_id=asked.group,
        is_group=asked.only_groups,
        edition_id=asked.edition,
        park_id=park_id_of(asked.park),
        state=asked.state,
        is_archived=asked.archived,
    )
    return list_filtered(filters, user)


def list_filtered(filters: FirmFilters, user: User) -> Many[FirmRow]:
    page = page_of(
        queries.add_parks(queries.firms_query(filters, viewer=user)),
        sorts=SORTS,
        default="changed",
        id_column=Firm.id,
        scalar=False,
    )
    codes = {str(park.id): park.code for park in list_parks()}
    return page_answer(page, lambda row: _row(row, codes))


def _row(row: Any, codes: dict[str, str]) -> FirmRow:
    parks = sorted(codes[number] for number in (row.parks or "").split(",") if number)
    return FirmRow(**_facts(row[0]), parks=parks)


@operation(One[FirmDetail])
def get_firm(user: User, firm_id: int) -> One[FirmDetail]:
    """A firm with its other names and its owner."""
    sent_query(Arguments)
    return One(data=_detail(queries.get_firm(firm_id, viewer=user)))


@operation(One[FirmDetail], body=NewFirm, status=201)
def create_firm(user: User) -> One[FirmDetail]:
    """Add a firm. One of the three names is needed."""
    sent = sent_body(NewFirm)
    parent_id = sent.parent_id
    parent = (
        named("parent_id", lambda: queries.get_firm(parent_id, viewer=user))
        if parent_id is not None
        else None
    )
    firm = service.add_firm(_fields(sent), parent=parent, is_distinct=sent.is_distinct)
    written(firm)
    return One(data=_detail(queries.get_firm(firm.id, viewer=user)))


@operation(One[FirmDetail], body=FirmChange)
def change_firm(user: User, firm_id: int) -> One[FirmDetail]:
    """Change some of a firm's facts, as they were read."""
    firm = queries.get_firm(firm_id, viewer=user)
    sent = sent_body(FirmChange)
    refuse_stale(firm, sent.lock_version)
    service.change_firm(firm, _fields(sent, service.fields_of(firm)), lock_version=sent.lock_version)
    written(firm)
    return One(data=_detail(queries.get_firm(firm_id, viewer=user)))


def _fields(sent: FirmWritten, before: FirmFields | None = None) -> FirmFields:
    values = {name: getattr(sent, name) for name in FirmWritten.model_fields}
    values["aliases"] = tuple(Alias(alias.name, alias.kind) for alias in sent.aliases)
    if before is not None:
        values |= {name: getattr(before, name) for name in values if name not in sent.model_fields_set}
    return FirmFields(**values)


def _facts(firm: Firm) -> dict[str, Any]:
    plain = FirmOut.model_fields.keys() - {"industry", "group"}
    return {
        **{name: getattr(firm, name) for name in plain},
        "industry": firm.industry.name if firm.industry else None,
        "group": RecordRef.of(firm.group) if firm.group else None,
    }


def _detail(firm: Firm) -> FirmDetail:
    return FirmDetail(
        **_facts(firm),
        parent=RecordRef.of(firm.parent) if firm.parent else None,
        aliases=[AliasOut(name=alias.name, kind=alias.kind) for alias in firm.aliases],
        address=firm.address,
        website=firm.website,
        source=firm.source,
    )
