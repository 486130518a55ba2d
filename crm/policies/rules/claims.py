"""What can be done with a claim under a policy, from where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from models.enums import PolicyClaimState

S = PolicyClaimState

NEXT: Mapping[PolicyClaimState, tuple[PolicyClaimState, ...]] = {
    S.PREPARED: (S.FILED, S.WITHDRAWN),
    S.FILED: (S.ACCEPTED, S.SUPPLEMENT, S.REFUSED, S.WITHDRAWN),
    S.SUPPLEMENT: (S.FILED, S.WITHDRAWN),
    S.ACCEPTED: (S.GRANTED, S.SUPPLEMENT, S.REFUSED, S.WITHDRAWN),
    S.GRANTED: (S.PAID, S.WITHDRAWN),
    S.PAID: (),
    S.REFUSED: (S.FILED,),
    S.WITHDRAWN: (S.PREPARED,),
}
"""From each state to these: what was missing is filed with the rest, refused may be filed anew, withdrawn be
taken up again."""

WITH_AMOUNT = frozenset({S.GRANTED, S.PAID})
WITH_DAY = frozenset({S.SUPPLEMENT})
TO_HAND_IN = frozenset({S.PREPARED, S.SUPPLEMENT})
"""Something has to be handed in by its last day."""
UNDER_WAY = frozenset({S.PREPARED, S.FILED, S.SUPPLEMENT, S.ACCEPTED, S.GRANTED})
HELD = UNDER_WAY | {S.PAID}
"""An article in such a state counts as claimed."""


def can_step(state: PolicyClaimState, to: PolicyClaimState) -> bool:
    return to in NEXT[state]


def is_late(state: PolicyClaimState, due_on: date | None, today: date) -> bool:
    """Not handed in yet, though the last day has passed."""
    return state in TO_HAND_IN and due_on is not None and due_on < today
