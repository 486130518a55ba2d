"""Groups: what is counted is always a group."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from crm.api.operations import operation, sent_query
from crm.api.resources.firms import FirmRow, list_filtered
from crm.api.resources.naming import park_id_of
from crm.api.shapes import (
    Answer,
    Arguments,
    ListArguments,
    Many,
    One,
    ParkCode,
    Query,
    RecordNumber,
    RecordRef,
)
from crm.firms import queries
from crm.firms.queries import FirmFilters
from models import User


class GroupsQuery(ListArguments):
    sort: Literal["changed", "-changed", "name", "-name", "ref", "-ref"] = "changed"
    q: Query = ""
    park: ParkCode | None = None
    edition: RecordNumber | None = None


class GroupDetail(Answer):
    id: int
    ref: str
    name: str
    members: list[RecordRef] = Field(description="The first two hundred, itself among them.")
    members_total: int


@operation(Many[FirmRow], query=GroupsQuery)
def list_groups(user: User) -> Many[FirmRow]:
    """Firms that nobody owns: groups, and firms that stand alone."""
    asked = sent_query(GroupsQuery)
    filters = FirmFilters(
        query=asked.q, is_group=True, park_id=park_id_of(asked.park), edition_id=asked.edition
    )
    return list_filtered(filters, user)


@operation(One[GroupDetail])
def get_group(user: User, firm_id: int) -> One[GroupDetail]:
    """The group of a firm with its members, by today's owners."""
    sent_query(Arguments)
    firm = queries.get_firm(firm_id, viewer=user)
    group = firm.group or firm
    members, total = queries.list_group_members(group.id, viewer=user)
    return One(
        data=GroupDetail(
            id=group.id,
            ref=group.ref,
            name=group.name,
            members=[RecordRef.of(member) for member in members],
            members_total=total,
        )
    )
