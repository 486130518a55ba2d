"""Every closed vocabulary of the domain. Labels live in each feature's labels.py."""

from models.enums.audit import AuditAction
from models.enums.days import Side
from models.enums.engagements import EngagementKind
from models.enums.firms import AliasKind
from models.enums.imports import ChangeKind, ImportState
from models.enums.indicators import Direction, IndicatorKind, IndicatorSource, TargetKind
from models.enums.jobs import JobState
from models.enums.ledger import Basis, Decision, EntryKind, EvidenceType, Measure, Nature, Origin, Standing
from models.enums.notices import NoticeKind
from models.enums.parks import ParkKind
from models.enums.projects import AgreementKind, MoveKind, ProjectDocumentKind, Stage, Status
from models.enums.todos import Repeat, TodoSource, TodoState
from models.enums.users import Role

__all__ = [
    "AgreementKind",
    "AliasKind",
    "AuditAction",
    "Basis",
    "ChangeKind",
    "Decision",
    "Direction",
    "EngagementKind",
    "EntryKind",
    "EvidenceType",
    "ImportState",
    "IndicatorKind",
    "IndicatorSource",
    "JobState",
    "Measure",
    "MoveKind",
    "Nature",
    "NoticeKind",
    "Origin",
    "ParkKind",
    "ProjectDocumentKind",
    "Repeat",
    "Role",
    "Side",
    "Stage",
    "Standing",
    "Status",
    "TargetKind",
    "TodoSource",
    "TodoState",
]
