from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.money import Currency, Money
from models.attachments import Attachment
from models.base import AppendOnly, Archivable, Base, Editable, Recorded, present_index
from models.enums import ClaimState, RequestKind, RequestState, RulingOutcome
from models.types import SortKey, UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.engagements import Engagement
    from models.firms import Firm, Industry
    from models.parks import Park
    from models.projects import Project


class Claim(Editable, Archivable, Base):
    """A matter of a group (group × subject) that a park filed first, protected for a time."""

    __tablename__ = "claims"
    __table_args__ = (
        Index("ix_claims_group_id_state", "group_id", "state"),
        Index("ix_claims_firm_id_state", "firm_id", "state"),
        Index("ix_claims_filed_at_id", "filed_at", "id"),
        Index("ix_claims_protected_until_id", "protected_until", "id"),
        present_index("claims"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"))
    """The firm that was named."""
    group_id: Mapped[int] = mapped_column(ForeignKey("firms.id"))
    """Its ultimate parent when it was filed."""
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    subject: Mapped[str]
    subject_key: Mapped[str] = mapped_column(SortKey)
    industry_id: Mapped[int | None] = mapped_column(ForeignKey("industries.id"), index=True)
    planned_minor: Mapped[int] = mapped_column(BigInteger)
    planned_currency: Mapped[Currency] = mapped_column(enum_column(Currency))
    planned_usd_cents: Mapped[int] = mapped_column(BigInteger)
    """By the rate of the filing: what the threshold is compared with."""
    first_talk_on: Mapped[date]
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[ClaimState] = mapped_column(enum_column(ClaimState))
    protected_until: Mapped[date]
    """The last day of its protection, while it has any."""
    granted_until: Mapped[date | None]
    """What a ruling gave it at least."""
    warned_days: Mapped[int | None]
    """How many days ahead its end was last told of."""
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    """The project that the matter became."""
    note: Mapped[str | None]
    """Confidential: only its park and the office read it."""
    ended_reason: Mapped[str | None]

    firm: Mapped[Firm] = relationship(foreign_keys=[firm_id])
    group: Mapped[Firm] = relationship(foreign_keys=[group_id])
    park: Mapped[Park] = relationship()
    industry: Mapped[Industry | None] = relationship()
    project: Mapped[Project | None] = relationship()
    filed_by: Mapped[User | None] = relationship()
    proofs: Mapped[list[ClaimProof]] = relationship(back_populates="claim", order_by="ClaimProof.id")
    progress: Mapped[list[ClaimProgress]] = relationship(
        back_populates="claim", order_by="ClaimProgress.happened_on, ClaimProgress.id"
    )
    requests: Mapped[list[ClaimRequest]] = relationship(
        back_populates="claim", foreign_keys="ClaimRequest.claim_id", order_by="ClaimRequest.id"
    )
    rulings: Mapped[list[Ruling]] = relationship(back_populates="claim", order_by="Ruling.id")

    @property
    def planned(self) -> Money:
        return Money(self.planned_minor, self.planned_currency)

    def state_on(self, day: date) -> ClaimState:
        """Protection ends with its day, whether or not anything noted it since."""
        is_over = self.state is ClaimState.PROTECTED and self.protected_until < day
        return ClaimState.EXPIRED if is_over else self.state


class ClaimProgress(AppendOnly, Recorded, Base):
    """A dated step on the matter; with an engagement where it came from one."""

    __tablename__ = "claim_progress"
    __table_args__ = (UniqueConstraint("claim_id", "engagement_id", "happened_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagements.id"), index=True)
    happened_on: Mapped[date]
    words: Mapped[str | None]
    """As written by hand; what an engagement says stands there."""

    claim: Mapped[Claim] = relationship(back_populates="progress")
    engagement: Mapped[Engagement | None] = relationship()
    recorded_by: Mapped[User | None] = relationship()
    proofs: Mapped[list[ClaimProof]] = relationship(back_populates="progress", order_by="ClaimProof.id")


class ClaimProof(AppendOnly, Recorded, Base):
    """A file that proves the first talk, a step since, or what somebody asks for."""

    __tablename__ = "claim_proofs"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    progress_id: Mapped[int | None] = mapped_column(ForeignKey("claim_progress.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), index=True)

    claim: Mapped[Claim] = relationship(back_populates="proofs")
    progress: Mapped[ClaimProgress | None] = relationship(back_populates="proofs")
    attachment: Mapped[Attachment] = relationship()


class ClaimRequest(Editable, Base):
    """What the office is asked to decide about a claim, by whom, and for which record of theirs."""

    __tablename__ = "claim_requests"
    __table_args__ = (
        Index(
            "ix_claim_requests_open",
            "asked_at",
            "id",
            postgresql_where=text("state = 'open'"),
            sqlite_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    kind: Mapped[RequestKind] = mapped_column(enum_column(RequestKind))
    state: Mapped[RequestState] = mapped_column(enum_column(RequestState), default=RequestState.OPEN)
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    """The park that asks."""
    other_claim_id: Mapped[int | None] = mapped_column(ForeignKey("claims.id"), index=True)
    """What that park filed itself."""
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagements.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    reasons: Mapped[str | None]
    """Confidential: only who asks and the office read it."""
    share: Mapped[int | None]
    """What is asked for in a sharing, in hundredths of a percent."""
    until_on: Mapped[date | None]
    """Until when a renewal is asked for."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    claim: Mapped[Claim] = relationship(back_populates="requests", foreign_keys=[claim_id])
    other_claim: Mapped[Claim | None] = relationship(foreign_keys=[other_claim_id])
    park: Mapped[Park] = relationship()
    engagement: Mapped[Engagement | None] = relationship()
    project: Mapped[Project | None] = relationship()
    asked_by: Mapped[User | None] = relationship()
    rulings: Mapped[list[Ruling]] = relationship(back_populates="request", order_by="Ruling.id")

    @property
    def is_open(self) -> bool:
        return self.state is RequestState.OPEN


class Ruling(AppendOnly, Recorded, Base):
    """A decision of the office on a claim, with its reasons. Both parks read these."""

    __tablename__ = "rulings"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("claim_requests.id"), index=True)
    outcome: Mapped[RulingOutcome] = mapped_column(enum_column(RulingOutcome))
    reasons: Mapped[str]
    holds_from: Mapped[date]
    """The day from which shares count."""
    from_park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    """Who held the claim until then."""
    to_park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    """Who holds it from then on."""
    until_on: Mapped[date | None]

    claim: Mapped[Claim] = relationship(back_populates="rulings")
    request: Mapped[ClaimRequest] = relationship(back_populates="rulings")
    from_park: Mapped[Park] = relationship(foreign_keys=[from_park_id])
    to_park: Mapped[Park] = relationship(foreign_keys=[to_park_id])
    recorded_by: Mapped[User | None] = relationship()
    shares: Mapped[list[ClaimShare]] = relationship(back_populates="ruling", order_by="ClaimShare.position")


class ClaimShare(AppendOnly, Base):
    """A park's part of the credit by a ruling, in hundredths of a percent."""

    __tablename__ = "claim_shares"
    __table_args__ = (UniqueConstraint("ruling_id", "park_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ruling_id: Mapped[int] = mapped_column(ForeignKey("rulings.id"))
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    position: Mapped[int]
    share: Mapped[int]

    ruling: Mapped[Ruling] = relationship(back_populates="shares")
    park: Mapped[Park] = relationship()
