"""What lies around a firm's group: the ties along which somebody could introduce us, in a dozen statements.

Everything is bounded; what doesn't fit is said (``is_cut``). Merged records are read as the ones kept, and
nothing is fetched that the viewer may not see, so that no path rests on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, cast, func, literal, null, or_, select, union_all
from sqlalchemy.orm import aliased

from crm.contacts import rules
from crm.contacts.queries.relations import Rows, meetings_query
from crm.contacts.rules import Edge, Node, NodeKind, Tie
from crm.core.database import at_most, session
from crm.core.visibility import (
    visible_acquaintances,
    visible_associations,
    visible_contacts,
    visible_firms,
    visible_introductions,
)
from kernel import clock
from models import (
    Acquaintance,
    Association,
    AssociationFirm,
    Contact,
    ContactRole,
    Firm,
    Introduction,
    User,
)

MAX_FIRMS = 200
MAX_ROWS = 600


@dataclass(slots=True)
class Neighbourhood:
    """Ties around a group, who its people are, and the names of all."""

    edges: list[Edge] = field(default_factory=list)
    targets: set[Node] = field(default_factory=set)
    names: dict[Node, str] = field(default_factory=dict)
    notes: dict[Node, str] = field(default_factory=dict)
    """Beside a person the firm, beside one of ours nothing."""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A person at a firm or an association."""

    contact_id: int
    firm_id: int | None
    association_id: int | None
    title: str | None
    from_on: date | None
    until_on: date | None


def find_neighbourhood(firm_id: int, *, viewer: User | None) -> Neighbourhood:
    """The ties around the group of a firm, for :func:`crm.contacts.rules.warm_paths`."""
    around = Neighbourhood()
    firm_ids = _group_of(firm_id, viewer, around)
    inside = _places(_At(firms=firm_ids), viewer, around)
    there = {each.contact_id for each in inside if rules.is_current(each.until_on, clock.today())}
    around.targets = {Node(NodeKind.FIRM, each) for each in firm_ids}
    around.targets |= {Node(NodeKind.CONTACT, each) for each in there}
    people = {each.contact_id for each in inside}
    # Where else these people are, and of what their firms are members: whoever is there too may know them.
    beyond = _places(_At(contacts=people), viewer, around)
    elsewhere = {each.firm_id for each in beyond if each.firm_id} - firm_ids
    memberships = _memberships(firm_ids | elsewhere, viewer, around)
    associations = {each.association_id for each in beyond if each.association_id}
    associations |= {association_id for association_id, *_rest in memberships}
    beside = _places(_At(firms=elsewhere, associations=associations), viewer, around)
    introductions = _introductions(firm_ids, people, viewer, around)
    people |= {each.contact_id for each in beside}
    people |= {row.introducer_id for row in introductions if row.introducer_id}
    around.edges += [_role_edge(each) for each in {*inside, *beyond, *beside}]
    around.edges += [_member_edge(*row) for row in memberships]
    around.edges += [_introduction_edge(row) for row in introductions]
    around.edges += _ties_to_us(people, viewer, around)
    _name(around, viewer)
    return around


def _fetch(query: Rows, around: Neighbourhood, limit: int = MAX_ROWS) -> Sequence[Any]:
    rows = session.execute(query.limit(at_most(limit + 1))).all()
    if len(rows) > limit:
        around.is_cut = True
    return rows[:limit]


def _group_of(firm_id: int, viewer: User | None, around: Neighbourhood) -> set[int]:
    """The members of the firm's group that are kept."""
    own = aliased(Firm)
    group = select(func.coalesce(own.group_id, own.id)).where(own.id == firm_id).scalar_subquery()
    member = or_(Firm.id == group, Firm.group_id == group)
    query = select(Firm.id).where(member, Firm.merged_into_id.is_(None), visible_firms(viewer))
    return {firm_id, *(row.id for row in _fetch(query.order_by(Firm.id), around, MAX_FIRMS))}


@dataclass(frozen=True, slots=True)
class _At:
    """Which roles are asked for: at these firms or associations, or of these people."""

    firms: Collection[int] = ()
    associations: Collection[int] = ()
    contacts: Collection[int] = ()


