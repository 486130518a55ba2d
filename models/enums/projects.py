from __future__ import annotations

from enum import StrEnum


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
