from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise, permutations

import pytest

from crm.contacts import queries, rules
from crm.contacts.rules import COSTS, Edge, Node, NodeKind, Tie, warm_paths
from crm.core.database import session
from crm.firms import service as firms
from models.enums import Role
from tests.factories.associations import (
    make_acquaintance,
    make_association,
    make_introduction,
    make_membership,
    make_role,
)
from tests.factories.contacts import make_contact
from tests.factories.engagements import make_engagement
from tests.factories.firms import make_firm
from tests.factories.users import make_user

US, THEM, FIRM, CLUB = NodeKind.USER, NodeKind.CONTACT, NodeKind.FIRM, NodeKind.ASSOCIATION


def tie(one: Node, other: Node, kind: Tie, cost: int | None = None) -> Edge:
    return Edge(one, other, kind, COSTS[kind] if cost is None else cost)


@pytest.mark.no_database
def test_the_warmest_way_is_found_whatever_the_order_of_the_ties() -> None:
    target, friend, firm = Node(THEM, 1), Node(THEM, 2), Node(FIRM, 1)
    edges = [
        tie(Node(US, 1), target, Tie.MET),
        tie(Node(US, 2), friend, Tie.KNOWS, 1),
        tie(friend, firm, Tie.WORKS_AT),
        tie(target, firm, Tie.WORKS_AT),
    ]

    answers = {tuple(each.nodes for each in warm_paths(some, [target])) for some in permutations(edges)}

    assert answers == {((Node(US, 1), target), (Node(US, 2), friend, firm, target))}


@pytest.mark.no_database
def test_a_way_has_four_ties_at_most_and_passes_through_nobody_of_ours() -> None:
    people = [Node(THEM, number) for number in range(1, 7)]
    chain = [tie(one, other, Tie.INTRODUCED) for one, other in pairwise(people)]
    near, far = tie(Node(US, 1), people[3], Tie.KNOWS), tie(Node(US, 2), people[4], Tie.KNOWS)
    through_us = [tie(Node(US, 3), people[0], Tie.KNOWS), tie(Node(US, 3), people[5], Tie.KNOWS)]
    beyond = tie(Node(US, 4), people[5], Tie.KNOWS)

    found = warm_paths([*chain, near, far, *through_us, beyond], [people[0]], limit=9)

    assert [path.nodes[0].id for path in found] == [3, 1]
    assert max(len(path.edges) for path in found) == 4


@pytest.mark.no_database
def test_of_two_ties_the_warmer_counts_and_the_firm_itself_is_a_colder_end() -> None:
    firm, person = Node(FIRM, 1), Node(THEM, 1)
    edges = [
        tie(Node(US, 1), person, Tie.KNOWS, 3),
        tie(Node(US, 1), person, Tie.MET, 2),
        tie(person, firm, Tie.WORKS_AT),
    ]

    (path,) = warm_paths(edges, [person, firm])

    assert (path.nodes, path.cost, path.edges[0].tie) == ((Node(US, 1), person), 2, Tie.MET)
    assert warm_paths(edges, [firm])[0].cost == 2 + 1 + rules.COLD_END
    assert warm_paths([], [person]) == []


def ways(firm_id: int, viewer) -> list[tuple[NodeKind, ...]]:
    around = queries.find_neighbourhood(firm_id, viewer=viewer)
    found = warm_paths(around.edges, around.targets, limit=8)
    assert all(node in around.names for path in found for node in path.nodes)
    return [tuple(node.kind for node in path.nodes) for path in found]


def test_ways_lead_over_colleagues_associations_and_introductions(coordinator) -> None:
    group, other = make_firm(), make_firm()
    member = make_firm(parent=group)
    inside, beside, fellow, guide = (
        make_contact(member),
        make_contact(other),
        make_contact(),
        make_contact(),
    )
    club = make_association()
    make_membership(club, group)
    make_role(fellow, club, title="秘书长")
    make_role(inside, other, until_on=date(2020, 1, 1))
    make_introduction(guide, inside)
    for person in (beside, fellow, guide):
        make_acquaintance(make_user(role=Role.OFFICER, park="YY"), person)

    assert ways(group.id, coordinator.user) == ways(member.id, coordinator.user)
    assert set(ways(group.id, coordinator.user)) == {
        (US, THEM, THEM),
        (US, THEM, CLUB, FIRM),
        (US, THEM, FIRM, THEM),
    }


def test_a_rivals_engagement_carries_no_way_and_shows_none(officer, client_for, coordinator) -> None:
    rival, colleague = client_for("officer", "XT"), make_user(role=Role.OFFICER, park="YY")
    firm = make_firm()
    person, known = make_contact(firm), make_contact(firm)
    met = make_engagement(
        park="YY", firms=[firm], contacts=[person], created_by=officer.user, is_confidential=True
    )
    make_acquaintance(officer.user, known, engagement_id=met.id, note=None)

    assert len(ways(firm.id, officer.user)) == 1
    assert ways(firm.id, rival.user) == []
    assert ways(firm.id, colleague) == []
    page = rival.get(f"/firms/{firm.id}/paths")
    assert met.ref not in page.text
    assert officer.user.display_name not in page.text
    assert officer.user.display_name not in rival.get(f"/contacts/{known.id}").text
    assert officer.user.display_name in coordinator.get(f"/contacts/{known.id}").text


def test_a_one_way_message_makes_nobody_known_and_a_merge_brings_ways_together(officer, coordinator) -> None:
    firm, twice = make_firm("鴻示例"), make_firm("宏示範")
    person = make_contact(twice)
    sent = make_engagement(park="YY", firms=[twice], contacts=[person], created_by=officer.user)
    sent.is_two_way = False
    session.commit()
    assert ways(twice.id, officer.user) == []
    sent.is_two_way = True
    sent.happened_at = datetime(2024, 3, 1, tzinfo=UTC)
    session.commit()

    firms.merge_firms(firm, twice, choices={}, reason="one", by=coordinator.user)
    session.commit()

    assert ways(firm.id, officer.user) == [(US, THEM)]


def test_the_neighbourhood_takes_a_dozen_statements(officer, statements) -> None:
    firm = make_firm()
    for _each in range(5):
        make_acquaintance(officer.user, make_contact(firm))

    firm_id, viewer = firm.id, officer.user
    viewer.role, viewer.park_id  # noqa: B018 - loaded before the count
    with statements() as seen:
        queries.find_neighbourhood(firm_id, viewer=None)

    assert len(seen) <= 12
    with statements() as seen:
        officer.get(f"/firms/{firm_id}/paths")
    assert len(seen) <= 20
