"""Who may hold which key of a decision: pure decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models import TalentDecision


def is_effective(decision: TalentDecision) -> bool:
    """It needs no second key, or has it."""
    return not decision.needs_second_key or any(key.is_confirmed for key in decision.keys)


def barred_from_review(decisions: Sequence[TalentDecision]) -> frozenset[int]:
    """Who may neither decide a review nor hold its second key: whoever did so before it was asked for.

    ``decisions`` in their order. What came after the last one that holds belongs to the review itself.
    """
    last = max((place for place, each in enumerate(decisions) if is_effective(each)), default=-1)
    before = decisions[: last + 1]
    hands = {each.recorded_by_id for each in before}
    hands |= {key.recorded_by_id for each in before for key in each.keys}
    return frozenset(hand for hand in hands if hand is not None)
