from __future__ import annotations

from enum import StrEnum


class Matter(StrEnum):
    """What somebody says of their matter and one of the same group that another park holds."""

    SAME = "same"
    ANOTHER = "another"


class ClaimState(StrEnum):
    """Where a claim stands; one that is protected is so until its day."""

    PROTECTED = "protected"
    NEEDS_RULING = "needs_ruling"
    BELOW_THRESHOLD = "below_threshold"
    EXPIRED = "expired"
    RELEASED = "released"
    TRANSFERRED = "transferred"
    RULED_OUT = "ruled_out"


class RequestKind(StrEnum):
    """What the office is asked about a claim: by another park's record, or by a park in words."""

    SAME_MATTER = "same_matter"
    OTHER_MATTER = "other_matter"
    SHARING = "sharing"
    TRANSFER = "transfer"
    RENEWAL = "renewal"
    DISPUTE = "dispute"


class RequestState(StrEnum):
    OPEN = "open"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class RulingOutcome(StrEnum):
    """What the office decides on a request."""

    SAME_MATTER = "same_matter"
    OTHER_MATTER = "other_matter"
    SHARED = "shared"
    TRANSFERRED = "transferred"
    RENEWED = "renewed"
    ENDED = "ended"
    REFUSED = "refused"
