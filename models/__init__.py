"""Columns, relationships and value properties; behaviour lives in the features."""

from models.advisers import Adviser, AdviserArea, AdviserField, AdviserRelation, AdviserTerm
from models.api import KeptAnswer
from models.applying import Applicant, Erasure
from models.associations import Association, AssociationFirm
from models.attachments import Attachment
from models.audit import AuditDetail, AuditPersonal, AuditRecord
from models.base import AppendOnly, Base, Personal, Versioned
from models.bulk_changes import BulkChange, BulkChangeRow
from models.catalogue import Enquiry, Offer, OfferContact, OfferText, OfferVersion
from models.chains import Chain, ChainLink, ChainTarget, ChainTeam, LinkFiller, chain_team_members
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
from models.green_channel import GreenChannelFile, GreenChannelKind, GreenChannelStep
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
from models.mails import EmailCode, OutgoingMail
from models.majors import MajorConversion, MajorProblem, MajorProgress, MajorProject, MajorTag, MajorYear
from models.merges import Merge
from models.milestones import Milestone, MilestoneForecast
from models.minutes import Minutes, MinutesDecision, MinutesDocument
from models.notices import Notice, NoticeChoice
from models.parks import Park
from models.plans import Indicator, IndicatorDecision, IndicatorTarget, IndicatorValue, Plan
from models.policies import (
    Policy,
    PolicyArticle,
    PolicyArticleVersion,
    PolicyClaim,
    PolicyClaimFile,
    PolicyClaimStep,
    PolicyVersion,
)
from models.procedures import Procedure, ProcedureDocument, ProcedureKind
from models.projects import Project, ProjectDocument, ProjectVersion, StageMove
from models.promises import Promise, PromisePayment, PromisePaymentDecision
from models.promotions import Promotion, PromotionInvitation
from models.rankings import (
    RankingEdition,
    RankingEditionVersion,
    RankingEntry,
    RankingEntryVersion,
    RankingSeries,
)
from models.rates import RateCount
from models.referrals import Referral, ReferralFile, ReferralRuling, StatusUpdate
from models.reviews import Review
from models.rewards import (
    Reward,
    RewardApproval,
    RewardArrival,
    RewardBand,
    RewardCalculation,
    RewardLine,
    RewardPayment,
    RewardRule,
)
from models.search import SearchDocument
from models.settings import Counter, Setting
from models.talent_applications import (
    ApplicationDocument,
    ApplicationStep,
    DecisionKey,
    TalentApplication,
    TalentDecision,
)
from models.talent_benefits import BenefitAward, BenefitDelivery, BenefitPayment, TalentBudget
from models.talent_rules import BenefitRule, LevelRule, TalentRuleVersion
from models.talents import Employer, EmployerUser, Talent, TalentConsent, TalentNeed
from models.todos import Todo
from models.users import AccessToken, SignIn, SignInAttempt, User
from models.views import SavedView

__all__ = [
    "AccessToken",
    "Acquaintance",
    "Adviser",
    "AdviserArea",
    "AdviserField",
    "AdviserRelation",
    "AdviserTerm",
    "AppendOnly",
    "Applicant",
    "ApplicationDocument",
    "ApplicationStep",
    "Association",
    "AssociationFirm",
    "Attachment",
    "AuditDetail",
    "AuditPersonal",
    "AuditRecord",
    "Base",
    "BenefitAward",
    "BenefitDelivery",
    "BenefitPayment",
    "BenefitRule",
    "BulkChange",
    "BulkChangeRow",
    "CalendarFeed",
    "Chain",
    "ChainLink",
    "ChainTarget",
    "ChainTeam",
    "Claim",
    "ClaimProgress",
    "ClaimProof",
    "ClaimRequest",
    "ClaimShare",
    "Contact",
    "ContactConsent",
    "ContactRole",
    "Counter",
    "DecisionKey",
    "Delegation",
    "DelegationApproval",
    "DelegationCommitment",
    "DelegationFile",
    "DelegationFollowUp",
    "DelegationMember",
    "DelegationSession",
    "DelegationStop",
    "Deputy",
    "EmailCode",
    "Employer",
    "EmployerUser",
    "Engagement",
    "EngagementComment",
    "EngagementFile",
    "Enquiry",
    "Erasure",
    "Establishment",
    "EstablishmentEvidence",
    "EstablishmentVersion",
    "ExchangeRate",
    "Firm",
    "FirmAlias",
    "FirmParentage",
    "GreenChannelFile",
    "GreenChannelKind",
    "GreenChannelStep",
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
    "LevelRule",
    "LightChange",
    "LightOverride",
    "LinkFiller",
    "MajorConversion",
    "MajorProblem",
    "MajorProgress",
    "MajorProject",
    "MajorTag",
    "MajorYear",
    "Merge",
    "Milestone",
    "MilestoneForecast",
    "Minutes",
    "MinutesDecision",
    "MinutesDocument",
    "Notice",
    "NoticeChoice",
    "Offer",
    "OfferContact",
    "OfferText",
    "OfferVersion",
    "OutgoingMail",
    "Park",
    "Personal",
    "Plan",
    "Policy",
    "PolicyArticle",
    "PolicyArticleVersion",
    "PolicyClaim",
    "PolicyClaimFile",
    "PolicyClaimStep",
    "PolicyVersion",
    "Procedure",
    "ProcedureDocument",
    "ProcedureKind",
    "Project",
    "ProjectDocument",
    "ProjectLight",
    "ProjectVersion",
    "Promise",
    "PromisePayment",
    "PromisePaymentDecision",
    "Promotion",
    "PromotionInvitation",
    "RankingEdition",
    "RankingEditionVersion",
    "RankingEntry",
    "RankingEntryVersion",
    "RankingSeries",
    "RateCount",
    "Referral",
    "ReferralFile",
    "ReferralRuling",
    "RegisteredCompany",
    "Review",
    "Reward",
    "RewardApproval",
    "RewardArrival",
    "RewardBand",
    "RewardCalculation",
    "RewardLine",
    "RewardPayment",
    "RewardRule",
    "Ruling",
    "SavedView",
    "SearchDocument",
    "Setting",
    "SignIn",
    "SignInAttempt",
    "SpecialDay",
    "StageMove",
    "StatusUpdate",
    "Talent",
    "TalentApplication",
    "TalentBudget",
    "TalentConsent",
    "TalentDecision",
    "TalentNeed",
    "TalentRuleVersion",
    "Todo",
    "User",
    "Versioned",
    "chain_team_members",
    "delegation_parks",
    "engagement_contacts",
    "engagement_firms",
    "engagement_mentions",
    "engagement_users",
    "stop_members",
]
