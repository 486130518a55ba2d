"""What an adviser is told: of a referral and of the project it became, and no more."""

from __future__ import annotations

from collections.abc import Mapping

from models.enums import PublicStage, PublicState, ReferralState, Stage, Status

PUBLIC_STATES: Mapping[ReferralState, PublicState] = {
    ReferralState.RECEIVED: PublicState.RECEIVED,
    ReferralState.EXAMINED: PublicState.RECEIVED,
    ReferralState.SECOND_LOOK: PublicState.RECEIVED,
    ReferralState.RECOGNISED: PublicState.RECOGNISED,
    ReferralState.NOT_RECOGNISED: PublicState.NOT_RECOGNISED,
    ReferralState.WITHDRAWN: PublicState.WITHDRAWN,
}
"""That it is looked at, or by two, would tell that something is there to look at."""

PUBLIC_STAGES: Mapping[Stage, PublicStage] = {
    Stage.LEAD: PublicStage.TALKS,
    Stage.TALKS: PublicStage.TALKS,
    Stage.REVIEW: PublicStage.TALKS,
    Stage.SIGNED: PublicStage.SIGNED,
    Stage.REGISTERED: PublicStage.REGISTERED,
    Stage.CONSTRUCTION: PublicStage.CONSTRUCTION,
    Stage.OPERATING: PublicStage.OPERATING,
}
"""Before a signing all is talks."""


def public_state(state: ReferralState) -> PublicState:
    return PUBLIC_STATES[state]


def public_stage(stage: Stage, status: Status, *, is_archived: bool = False) -> PublicStage:
    """A pause is the park's own matter; that it came to an end is told, and not why."""
    if is_archived or status is Status.TERMINATED:
        return PublicStage.ENDED
    return PUBLIC_STAGES[stage]
