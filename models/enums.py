"""Every closed vocabulary of the domain. Labels live in each feature's labels.py."""

from __future__ import annotations

from enum import StrEnum


class ParkKind(StrEnum):
    CORE = "core"
    LINKED = "linked"


class Role(StrEnum):
    OFFICER = "officer"
    PARK_LEAD = "park_lead"
    COORDINATOR = "coordinator"
    LEADER = "leader"
    ADVISER = "adviser"
    EMPLOYER = "employer"
    APPLICANT = "applicant"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDITOR = "auditor"


class AliasKind(StrEnum):
    FORMER = "former"
    SHORT = "short"
    BRAND = "brand"
    OTHER = "other"


class Stage(StrEnum):
    """How far a project is, in order."""

    LEAD = "lead"
    TALKS = "talks"
    REVIEW = "review"
    SIGNED = "signed"
    REGISTERED = "registered"
    CONSTRUCTION = "construction"
    OPERATING = "operating"

    @property
    def order(self) -> int:
        return list(Stage).index(self)


class Status(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    TERMINATED = "terminated"
    COMPLETED = "completed"


class MoveKind(StrEnum):
    """How a project came to a stage or a status, or to other dates of its stages."""

    OPENED = "opened"
    FORWARD = "forward"
    SKIP = "skip"
    BACK = "back"
    IMPORTED = "imported"
    STATUS = "status"
    CORRECTED = "corrected"


class AgreementKind(StrEnum):
    INTENT = "intent"
    FRAMEWORK = "framework"
    FORMAL = "formal"


class ProjectDocumentKind(StrEnum):
    """What a file proves on a project."""

    AGREEMENT = "agreement"
    REVIEW = "review"
    FAIR_COMPETITION = "fair_competition"
    LAND = "land"
    CONSTRUCTION_PERMIT = "construction_permit"
    LEASE = "lease"
    ACCEPTANCE = "acceptance"
    OTHER = "other"


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


class EngagementKind(StrEnum):
    VISIT = "visit"
    MEETING = "meeting"
    CALL = "call"
    MESSAGE = "message"
    SITE_VISIT = "site_visit"
    EVENT = "event"


class IndicatorKind(StrEnum):
    FLOW = "flow"
    STOCK = "stock"
    RATE = "rate"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class TargetKind(StrEnum):
    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    QUALITATIVE = "qualitative"


class IndicatorSource(StrEnum):
    """Where an indicator's value comes from: two are computed here, the others reported."""

    NEW_INVESTMENT = "new_investment"
    TOP_GROUPS = "top_groups"
    REPORTED = "reported"


class ImportState(StrEnum):
    APPLIED = "applied"
    UNDONE = "undone"


class ChangeKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class AuditAction(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    REMOVED = "removed"
    BULK = "bulk"
    REFUSED = "refused"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    EXPORTED = "exported"
    OPENED = "opened"
