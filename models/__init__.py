"""Columns, relationships and value properties; behaviour lives in the features."""

from models.api import KeptAnswer
from models.associations import Association, AssociationFirm
from models.attachments import Attachment
from models.audit import AuditDetail, AuditRecord
from models.base import AppendOnly, Base, Versioned
from models.bulk_changes import BulkChange, BulkChangeRow
from models.claims import Claim, ClaimProgress, ClaimProof, ClaimRequest, ClaimShare, Ruling
from models.contacts import Acquaintance, Contact, ContactConsent, ContactRole, Introduction
from models.days import SpecialDay
from models.delegations import (
    CalendarFeed,
    Delegation,
    DelegationApproval,
    DelegationCommitment,
    DelegationFile,
    DelegationFollowUp,
    DelegationMember,
    DelegationSession,
    DelegationStop,
    delegation_parks,
    stop_members,
)
from models.deputies import Deputy
from models.engagements import (
    Engagement,
    EngagementComment,
    EngagementFile,
    engagement_contacts,
    engagement_firms,
    engagement_mentions,
    engagement_users,
)
from models.establishments import Establishment, EstablishmentEvidence, EstablishmentVersion
from models.firms import Firm, FirmAlias, FirmParentage, Industry, RegisteredCompany
from models.imports import ImportBatch, ImportChange
from models.issued_reports import IssuedReport
from models.issues import Issue, IssueDocument, IssueStep
from models.jobs import Job
from models.ledger import (
    ExchangeRate,
    LedgerDecision,
    LedgerEntry,
    LedgerEvidence,
    LedgerSample,
    LedgerShare,
    LedgerStanding,
)
from models.lights import LightChange, LightOverride, ProjectLight
from models.merges import Merge
from models.milestones import Milestone, MilestoneForecast
from models.minutes import Minutes, MinutesDecision, MinutesDocument
from models.notices import Notice, NoticeChoice
from models.parks import Park
from models.plans import Indicator, IndicatorDecision, IndicatorTarget, IndicatorValue, Plan
from models.procedures import Procedure, ProcedureDocument, ProcedureKind
from models.projects import Project, ProjectDocument, ProjectVersion, StageMove
from models.promotions import Promotion, PromotionInvitation
from models.rankings import (
    RankingEdition,
    RankingEditionVersion,
    RankingEntry,
    RankingEntryVersion,
    RankingSeries,
)
from models.search import SearchDocument
from models.settings import Counter, Setting
from models.todos import Todo
from models.users import AccessToken, SignIn, SignInAttempt, User
from models.views import SavedView

__all__ = [
    "AccessToken",
    "Acquaintance",
    "AppendOnly",
    "Association",
    "AssociationFirm",
    "Attachment",
    "AuditDetail",
    "AuditRecord",
    "Base",
    "BulkChange",
    "BulkChangeRow",
    "CalendarFeed",
    "Claim",
    "ClaimProgress",
    "ClaimProof",
    "ClaimRequest",
    "ClaimShare",
    "Contact",
    "ContactConsent",
    "ContactRole",
    "Counter",
    "Delegation",
    "DelegationApproval",
    "DelegationCommitment",
    "DelegationFile",
    "DelegationFollowUp",
    "DelegationMember",
    "DelegationSession",
    "DelegationStop",
    "Deputy",
    "Engagement",
    "EngagementComment",
    "EngagementFile",
    "Establishment",
    "EstablishmentEvidence",
    "EstablishmentVersion",
    "ExchangeRate",
    "Firm",
    "FirmAlias",
    "FirmParentage",
    "ImportBatch",
    "ImportChange",
    "Indicator",
    "IndicatorDecision",
    "IndicatorTarget",
    "IndicatorValue",
    "Industry",
    "Introduction",
    "Issue",
    "IssueDocument",
    "IssueStep",
    "IssuedReport",
    "Job",
    "KeptAnswer",
    "LedgerDecision",
    "LedgerEntry",
    "LedgerEvidence",
    "LedgerSample",
    "LedgerShare",
    "LedgerStanding",
    "LightChange",
    "LightOverride",
    "Merge",
    "Milestone",
    "MilestoneForecast",
    "Minutes",
    "MinutesDecision",
    "MinutesDocument",
    "Notice",
    "NoticeChoice",
    "Park",
    "Plan",
    "Procedure",
    "ProcedureDocument",
    "ProcedureKind",
    "Project",
    "ProjectDocument",
    "ProjectLight",
    "ProjectVersion",
    "Promotion",
    "PromotionInvitation",
    "RankingEdition",
    "RankingEditionVersion",
    "RankingEntry",
    "RankingEntryVersion",
    "RankingSeries",
    "RegisteredCompany",
    "Ruling",
    "SavedView",
    "SearchDocument",
    "Setting",
    "SignIn",
    "SignInAttempt",
    "SpecialDay",
    "StageMove",
    "Todo",
    "User",
    "Versioned",
    "delegation_parks",
    "engagement_contacts",
    "engagement_firms",
    "engagement_mentions",
    "engagement_users",
    "stop_members",
]
