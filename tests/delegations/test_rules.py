"""The plan, the matrix and the yield, decided without a database."""

from __future__ import annotations

from datetime import date, time
from itertools import combinations, product
from random import Random

import pytest

from crm.delegations.rules import matrix, outcome, plan, states
from crm.delegations.rules.matrix import Slot, Talk
from crm.delegations.rules.outcome import Met, Opened
from crm.delegations.rules.plan import Occupation, Want
from crm.delegations.rules.states import Fault
from models.enums import DelegationDirection, DelegationState, MemberRole, Party

pytestmark = pytest.mark.no_database
DAY = date(2026, 3, 2)
WANG, ROOM = (Want.PERSON, "user-1"), (Want.ROOM, "301")


def _taken(key: str, start: int, end: int, *takes: tuple[Want, str], within: str = "") -> Occupation:
    return Occupation(key, DAY, time(start), time(end), frozenset(takes), within)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (_taken("a", 9, 11, WANG), _taken("b", 10, 12, WANG), {WANG}),
        (_taken("a", 9, 11, WANG, ROOM), _taken("b", 10, 12, WANG, ROOM), {WANG, ROOM}),
        (_taken("a", 9, 10, WANG), _taken("b", 10, 12, WANG), set()),
        (_taken("a", 9, 11, WANG), _taken("b", 10, 12, ROOM), set()),
        (_taken("a", 9, 12, WANG), _taken("b", 10, 11, WANG, within="a"), set()),
    ],
)
def test_two_collide_only_while_both_want_the_same(
    one: Occupation, other: Occupation, wanted: set[tuple[Want, str]]
) -> None:
    found = plan.conflicts([one, other])

    assert {want for conflict in found for want in conflict.wants} == wanted
    assert {conflict.key for conflict in found} == ({"a", "b"} if wanted else set())


def test_another_day_is_no_collision() -> None:
    other = Occupation("b", date(2026, 3, 3), time(9), time(11), frozenset({WANG}))

    assert plan.conflicts([_taken("a", 9, 11, WANG), other]) == []


def test_neighbours_change_places_and_keep_length_and_pause() -> None:
    order = [(1, time(9), time(10)), (2, time(10, 30), time(12))]

    assert plan.swapped(order, 2, up=True) == {
        2: (time(9), time(10, 30)),
        1: (time(11), time(12)),
    }
    assert plan.swapped(order, 1, up=True) == {}
    assert plan.swapped(order, 2, up=False) == {}


def test_slots_fit_before_the_end() -> None:
    found = matrix.slots(DAY, time(14), time(15), minutes=20, pause=5)

    assert [(slot.starts_at, slot.ends_at) for slot in found] == [
        (time(14), time(14, 20)),
        (time(14, 25), time(14, 45)),
    ]


@pytest.mark.parametrize(("firms", "columns"), [(1, 1), (3, 3), (5, 2), (2, 6), (7, 7)])
def test_a_proposal_lets_everybody_meet_once_and_nobody_twice_at_a_time(firms: int, columns: int) -> None:
    offered = matrix.slots(DAY, time(8), time(20), minutes=20)
    names = [f"park-{each}" for each in range(columns)]

    made, left = matrix.propose(range(firms), names, offered)

    assert left == []
    assert sorted((talk.firm, talk.column) for talk in made) == sorted(product(range(firms), names))
    for one, other in combinations(made, 2):
        if matrix.overlap(one.slot, other.slot):
            assert one.firm != other.firm
            assert one.column != other.column
    assert len({talk.slot for talk in made}) == max(firms, columns)


def test_a_proposal_leaves_planned_talks_where_they_are() -> None:
    offered = matrix.slots(DAY, time(14), time(15), minutes=30)
    held = Talk(Slot(DAY, time(14), time(14, 30)), 1, "park-1")

    made, left = matrix.propose([1, 2], ["park-1", "park-2"], offered, [held])

    assert held.slot not in {talk.slot for talk in made if talk.firm == 1 or talk.column == "park-1"}
    assert len(made) + len(left) == 3


def test_a_project_counts_for_the_first_visit_that_met_its_group_and_for_no_other() -> None:
    """Against a recount written the other way round: per project, over all visits."""
    random = Random(7)
    days = [date(2025, month, day) for month in range(1, 13) for day in (3, 17)]
    for _turn in range(50):
        meetings = [
            Met(number, random.choice(days), random.randrange(4), random.choice(days))
            for number in range(12)
            for _again in range(2)
        ]
        projects = [Opened(number, random.randrange(5), random.choice(days)) for number in range(30)]

        found = outcome.attribute(meetings, projects)

        for project in projects:
            met = [each for each in meetings if each.group_id == project.group_id]
            in_time = [each for each in met if each.met_on <= project.lead_on]
            wanted = min(
                in_time, key=lambda each: (each.met_on, each.begins_on, each.delegation_id), default=None
            )
            assert found.get(project.project_id) == (wanted.delegation_id if wanted else None)
        assert len(found) <= len(projects)


@pytest.mark.parametrize(
    ("now", "then", "can"),
    [
        (DelegationState.PLANNED, DelegationState.APPROVED, True),
        (DelegationState.PLANNED, DelegationState.OVER, False),
        (DelegationState.UNDER_WAY, DelegationState.OVER, True),
        (DelegationState.OVER, DelegationState.CANCELLED, False),
        (DelegationState.CANCELLED, DelegationState.PLANNED, True),
    ],
)
def test_a_state_follows_another(now: DelegationState, then: DelegationState, can: bool) -> None:
    assert states.can_become(now, then) is can


@pytest.mark.parametrize(
    ("side", "direction", "role"),
    [
        (Party.OURS, DelegationDirection.INBOUND, MemberRole.HOST),
        (Party.THEIRS, DelegationDirection.INBOUND, MemberRole.GUEST),
        (Party.OURS, DelegationDirection.OUTBOUND, MemberRole.GUEST),
        (Party.THEIRS, DelegationDirection.OUTBOUND, MemberRole.HOST),
    ],
)
def test_who_is_host_follows_from_the_direction(
    side: Party, direction: DelegationDirection, role: MemberRole
) -> None:
    assert states.role_of(side, direction) is role


@pytest.mark.parametrize(
    ("day", "end", "wanted"),
    [
        (DAY, time(10), []),
        (DAY, time(9), [Fault.NO_TIME]),
        (date(2026, 3, 9), time(10), [Fault.OUTSIDE]),
    ],
)
def test_a_stop_lies_within_the_visit_and_ends_after_it_begins(
    day: date, end: time, wanted: list[Fault]
) -> None:
    assert states.time_faults(day, time(9), end, from_on=DAY, until_on=date(2026, 3, 4)) == wanted
