from __future__ import annotations

from enum import StrEnum


class OfferLanguage(StrEnum):
    """In which an offer is written; simplified is the text that the others follow."""

    HANS = "zh_Hans"
    HANT = "zh_Hant"
    EN = "en"


class OfferState(StrEnum):
    """Of the text that is worked on. What is public is the last published version, until it is taken back."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class CooperationMode(StrEnum):
    SOLE = "sole"
    """独资."""
    JOINT_VENTURE = "joint_venture"
    """合资."""
    PARTNERSHIP = "partnership"
    """合作经营."""
    EQUITY = "equity"
    """股权投资、并购."""
    LEASE = "lease"
    """租用厂房."""
    TECHNOLOGY = "technology"
    """技术合作."""
    OPEN = "open"
    """面议."""


class EnquiryState(StrEnum):
    NEW = "new"
    TAKEN = "taken"
    LEAD = "lead"
    REFUSED = "refused"
