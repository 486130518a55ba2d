from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.firms.rules import Parentage, find_ring_day
from crm.rankings.rules import (
    CountingFacts,
    EditionFact,
    EntryFact,
    EstablishmentFact,
    Missing,
    count_groups,
)
from tests.rankings.recount import recount

pytestmark = pytest.mark.no_database

MORNING = datetime(2021, 1, 1, tzinfo=UTC)
FIRST = date(2022, 1, 1)
LIMIT = 3


def edition(id: int, code: str, since: date, recorded: int = 0) -> EditionFact:
    return EditionFact(id, code, since, MORNING + timedelta(minutes=recorded), recorded)


def settled(
    firm: int, since: date, until: date | None = None, *, ref: str = "E1", park: str = "YY"
) -> EstablishmentFact:
    return EstablishmentFact(ref, firm, park, since, until)


def owned(firm: int, parent: int | None, since: date | None = None, recorded: int = 0) -> Parentage:
    return Parentage(firm, parent, since, MORNING + timedelta(minutes=recorded), recorded)


FY2021 = edition(1, "FY2021", date(2021, 12, 31))
FY2022 = edition(2, "FY2022", date(2022, 12, 31))


def test_a_group_counts_from_the_day_on_which_both_hold() -> None:
    facts = CountingFacts((FY2021, FY2022), (EntryFact(2, 7, 17),), (settled(7, date(2022, 3, 1)),))

    before = count_groups(facts, date(2022, 12, 30))
    after = count_groups(facts, date(2022, 12, 31))

    assert before.counted == ()
    assert [(each.group_firm_id, each.counted_on, each.edition, each.rank) for each in after.counted] == [
        (7, date(2022, 12, 31), "FY2022", 17)
    ]


def test_before_the_first_edition_the_earliest_is_in_force() -> None:
    facts = CountingFacts((FY2021,), (EntryFact(1, 7, 100),), (settled(7, date(2015, 6, 1)),))

    assert [each.counted_on for each in count_groups(facts, date(2016, 1, 1)).counted] == [date(2015, 6, 1)]


def test_rank_one_hundred_counts_and_the_next_does_not() -> None:
    facts = CountingFacts(
        (FY2021,),
        (EntryFact(1, 7, 100), EntryFact(1, 8, 101)),
        (settled(7, FIRST), settled(8, FIRST, ref="E2")),
    )

    counting = count_groups(facts, date(2022, 6, 1))

    assert [each.group_firm_id for each in counting.counted] == [7]
    assert [(each.group_firm_id, each.missing, each.rank, each.park) for each in counting.uncounted] == [
        (8, Missing.RANK, 101, "YY")
    ]


def test_a_group_counts_once_by_its_best_member_and_its_eldest_establishment() -> None:
    facts = CountingFacts(
        (FY2021,),
        (EntryFact(1, 7, 40), EntryFact(1, 8, 12)),
        (
            settled(8, date(2022, 2, 1), ref="E3", park="CZ"),
            settled(9, date(2022, 2, 1), ref="E2", park="XT"),
            settled(7, date(2022, 5, 1), ref="E1"),
        ),
        (owned(8, 7), owned(9, 8)),
    )

    (only,) = count_groups(facts, date(2022, 6, 1)).counted

    assert (only.group_firm_id, only.rank, only.park, only.establishment_ref) == (7, 12, "XT", "E2")


def test_a_counted_group_stays_and_is_shown_as_gone_from_the_day_it_ceased() -> None:
    facts = CountingFacts((FY2021,), (EntryFact(1, 7, 1),), (settled(7, FIRST, date(2023, 5, 1)),))

    assert count_groups(facts, date(2023, 4, 30)).gone == 0
    assert count_groups(facts, date(2023, 5, 1)).gone == 1


