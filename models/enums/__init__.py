"""Every closed vocabulary of the domain. Labels live in each feature's labels.py."""

from models.enums.audit import AuditAction
from models.enums.claims import ClaimState, Matter, RequestKind, RequestState, RulingOutcome
from models.enums.contacts import AssociationKind, ConsentMeans, ConsentPurpose, MergeKind
from models.enums.days import Side
from models.enums.delegations import (
    ApprovalKind,
    ApprovalState,
    CommitmentState,
    DelegationDirection,
    DelegationState,
    InvitationReply,
    MemberRole,
    Party,
    PromotionKind,
)
from models.enums.engagements import EngagementKind
from models.enums.firms import AliasKind
from models.enums.imports import ChangeKind, ImportState
from models.enums.indicators import Direction, IndicatorKind, IndicatorSource, TargetKind
from models.enums.issues import IssueAction, IssueKind, IssueLevel, IssueState, NeedCategory, ProcedureState
from models.enums.jobs import JobState
from models.enums.ledger import Basis, Decision, EntryKind, EvidenceType, Measure, Nature, Origin, Standing
from models.enums.lights import Colour, LightReason, MilestoneKind
from models.enums.notices import NoticeKind
from models.enums.parks import ParkKind
from models.enums.projects import AgreementKind, MoveKind, ProjectDocumentKind, Stage, Status
from models.enums.todos import Repeat, TodoSource, TodoState
from models.enums.users import Role
from models.enums.views import BulkField, Sharing

__all__ = [
    "AgreementKind",
    "AliasKind",
    "ApprovalKind",
    "ApprovalState",
    "AssociationKind",
    "AuditAction",
    "Basis",
    "BulkField",
    "ChangeKind",
    "ClaimState",
    "Colour",
    "CommitmentState",
    "ConsentMeans",
    "ConsentPurpose",
    "Decision",
    "DelegationDirection",
    "DelegationState",
    "Direction",
    "EngagementKind",
    "EntryKind",
    "EvidenceType",
    "ImportState",
    "IndicatorKind",
    "IndicatorSource",
    "InvitationReply",
    "IssueAction",
    "IssueKind",
    "IssueLevel",
    "IssueState",
    "JobState",
    "LightReason",
    "Matter",
    "Measure",
    "MemberRole",
    "MergeKind",
    "MilestoneKind",
    "MoveKind",
    "Nature",
    "NeedCategory",
    "NoticeKind",
    "Origin",
    "ParkKind",
    "Party",
    "ProcedureState",
    "ProjectDocumentKind",
    "PromotionKind",
    "Repeat",
    "RequestKind",
    "RequestState",
    "Role",
    "RulingOutcome",
    "Sharing",
    "Side",
    "Stage",
    "Standing",
    "Status",
    "TargetKind",
    "TodoSource",
    "TodoState",
]