def _places(asked: _At, viewer: User | None, around: Neighbourhood) -> list[Place]:
    """Main roles, and further and former ones, in one statement."""
    person = func.coalesce(Contact.merged_into_id, Contact.id).label("contact_id")
    # One merged away is put away: what it says holds for the one kept.
    is_there = or_(Contact.archived_at.is_(None), Contact.merged_into_id.is_not(None))
    seen = (is_there, visible_contacts(viewer))
    kept = func.coalesce(Firm.merged_into_id, Firm.id)
    main = (
        select(person, kept.label("firm_id"), cast(null(), Integer).label("association_id"), Contact.title)
        .add_columns(cast(null(), Date).label("from_on"), cast(null(), Date).label("until_on"))
        .join(Firm, Firm.id == Contact.firm_id)
        .where(*seen, or_(kept.in_(asked.firms), _are(person, asked)))
    )
    at = or_(kept.in_(asked.firms), ContactRole.association_id.in_(asked.associations), _are(person, asked))
    further = (
        select(person, kept, ContactRole.association_id, ContactRole.title)
        .add_columns(ContactRole.from_on, ContactRole.until_on)
        .join(ContactRole, ContactRole.contact_id == Contact.id)
        .outerjoin(Firm, Firm.id == ContactRole.firm_id)
        .where(*seen, ContactRole.archived_at.is_(None), at)
    )
    both = union_all(main, further).subquery()
    order = (both.c.contact_id, both.c.firm_id, both.c.association_id)
    rows = _fetch(select(both).order_by(*order), around)
    return [Place(*row) for row in rows]


def _are(person: ColumnElement[int], asked: _At) -> ColumnElement[bool]:
    return person.in_(asked.contacts)


def _memberships(firm_ids: Collection[int], viewer: User | None, around: Neighbourhood) -> Sequence[Any]:
    """Rows of association, kept firm, role and since when."""
    kept = func.coalesce(Firm.merged_into_id, Firm.id)
    query = (
        select(AssociationFirm.association_id, kept, AssociationFirm.role, AssociationFirm.from_on)
        .join(AssociationFirm.firm)
        .join(AssociationFirm.association)
        .where(
            kept.in_(firm_ids),
            AssociationFirm.archived_at.is_(None),
            Association.archived_at.is_(None),
            func.coalesce(AssociationFirm.until_on > clock.today(), True),
            visible_associations(viewer),
        )
    )
    return _fetch(query.order_by(AssociationFirm.id), around)


def _introductions(
    firm_ids: Collection[int], contact_ids: Collection[int], viewer: User | None, around: Neighbourhood
) -> Sequence[Any]:
    by, of, firm = aliased(Contact), aliased(Contact), aliased(Firm)
    introduced_firm = func.coalesce(firm.merged_into_id, firm.id)
    introduced = func.coalesce(of.merged_into_id, of.id)
    query = (
        select(
            func.coalesce(by.merged_into_id, by.id).label("introducer_id"),
            Introduction.association_id,
            introduced_firm.label("firm_id"),
            introduced.label("contact_id"),
            Introduction.introduced_on,
            Introduction.engagement_id,
            Introduction.note,
        )
        .outerjoin(by, by.id == Introduction.introducer_id)
        .outerjoin(of, of.id == Introduction.contact_id)
        .outerjoin(firm, firm.id == Introduction.firm_id)
        .where(
            or_(introduced_firm.in_(firm_ids), introduced.in_(contact_ids)),
            Introduction.archived_at.is_(None),
            visible_introductions(viewer),
        )
    )
    return _fetch(query.order_by(Introduction.id), around)


def _role_edge(place: Place) -> Edge:
    person = Node(NodeKind.CONTACT, place.contact_id)
    if place.firm_id is not None:
        holds = rules.is_current(place.until_on, clock.today())
        tie = Tie.WORKS_AT if holds else Tie.WORKED_AT
        where = Node(NodeKind.FIRM, place.firm_id)
    else:
        tie, where = Tie.BELONGS_TO, Node(NodeKind.ASSOCIATION, place.association_id or 0)
    return Edge(person, where, tie, rules.COSTS[tie], on=place.from_on, note=place.title)


