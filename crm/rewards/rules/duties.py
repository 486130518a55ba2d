"""What a reward asks of somebody, by where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from models.enums import RewardState

S = RewardState


class Duty(StrEnum):
    PROPOSE = "propose"
    FIRST_KEY = "first_key"
    SECOND_KEY = "second_key"
    PAY = "pay"
    PROPOSE_CLAWBACK = "propose_clawback"
    CONFIRM_CLAWBACK = "confirm_clawback"
    RECORD_BACK = "record_back"


_ASKED: Mapping[RewardState, Duty] = {
    S.COMPUTED: Duty.PROPOSE,
    S.PROPOSED: Duty.FIRST_KEY,
    S.FIRST_KEY: Duty.SECOND_KEY,
    S.APPROVED: Duty.PAY,
    S.PART_PAID: Duty.PAY,
    S.CLAWBACK_DUE: Duty.PROPOSE_CLAWBACK,
    S.CLAWBACK_PROPOSED: Duty.CONFIRM_CLAWBACK,
    S.CLAWBACK_ORDERED: Duty.RECORD_BACK,
}

KEYED = frozenset({Duty.FIRST_KEY, Duty.SECOND_KEY, Duty.CONFIRM_CLAWBACK})
"""For somebody else than who proposed or turned a key already."""
MONEY = frozenset({Duty.PAY, Duty.RECORD_BACK})


def duty_of(state: RewardState, *, result_fen: int, paid_fen: int) -> Duty | None:
    """None where nothing is left to do, or nothing is earned that could be proposed."""
    if state is S.COMPUTED and result_fen <= paid_fen:
        return None
    return _ASKED.get(state)
