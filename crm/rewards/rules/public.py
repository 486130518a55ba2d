"""What an adviser is told of an own reward: no step of the office, no amount that isn't released."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from models.enums import RewardState

if TYPE_CHECKING:
    from models import Reward

S = RewardState


class PublicReward(StrEnum):
    EXAMINED = "examined"
    RELEASED = "released_reward"
    PART_PAID = "part_paid"
    PAID = "paid"
    NOT_PAID = "not_paid"
    TO_COME_BACK = "to_come_back"


_SHOWN: Mapping[RewardState, PublicReward] = {
    S.COMPUTED: PublicReward.EXAMINED,
    S.PROPOSED: PublicReward.EXAMINED,
    S.FIRST_KEY: PublicReward.EXAMINED,
    S.APPROVED: PublicReward.RELEASED,
    S.PART_PAID: PublicReward.PART_PAID,
    S.PAID: PublicReward.PAID,
    S.REFUSED: PublicReward.NOT_PAID,
    S.CLAWBACK_DUE: PublicReward.PAID,
    S.CLAWBACK_PROPOSED: PublicReward.PAID,
    S.CLAWBACK_ORDERED: PublicReward.TO_COME_BACK,
}
"""That money is to come back is told once two people have said so."""


def public_state(state: RewardState) -> PublicReward:
    return _SHOWN[state]


def shown_approved_fen(reward: Reward) -> int:
    """What was released; that it holds no longer is the office's matter until money is asked back."""
    is_told = public_state(reward.state) is PublicReward.TO_COME_BACK
    return reward.approved_fen if is_told else max(reward.approved_fen, reward.paid_fen)
