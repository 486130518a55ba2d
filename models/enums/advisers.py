from __future__ import annotations

from enum import StrEnum


class AdviserKind(StrEnum):
    PERSON = "person"
    AGENCY = "agency"
    """One that is entrusted with bringing investment (委托招商)."""


class AdviserRegion(StrEnum):
    """Where an adviser is at home: the coastal places that the plan names, and the parts of Taiwan."""

    KUNSHAN = "kunshan"
    XIAMEN = "xiamen"
    DONGGUAN = "dongguan"
    GUANGZHOU = "guangzhou"
    SHENZHEN = "shenzhen"
    JIANGSU = "jiangsu"
    ZHEJIANG = "zhejiang"
    SHANGHAI = "shanghai"
    FUJIAN = "fujian"
    GUANGDONG = "guangdong"
    TAIWAN_NORTH = "taiwan_north"
    TAIWAN_CENTRE = "taiwan_centre"
    TAIWAN_SOUTH = "taiwan_south"
    TAIWAN_EAST = "taiwan_east"
    ELSEWHERE = "elsewhere"


class ReferralState(StrEnum):
    """Where a referral stands within the office. What its adviser is told is :class:`PublicState`."""

    RECEIVED = "received"
    EXAMINED = "examined"
    SECOND_LOOK = "second_look"
    RECOGNISED = "recognised"
    NOT_RECOGNISED = "not_recognised"
    WITHDRAWN = "withdrawn"


class PublicState(StrEnum):
    """What an adviser is told of a referral, and no more."""

    RECEIVED = "received"
    RECOGNISED = "recognised"
    NOT_RECOGNISED = "not_recognised"
    WITHDRAWN = "withdrawn"


class PublicStage(StrEnum):
    """What an adviser is told of a project: that it is talked about, or what is public anyway."""

    TALKS = "talks"
    SIGNED = "signed"
    REGISTERED = "registered"
    CONSTRUCTION = "construction"
    OPERATING = "operating"
    ENDED = "ended"


class TermState(StrEnum):
    """Where a term stands on a day."""

    AHEAD = "ahead"
    HELD = "held"
    OVER = "over"
    ENDED = "ended"


class ReferralOutcome(StrEnum):
    RECOGNISED = "recognised"
    NOT_RECOGNISED = "not_recognised"


class RulingStep(StrEnum):
    """Whether a ruling on a referral holds at once, or is proposed to a second person of the office."""

    DECIDED = "decided"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


class ReferralCheck(StrEnum):
    """What is looked at before a ruling on a referral."""

    FIRM_KNOWN = "firm_known"
    TERM = "term"
    BEFORE_SIGNING = "before_signing"
    RELATED_PARTY = "related_party"
    OTHER_REFERRALS = "other_referrals"
    CLAIMS = "claims"
    FIRST_CONTACT = "first_contact"
    PROOF = "proof"


class CheckResult(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    CONFLICT = "conflict"
    """Somebody has to decide between several; a second person looks at it."""
    UNKNOWN = "unknown"


class UpdateState(StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
