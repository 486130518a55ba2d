from __future__ import annotations

from enum import StrEnum


class DelegationDirection(StrEnum):
    INBOUND = "inbound"
    """Guests come to Hunan."""
    OUTBOUND = "outbound"
    """Our people go to Kunshan, Xiamen, Taiwan…"""


class DelegationState(StrEnum):
    PLANNED = "planned"
    APPROVED = "approved"
    UNDER_WAY = "under_way"
    OVER = "over"
    CANCELLED = "cancelled"


class Party(StrEnum):
    """Whose people, and whose word."""

    OURS = "ours"
    THEIRS = "theirs"


class MemberRole(StrEnum):
    HOST = "host"
    GUEST = "guest"


class CommitmentState(StrEnum):
    OPEN = "open"
    FULFILLED = "fulfilled"
    DROPPED = "dropped"


class ApprovalKind(StrEnum):
    TAIWAN_TRAVEL = "taiwan_travel"
    """赴台批件: leave to travel to Taiwan."""
    INVITATION = "invitation"
    RECEPTION = "reception"
    """Leave to receive guests."""
    BUDGET = "budget"


class ApprovalState(StrEnum):
    NEEDED = "needed"
    SUBMITTED = "submitted"
    GRANTED = "granted"
    REFUSED = "refused"


class PromotionKind(StrEnum):
    PROMOTION = "promotion"
    """推介会."""
    FORUM = "forum"
    """The two-yearly forum."""
    SIGNING = "signing"
    MATCHMAKING = "matchmaking"


class InvitationReply(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
