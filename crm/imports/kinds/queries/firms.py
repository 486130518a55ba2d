"""Firms, their establishments and their people."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core import visibility
from crm.core.database import session
from crm.imports.kinds.queries.finding import find_many, ids
from models import Contact, Establishment, Firm, FirmParentage, User

FIRM = (
    joinedload(Firm.industry),
    joinedload(Firm.parent),
    selectinload(Firm.aliases),
    selectinload(Firm.parentages),
)


def firms_by_ref(refs: Collection[str]) -> dict[str, Firm]:
    """The firm that is meant by each ref: of one that was merged into another, the one that is kept."""
    found = {firm.ref: firm for firm in find_many(Firm, Firm.ref, refs, options=FIRM)}
    leading = {firm.merged_into_id for firm in found.values() if firm.merged_into_id}
    kept = {firm.id: firm for firm in firms_by_id(leading)} if leading else {}
    return {ref: kept.get(firm.merged_into_id or 0, firm) for ref, firm in found.items()}


def firms_by_id(wanted: Collection[int]) -> Sequence[Firm]:
    return list(find_many(Firm, Firm.id, wanted, options=FIRM))


def firms_by_column(name: str, values: Collection[str]) -> dict[str, Firm]:
    """The firm that holds each number; a number belongs to one firm, put away or not."""
    column = getattr(Firm, name)
    return {getattr(firm, name): firm for firm in find_many(Firm, column, values, options=FIRM)}


def generated_firms(numbers: Mapping[str, Collection[str]], name_keys: Collection[str]) -> list[Firm]:
    """The firms numbered by the system that share a number, a code or a folded name with the rows."""
    if session.execute(select(Firm.id).where(Firm.is_ref_generated).limit(1)).first() is None:
        return []
    wanted = {getattr(Firm, name): values for name, values in numbers.items()}
    wanted |= {Firm.name_key: name_keys, Firm.english_key: name_keys}
    own = and_(Firm.is_ref_generated.is_(True), Firm.merged_into_id.is_(None))
    found: dict[int, Firm] = {}
    for column, values in wanted.items():
        for firm in find_many(Firm, column, values, options=FIRM, condition=own):
            found[firm.id] = firm
    return list(found.values())


def visible_firm_ids(viewer: User | None) -> Iterator[int]:
    """Firms in the order of their making, without those put away."""
    return ids(
        select(Firm.id).where(visibility.visible_firms(viewer), Firm.archived_at.is_(None)).order_by(Firm.id)
    )


def has_dated_parentage() -> bool:
    """Whether any firm has a parent from a day on: only then an export needs the day."""
    return (
        session.execute(
            select(FirmParentage.id).where(FirmParentage.holds_from.is_not(None)).limit(1)
        ).first()
        is not None
    )


ESTABLISHMENT = (joinedload(Establishment.firm), joinedload(Establishment.park))


def establishments_by_ref(refs: Collection[str]) -> dict[str, Establishment]:
    found = find_many(Establishment, Establishment.ref, refs, options=ESTABLISHMENT)
    return {each.ref: each for each in found}


def establishments_by_id(wanted: Collection[int]) -> Sequence[Establishment]:
    return list(find_many(Establishment, Establishment.id, wanted, options=ESTABLISHMENT))


def visible_establishment_ids(viewer: User | None) -> Iterator[int]:
    park_id = visibility.own_park_id(viewer)
    query = (
        select(Establishment.id)
        .join(Establishment.firm)
        .where(Establishment.is_retracted.is_(False), visibility.visible_firms(viewer))
        .order_by(Establishment.registered_on, Establishment.id)
    )
    return ids(query if park_id is None else query.where(Establishment.park_id == park_id))


CONTACT = (joinedload(Contact.firm), joinedload(Contact.owner))


def contacts_by_ref(refs: Collection[str]) -> dict[str, Contact]:
    """The person that is meant by each ref: of one that was merged into another, the one that is kept."""
    found = {each.ref: each for each in find_many(Contact, Contact.ref, refs, options=CONTACT)}
    leading = {each.merged_into_id for each in found.values() if each.merged_into_id}
    kept = {each.id: each for each in contacts_by_id(leading)} if leading else {}
    return {ref: kept.get(each.merged_into_id or 0, each) for ref, each in found.items()}


def contacts_by_id(wanted: Collection[int]) -> Sequence[Contact]:
    return list(find_many(Contact, Contact.id, wanted, options=CONTACT))


def visible_contact_ids(viewer: User | None) -> Iterator[int]:
    return ids(
        select(Contact.id)
        .where(visibility.visible_contacts(viewer), Contact.archived_at.is_(None))
        .order_by(Contact.id)
    )
