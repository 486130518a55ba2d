from __future__ import annotations

import pytest

from crm.chains import rules
from crm.chains.rules import Filling
from models.enums import ChainNeed, LinkState

F, W, M = LinkState.FILLED, LinkState.WEAK, LinkState.MISSING
pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("here", "elsewhere", "state"),
    [
        ([], [], M),
        ([1], [], W),
        ([2], [], W),
        ([3], [], F),
        ([2, 2], [], F),
        ([2, 1], [], W),
        ([1, 1, 1, 1], [], W),
        ([], [3], W),
        ([2], [3], W),
        ([3], [3], F),
    ],
)
def test_a_link_is_filled_by_a_strong_firm_of_the_park_or_several_solid_ones(here, elsewhere, state) -> None:
    fillings = [Filling(each) for each in here] + [Filling(each, is_here=False) for each in elsewhere]

    assert rules.link_state(fillings) is state


@pytest.mark.parametrize(
    ("states", "needs"),
    [
        ([M, M], [ChainNeed.FILL, ChainNeed.FILL]),
        ([F, M, W], [None, ChainNeed.FILL, ChainNeed.STRENGTHEN]),
        ([M, F, M], [ChainNeed.EXTEND, None, ChainNeed.EXTEND]),
        ([M, W, M, F, M], [ChainNeed.EXTEND, ChainNeed.STRENGTHEN, ChainNeed.FILL, None, ChainNeed.EXTEND]),
        ([F], [None]),
        ([], []),
    ],
)
def test_a_chain_asks_to_fill_between_to_extend_beyond_and_to_strengthen_what_is_weak(states, needs) -> None:
    assert rules.needs(states) == needs


def test_a_chain_counts_its_links_by_state() -> None:
    count = rules.balance([F, W, M, M])

    assert (count.filled, count.weak, count.missing, count.links, count.gaps) == (1, 1, 2, 4, 3)
