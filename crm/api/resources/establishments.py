"""Registered entities in parks: the proof that a firm has settled."""

from __future__ import annotations

from datetime import date
from typing import Literal

from crm.api.operations import operation, sent_query
from crm.api.resources.naming import park_id_of
from crm.api.shapes import (
    Answer,
    Arguments,
    Day,
    ListArguments,
    Many,
    One,
    ParkCode,
    ParkOut,
    RecordNumber,
    RecordRef,
    page_answer,
)
from crm.firms import queries
from crm.firms.queries import EstablishmentFilters
from crm.web.paging import Sort, page_of
from models import Establishment, User

SORTS = {"registered": Sort(Establishment.registered_on, descending=True)}


class EstablishmentsQuery(ListArguments):
    sort: Literal["registered", "-registered"] = "registered"
    park: ParkCode | None = None
    state: Literal["there", "gone"] | None = None
    present_on: Day | None = None
    group: RecordNumber | None = None


class EstablishmentOut(Answer):
    id: int
    ref: str
    firm: RecordRef
    park: ParkOut
    registered_name: str
    registered_on: date
    ceased_on: date | None
    cease_reason: str | None
    credit_code: str | None
    funded_on: date | None
    operating_on: date | None
    suspended_on: date | None
    lock_version: int


@operation(Many[EstablishmentOut], query=EstablishmentsQuery)
def list_establishments(user: User) -> Many[EstablishmentOut]:
    """Establishments in the parks, those taken back left out."""
    asked = sent_query(EstablishmentsQuery)
    filters = EstablishmentFilters(
        park_id=park_id_of(asked.park),
        present_on=asked.present_on,
        group_id=asked.group,
        has_ceased={"there": False, "gone": True}.get(asked.state or ""),
    )
    page = page_of(
        queries.establishments_query(filters, viewer=user),
        sorts=SORTS,
        default="registered",
        id_column=Establishment.id,
    )
    return page_answer(page, _shape)


@operation(One[EstablishmentOut])
def get_establishment(user: User, establishment_id: int) -> One[EstablishmentOut]:
    """One establishment."""
    sent_query(Arguments)
    return One(data=_shape(queries.get_establishment(establishment_id, viewer=user)))


def _shape(row: Establishment) -> EstablishmentOut:
    plain = EstablishmentOut.model_fields.keys() - {"firm", "park"}
    return EstablishmentOut(
        **{name: getattr(row, name) for name in plain},
        firm=RecordRef.of(row.firm),
        park=ParkOut.of(row.park),
    )
