from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attachments import Attachment
from models.base import AppendOnly, Archivable, Base, Editable, Personal, Recorded, present_index
from models.enums import (
    ApplicationAction,
    ApplicationState,
    DecisionOutcome,
    Role,
    TalentDocumentKind,
    TalentLevel,
)
from models.types import SortKey, UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.parks import Park
    from models.talent_benefits import BenefitAward
    from models.talent_rules import TalentRuleVersion
    from models.talents import Employer, Talent


class TalentApplication(Editable, Archivable, Personal, Base):
    """One application for a level, from the first line typed to the letter. Personal data."""

    __tablename__ = "talent_applications"
    personal: ClassVar[frozenset[str]] = frozenset({"answers", "archived_reason"})
    __table_args__ = (
        present_index("talent_applications"),
        Index("ix_talent_applications_state_due_on_id", "state", "due_on", "id"),
        Index("ix_talent_applications_park_id_due_on_id", "park_id", "due_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    talent_id: Mapped[int] = mapped_column(ForeignKey("talents.id"), index=True)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employers.id"), index=True)
    """None for the self-employed, and for a team without one."""
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"))
    """None only while it is a draft."""
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    step: Mapped[str | None]
    """Of a draft: where the applicant left off."""
    state: Mapped[ApplicationState] = mapped_column(enum_column(ApplicationState))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    """The first time: the rule in force on that day holds."""
    due_on: Mapped[date | None]
    """By when the one at turn acts: employer, park, or the applicant with a supplement. Of a case that is
    over: as it last stood."""
    paused_days: Mapped[int | None]
    """Working days that were left when the clock was stopped; None while it runs."""
    decided_on: Mapped[date | None]
    rule_version_id: Mapped[int | None] = mapped_column(ForeignKey("talent_rule_versions.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Who examines it."""

    talent: Mapped[Talent] = relationship(back_populates="applications")
    employer: Mapped[Employer | None] = relationship()
    park: Mapped[Park | None] = relationship()
    rule_version: Mapped[TalentRuleVersion | None] = relationship()
    owner: Mapped[User | None] = relationship()
    steps: Mapped[list[ApplicationStep]] = relationship(
        back_populates="application", order_by="ApplicationStep.id"
    )
    documents: Mapped[list[ApplicationDocument]] = relationship(
        back_populates="application", order_by="ApplicationDocument.id"
    )
    decisions: Mapped[list[TalentDecision]] = relationship(
        back_populates="application", order_by="TalentDecision.id"
    )


class ApplicationStep(AppendOnly, Recorded, Personal, Base):
    """Who did what with an application, and when. The applicant reads ``public_note`` and never ``note``."""

    __tablename__ = "application_steps"
    personal: ClassVar[frozenset[str]] = frozenset({"note", "public_note"})

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("talent_applications.id"), index=True)
    action: Mapped[ApplicationAction] = mapped_column(enum_column(ApplicationAction))
    from_state: Mapped[ApplicationState | None] = mapped_column(enum_column(ApplicationState))
    to_state: Mapped[ApplicationState] = mapped_column(enum_column(ApplicationState))
    role: Mapped[Role | None] = mapped_column(enum_column(Role))
    """As who acted had it then; None is the system."""
    note: Mapped[str | None]
    public_note: Mapped[str | None]
    due_on: Mapped[date | None]

    application: Mapped[TalentApplication] = relationship(back_populates="steps")
    recorded_by: Mapped[User | None] = relationship()


class ApplicationDocument(Recorded, Archivable, Personal, Base):
    """A paper that the applicant handed in; put away where another one took its place."""

    __tablename__ = "application_documents"
    personal: ClassVar[frozenset[str]] = frozenset({"file_name", "archived_reason"})

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("talent_applications.id"), index=True)
    kind: Mapped[TalentDocumentKind] = mapped_column(enum_column(TalentDocumentKind))
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), index=True)
    file_name: Mapped[str]
    """As the applicant named it; in the store it stands under a name that says nothing."""

    application: Mapped[TalentApplication] = relationship(back_populates="documents")
    attachment: Mapped[Attachment] = relationship()
    recorded_by: Mapped[User | None] = relationship()


class TalentDecision(AppendOnly, Recorded, Personal, Base):
    """What an official decided, beside what the rule table said. Without its second key it holds nothing."""

    __tablename__ = "talent_decisions"
    personal: ClassVar[frozenset[str]] = frozenset({"reasons", "note", "snapshot"})

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(SortKey, unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("talent_applications.id"), index=True)
    outcome: Mapped[DecisionOutcome] = mapped_column(enum_column(DecisionOutcome))
    level_by_rule: Mapped[TalentLevel | None] = mapped_column(enum_column(TalentLevel))
    level: Mapped[TalentLevel | None] = mapped_column(enum_column(TalentLevel))
    reasons: Mapped[str]
    """As the applicant reads them."""
    note: Mapped[str | None]
    """For the office alone."""
    rule_version_id: Mapped[int] = mapped_column(ForeignKey("talent_rule_versions.id"), index=True)
    snapshot: Mapped[str] = mapped_column(Text)
    """What was computed, from which answers, as JSON."""
    total_minor: Mapped[int] = mapped_column(BigInteger)
    needs_second_key: Mapped[bool]
    is_review: Mapped[bool] = mapped_column(default=False)
    """It was made because the applicant asked that an earlier one be looked at again."""

    application: Mapped[TalentApplication] = relationship(back_populates="decisions")
    rule_version: Mapped[TalentRuleVersion] = relationship()
    recorded_by: Mapped[User | None] = relationship()
    keys: Mapped[list[DecisionKey]] = relationship(back_populates="decision", order_by="DecisionKey.id")
    awards: Mapped[list[BenefitAward]] = relationship(back_populates="decision", order_by="BenefitAward.id")


class DecisionKey(AppendOnly, Recorded, Personal, Base):
    """The second key to a decision: another official confirms it, or sends it back."""

    __tablename__ = "decision_keys"
    personal: ClassVar[frozenset[str]] = frozenset({"note"})

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("talent_decisions.id"), unique=True)
    is_confirmed: Mapped[bool]
    note: Mapped[str | None]

    decision: Mapped[TalentDecision] = relationship(back_populates="keys")
    recorded_by: Mapped[User | None] = relationship()