def test_what_closed_on_the_day_the_rank_came_never_counted() -> None:
    facts = CountingFacts(
        (FY2021, FY2022), (EntryFact(2, 7, 1),), (settled(7, date(2022, 3, 1), date(2022, 12, 31)),)
    )

    counting = count_groups(facts, date(2024, 1, 1))

    assert counting.counted == ()
    assert [each.missing for each in counting.uncounted] == [Missing.CEASED_BEFORE_RANKED]


def test_a_group_that_settled_after_it_had_left_the_list_is_told_so() -> None:
    facts = CountingFacts((FY2021, FY2022), (EntryFact(1, 7, 1),), (settled(7, date(2023, 3, 1)),))

    counting = count_groups(facts, date(2024, 1, 1))

    assert counting.counted == ()
    assert [(each.missing, each.rank) for each in counting.uncounted] == [
        (Missing.RANKED_BEFORE_SETTLED, None)
    ]


def test_a_ranked_group_without_an_establishment_lacks_one() -> None:
    facts = CountingFacts((FY2021,), (EntryFact(1, 7, 4),))

    assert [(each.missing, each.rank) for each in count_groups(facts, FIRST).uncounted] == [
        (Missing.ESTABLISHMENT, 4)
    ]


def test_a_bought_firm_brings_its_establishment_from_the_day_it_was_bought() -> None:
    facts = CountingFacts(
        (FY2021,), (EntryFact(1, 7, 4),), (settled(9, FIRST),), (owned(9, 7, date(2022, 8, 1)),)
    )

    assert [each.counted_on for each in count_groups(facts, date(2023, 1, 1)).counted] == [date(2022, 8, 1)]


def test_of_two_editions_from_one_day_the_later_recorded_is_in_force() -> None:
    twin = edition(3, "corrected", FY2021.in_force_from, recorded=5)
    facts = CountingFacts(
        (twin, FY2021), (EntryFact(1, 7, 4), EntryFact(3, 8, 4)), (settled(7, FIRST), settled(8, FIRST))
    )

    assert [each.group_firm_id for each in count_groups(facts, date(2023, 1, 1)).counted] == [8]


days = st.integers(0, 24).map(lambda number: FIRST + timedelta(days=number))
firms = st.integers(1, 6)


@st.composite
def histories(draw: st.DrawFn) -> CountingFacts:
    editions = [
        edition(number, f"e{number}", draw(days), recorded=draw(st.integers(0, 2)))
        for number in range(1, draw(st.integers(0, 4)) + 1)
    ]
    entries = {
        (each.id, firm): EntryFact(each.id, firm, draw(st.integers(1, LIMIT + 2)))
        for each in editions
        for firm in draw(st.lists(firms, max_size=4))
    }
    establishments = []
    for number in range(draw(st.integers(0, 5))):
        since = draw(days)
        until = draw(
            st.none() | st.integers(0, 9).map(lambda days, since=since: since + timedelta(days=days))
        )
        establishments.append(
            settled(draw(firms), since, until, ref=f"E{number}", park=draw(st.sampled_from("YXC")))
        )
    parentages: list[Parentage] = []
    for number in range(draw(st.integers(0, 6))):
        new = owned(draw(firms), draw(st.none() | firms), draw(st.none() | days), recorded=number)
        if find_ring_day(new, parentages) is None:
            parentages.append(new)
    return CountingFacts(editions, list(entries.values()), establishments, parentages)


@settings(max_examples=400, deadline=None)
@given(histories(), days)
def test_the_count_equals_an_independent_recount_day_by_day(facts: CountingFacts, as_of: date) -> None:
    counting = count_groups(facts, as_of, limit=LIMIT)

    assert {
        each.group_firm_id: (
            each.counted_on,
            each.edition,
            each.rank,
            each.park,
            each.establishment_ref,
            each.is_gone,
        )
        for each in counting.counted
    } == recount(facts, FIRST, as_of, LIMIT)
    assert not {each.group_firm_id for each in counting.counted} & {
        each.group_firm_id for each in counting.uncounted
    }
