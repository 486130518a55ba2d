"""Columns, relationships and value properties; behaviour lives in the features."""

from models.api import KeptAnswer
from models.attachments import Attachment
from models.audit import AuditDetail, AuditRecord
from models.base import AppendOnly, Base, Versioned
from models.contacts import Contact
from models.days import SpecialDay
from models.deputies import Deputy
from models.engagements import Engagement, engagement_contacts, engagement_firms
from models.establishments import Establishment, EstablishmentEvidence, EstablishmentVersion
from models.firms import Firm, FirmAlias, FirmParentage, Industry, RegisteredCompany
from models.imports import ImportBatch, ImportChange
from models.issued_reports import IssuedReport
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
from models.notices import Notice, NoticeChoice
from models.parks import Park
from models.plans import Indicator, IndicatorDecision, IndicatorTarget, IndicatorValue, Plan
from models.projects import Project, ProjectDocument, ProjectVersion, StageMove
from models.rankings import (
    RankingEdition,
    RankingEditionVersion,
    RankingEntry,
    RankingEntryVersion,
    RankingSeries,
)
from models.settings import Counter, Setting
from models.todos import Todo
from models.users import AccessToken, SignIn, SignInAttempt, User

__all__ = [
    "AccessToken",
    "AppendOnly",
    "Attachment",
    "AuditDetail",
    "AuditRecord",
    "Base",
    "Contact",
    "Counter",
    "Deputy",
    "Engagement",
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
    "IssuedReport",
    "Job",
    "KeptAnswer",
    "LedgerDecision",
    "LedgerEntry",
    "LedgerEvidence",
    "LedgerSample",
    "LedgerShare",
    "LedgerStanding",
    "Notice",
    "NoticeChoice",
    "Park",
    "Plan",
    "Project",
    "ProjectDocument",
    "ProjectVersion",
    "RankingEdition",
    "RankingEditionVersion",
    "RankingEntry",
    "RankingEntryVersion",
    "RankingSeries",
    "RegisteredCompany",
    "Setting",
    "SignIn",
    "SignInAttempt",
    "SpecialDay",
    "StageMove",
    "Todo",
    "User",
    "Versioned",
    "engagement_contacts",
    "engagement_firms",
]
