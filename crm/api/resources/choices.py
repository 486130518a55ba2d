"""Parks and industries, which other records name."""

from __future__ import annotations

from crm.api.operations import operation, sent_query
from crm.api.shapes import Answer, Arguments, Many, NamedOut, whole_answer
from crm.core.parks import list_parks as all_parks
from crm.firms import queries as firms
from crm.web.labels import local_name
from models import User
from models.enums import ParkKind


class ParkDetail(Answer):
    code: str
    name: str
    kind: ParkKind
    city: str | None


@operation(Many[ParkDetail])
def list_parks(_user: User) -> Many[ParkDetail]:
    """The parks of the zone, core ones first."""
    sent_query(Arguments)
    rows = [
        ParkDetail(code=park.code, name=local_name(park), kind=park.kind, city=park.city)
        for park in all_parks()
    ]
    return whole_answer(rows)


@operation(Many[NamedOut])
def list_industries(_user: User) -> Many[NamedOut]:
    """The dictionary of industries."""
    sent_query(Arguments)
    return whole_answer([NamedOut.of(industry) for industry in firms.list_industries()])
