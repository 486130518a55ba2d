"""Whether a link is there, and what a chain asks for: pure decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.enums import ChainNeed, LinkState

STRENGTHS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Filling:
    """One firm in a link. ``is_here``: it works in the chain's own park."""

    strength: int
    is_here: bool = True


@dataclass(frozen=True, slots=True)
class StateRule:
    """What a link has at least to be in ``state``.

    ``strongest`` and ``together`` count firms of the park, ``anywhere`` also those of the zone's other parks.
    """

    state: LinkState
    strongest: int = 0
    together: int = 0
    anywhere: int = 0


STATE_RULES = (
    StateRule(LinkState.FILLED, strongest=3),
    StateRule(LinkState.FILLED, strongest=2, together=4),
    StateRule(LinkState.WEAK, anywhere=1),
    StateRule(LinkState.MISSING),
)
"""The first that fits holds. A neighbour's firm supports a link, and never fills it."""


def link_state(fillings: Iterable[Filling]) -> LinkState:
    there = list(fillings)
    here = [each.strength for each in there if each.is_here]
    return next(
        rule.state
        for rule in STATE_RULES
        if max(here, default=0) >= rule.strongest
        and sum(here) >= rule.together
        and len(there) >= rule.anywhere
    )


def needs(states: Sequence[LinkState]) -> list[ChainNeed | None]:
    """What each link of a chain asks for, in their order.

    Weak: strengthen. Missing between two that are there, or in a chain that has none: fill.
    Missing before the first or past the last that is there: extend.
    """
    there = [place for place, state in enumerate(states) if state is not LinkState.MISSING]
    return [_need(place, state, there) for place, state in enumerate(states)]


def _need(place: int, state: LinkState, there: Sequence[int]) -> ChainNeed | None:
    if state is LinkState.FILLED:
        return None
    if state is LinkState.WEAK:
        return ChainNeed.STRENGTHEN
    is_inside = not there or there[0] < place < there[-1]
    return ChainNeed.FILL if is_inside else ChainNeed.EXTEND


@dataclass(frozen=True, slots=True)
class Balance:
    """How many links of a chain are in which state."""

    filled: int = 0
    weak: int = 0
    missing: int = 0

    @property
    def links(self) -> int:
        return self.filled + self.weak + self.missing

    @property
    def gaps(self) -> int:
        return self.weak + self.missing


def balance(states: Iterable[LinkState]) -> Balance:
    counted = list(states)
    return Balance(*(counted.count(state) for state in (LinkState.FILLED, LinkState.WEAK, LinkState.MISSING)))