def _member_edge(association_id: int, firm_id: int, role: str | None, from_on: date | None) -> Edge:
    one, other = Node(NodeKind.FIRM, firm_id), Node(NodeKind.ASSOCIATION, association_id)
    return Edge(one, other, Tie.MEMBER, rules.COSTS[Tie.MEMBER], on=from_on, note=role)


def _introduction_edge(row: Any) -> Edge:
    by = Node(NodeKind.ASSOCIATION, row.association_id or 0)
    if row.introducer_id:
        by = Node(NodeKind.CONTACT, row.introducer_id)
    of = Node(NodeKind.CONTACT, row.contact_id or 0)
    if row.firm_id:
        of = Node(NodeKind.FIRM, row.firm_id)
    return Edge(
        by,
        of,
        Tie.INTRODUCED,
        rules.COSTS[Tie.INTRODUCED],
        engagement_id=row.engagement_id,
        on=row.introduced_on,
        note=row.note,
    )


def _ties_to_us(people: Collection[int], viewer: User | None, around: Neighbourhood) -> list[Edge]:
    """Who of ours knows or met them, in two statements."""
    person = func.coalesce(Contact.merged_into_id, Contact.id)
    known = (
        select(
            Acquaintance.user_id,
            person,
            Acquaintance.strength,
            Acquaintance.since_on,
            Acquaintance.engagement_id,
            Acquaintance.note,
        )
        .join(Acquaintance.contact)
        .join(Acquaintance.user)
        .where(
            person.in_(people),
            Acquaintance.archived_at.is_(None),
            User.archived_at.is_(None),
            User.is_enabled.is_(True),
            visible_acquaintances(viewer),
        )
    )
    edges = []
    for user_id, contact_id, strength, *evidence in _fetch(known.order_by(Acquaintance.id), around):
        on, engagement_id, note = evidence
        cost = rules.knowing_cost(strength)
        edges.append(_edge_to_us(user_id, contact_id, Tie.KNOWS, cost, engagement_id, on=on, note=note))
    met = meetings_query(person.in_(people), viewer).order_by(User.id, person)
    for user_id, contact_id, times, last_at, engagement_id, _name_of in _fetch(met, around):
        day = clock.business_date(last_at)
        edges.append(
            _edge_to_us(
                user_id, contact_id, Tie.MET, rules.meeting_cost(times), engagement_id, on=day, times=times
            )
        )
    return edges


def _edge_to_us(
    user_id: int, contact_id: int, tie: Tie, cost: int, engagement_id: int | None, **evidence: Any
) -> Edge:
    one, other = Node(NodeKind.USER, user_id), Node(NodeKind.CONTACT, contact_id)
    return Edge(one, other, tie, cost, engagement_id=engagement_id, **evidence)


def _name(around: Neighbourhood, viewer: User | None) -> None:
    """Names of all that a tie touches, in one statement."""
    ids: dict[NodeKind, set[int]] = {kind: set() for kind in NodeKind}
    for edge in around.edges:
        for node in (edge.one, edge.other):
            ids[node.kind].add(node.id)
    firm = func.coalesce(Firm.name_hant, Firm.name_hans, Firm.name_en, Firm.ref)
    association = func.coalesce(Association.name_hant, Association.name_hans, Association.name_en)
    rows: Iterable[Any] = session.execute(
        union_all(
            _named(NodeKind.USER, User, User.display_name, ids),
            _named(NodeKind.CONTACT, Contact, Contact.name, ids, firm).join(Contact.firm),
            _named(NodeKind.FIRM, Firm, firm, ids),
            _named(NodeKind.ASSOCIATION, Association, association, ids),
        )
    )
    for kind, record_id, name, note in rows:
        around.names[Node(NodeKind(kind), record_id)] = name
        around.notes[Node(NodeKind(kind), record_id)] = note


def _named(
    kind: NodeKind, model: Any, name: Any, ids: Mapping[NodeKind, Collection[int]], note: Any = None
) -> Select[Any]:
    return select(literal(kind.value), model.id, name, literal("") if note is None else note).where(
        model.id.in_(ids[kind])
    )
