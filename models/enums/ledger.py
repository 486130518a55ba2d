from __future__ import annotations

from enum import StrEnum


class EntryKind(StrEnum):
    AGREED = "agreed"
    CONTRACTED = "contracted"
    AMENDMENT = "amendment"
    WITHDRAWAL = "withdrawal"
    ARRIVED = "arrived"
    REPATRIATED = "repatriated"


class Measure(StrEnum):
    """Three figures that are never mixed."""

    AGREED = "agreed"
    CONTRACTED = "contracted"
    ARRIVED = "arrived"


class Nature(StrEnum):
    NEW = "new"
    INCREASE = "increase"
    PROFIT_REINVESTMENT = "profit_reinvestment"
    DOMESTIC_REINVESTMENT = "domestic_reinvestment"


class Origin(StrEnum):
    DIRECT = "direct"
    THIRD_PLACE = "third_place"


class Basis(StrEnum):
    MINISTRY = "ministry"
    PROVINCE = "province"


class EvidenceType(StrEnum):
    AGREEMENT = "agreement"
    SUBSCRIPTION = "subscription"
    VERIFICATION = "verification"
    RECEIPT = "receipt"
    RECORD = "record"
    OTHER = "other"


class Decision(StrEnum):
    """What was decided on an entry. The park's check is no verification and changes no figure."""

    CHECKED = "checked"
    VERIFIED = "verified"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """What holds of an entry: open until decided."""

    OPEN = "open"
    VERIFIED = "verified"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
