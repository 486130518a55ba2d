from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.advisers import Adviser
from models.attachments import Attachment
from models.base import AppendOnly, Base, Editable, Recorded
from models.enums import ReferralOutcome, ReferralState, RulingStep, UpdateState
from models.types import SortKey, UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.engagements import Engagement
    from models.firms import Firm
    from models.parks import Park
    from models.projects import Project


class Referral(Editable, Base):
    """A firm that an adviser introduces: always accepted as typed, ruled on later.

    ``ref`` is the number on the receipt: drawn by lot, so that no two of them tell how many lie between.
    Which firm, park and project it is about is set by the office alone, and its adviser never reads it.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        UniqueConstraint("adviser_id", "client_key"),
        Index("ix_referrals_received_at_id", "received_at", "id"),
        Index("ix_referrals_state_received_at_id", "state", "received_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    client_key: Mapped[str]
    """Drawn with the form: what is sent twice is filed once."""
    adviser_id: Mapped[int] = mapped_column(ForeignKey("advisers.id"), index=True)
    firm_name: Mapped[str]
    """As typed."""
    firm_name_other: Mapped[str | None]
    """In another script, as typed."""
    business_number: Mapped[str | None]
    person: Mapped[str | None]
    """Whom the adviser talked to there."""
    proposal: Mapped[str]
    wished_park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    introduced_on: Mapped[date]
    """When the adviser brought the firm, as typed; what counts is when it was received."""
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """The adviser's account, or the one of ours who entered a paper."""
    state: Mapped[ReferralState] = mapped_column(enum_column(ReferralState), default=ReferralState.RECEIVED)
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    ruled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the ruling that holds was given."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_reason: Mapped[str | None]
    search_text: Mapped[str]
    """Derived, for finding two characters of the name as typed in any script."""
    name_key: Mapped[str] = mapped_column(default="", server_default="", index=True)
    """Derived: the name as folded across scripts, by which it meets a firm's."""
    other_key: Mapped[str] = mapped_column(default="", server_default="", index=True)
    number_key: Mapped[str] = mapped_column(default="", server_default="", index=True)

    adviser: Mapped[Adviser] = relationship(back_populates="referrals")
    wished_park: Mapped[Park | None] = relationship(foreign_keys=[wished_park_id])
    filed_by: Mapped[User | None] = relationship()
    firm: Mapped[Firm | None] = relationship()
    park: Mapped[Park | None] = relationship(foreign_keys=[park_id])
    project: Mapped[Project | None] = relationship()
    files: Mapped[list[ReferralFile]] = relationship(back_populates="referral", order_by="ReferralFile.id")
    rulings: Mapped[list[ReferralRuling]] = relationship(
        back_populates="referral", order_by="ReferralRuling.id"
    )
    updates: Mapped[list[StatusUpdate]] = relationship(
        back_populates="referral", order_by="StatusUpdate.submitted_at.desc(), StatusUpdate.id.desc()"
    )


class ReferralFile(AppendOnly, Recorded, Base):
    """A paper that shows an adviser's contact with the firm."""

    __tablename__ = "referral_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), index=True)

    referral: Mapped[Referral] = relationship(back_populates="files")
    attachment: Mapped[Attachment] = relationship()


class ReferralRuling(AppendOnly, Recorded, Base):
    """What the office says of a referral, with what it looked at. Of those that hold, the last one does."""

    __tablename__ = "referral_rulings"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    step: Mapped[RulingStep] = mapped_column(enum_column(RulingStep))
    outcome: Mapped[ReferralOutcome] = mapped_column(enum_column(ReferralOutcome))
    reasons: Mapped[str]
    """Internal."""
    public_words: Mapped[str | None]
    """All that its adviser reads of it."""
    checks: Mapped[str]
    """What each check found at that moment, as JSON: check, result, words."""
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(
        ForeignKey("referral_rulings.id"), index=True, unique=True
    )
    """The proposal that a second person confirmed or returned: once."""

    referral: Mapped[Referral] = relationship(back_populates="rulings")
    firm: Mapped[Firm | None] = relationship()
    park: Mapped[Park | None] = relationship()
    project: Mapped[Project | None] = relationship()
    proposal: Mapped[ReferralRuling | None] = relationship(remote_side="ReferralRuling.id")
    recorded_by: Mapped[User | None] = relationship()


class StatusUpdate(Editable, Base):
    """What an adviser tells of an own project. It counts once the park confirmed it, in its words."""

    __tablename__ = "status_updates"
    __table_args__ = (
        UniqueConstraint("referral_id", "client_key"),
        Index("ix_status_updates_state_submitted_at_id", "state", "submitted_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    client_key: Mapped[str]
    happened_on: Mapped[date]
    text: Mapped[str]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"), index=True)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[UpdateState] = mapped_column(enum_column(UpdateState), default=UpdateState.WAITING)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    return_reason: Mapped[str | None]
    """Why it was returned; its adviser reads it."""
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagements.id"), index=True)
    """What it became, in the words of who confirmed it."""

    referral: Mapped[Referral] = relationship(back_populates="updates")
    project: Mapped[Project] = relationship()
    attachment: Mapped[Attachment | None] = relationship()
    submitted_by: Mapped[User | None] = relationship(foreign_keys=[submitted_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    engagement: Mapped[Engagement | None] = relationship()
