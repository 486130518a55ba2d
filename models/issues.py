from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attachments import Attachment
from models.base import AppendOnly, Archivable, Base, Editable, Recorded, present_index
from models.enums import IssueAction, IssueKind, IssueLevel, IssueState, NeedCategory
from models.types import SortKey, UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.engagements import Engagement
    from models.firms import Firm
    from models.parks import Park
    from models.projects import Project


def _unsolved_index(name: str, column: str) -> Index:
    """Of what somebody still owes, by the day it is due."""
    unsolved = text("archived_at IS NULL AND state <> 'closed'")
    return Index(name, column, "due_on", "id", postgresql_where=unsolved, sqlite_where=unsolved)


class Issue(Editable, Archivable, Base):
    """A matter that an owner has to solve by a day: raised, assigned, answered, closed by somebody else."""

    __tablename__ = "issues"
    __table_args__ = (
        Index("ix_issues_raised_at_id", "raised_at", "id"),
        Index("ix_issues_due_on_id", "due_on", "id"),
        Index("ix_issues_state_due_on_id", "state", "due_on", "id"),
        _unsolved_index("ix_issues_unsolved_of_owner", "owner_id"),
        _unsolved_index("ix_issues_unsolved_of_park", "park_id"),
        present_index("issues"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    kind: Mapped[IssueKind] = mapped_column(enum_column(IssueKind))
    need_category: Mapped[NeedCategory | None] = mapped_column(enum_column(NeedCategory))
    title: Mapped[str]
    text: Mapped[str | None]
    state: Mapped[IssueState] = mapped_column(enum_column(IssueState))
    level: Mapped[IssueLevel] = mapped_column(enum_column(IssueLevel))
    level_since: Mapped[date]
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    """None for a matter of the whole zone."""
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagements.id"), index=True)
    source_url: Mapped[str | None]
    """An address of this system, such as that of the figure it is about."""
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Who wrote it down in the name of who raised it, openly."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    partners: Mapped[str | None]
    due_on: Mapped[date]
    response_due_on: Mapped[date]
    """By when somebody has to have taken it up."""
    escalates_on: Mapped[date | None] = mapped_column(index=True)
    """The day on which it goes a level up by itself; None where nothing is owed, or nobody is above."""
    is_confidential: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    response_days: Mapped[int | None]
    """Working days until somebody took it up."""
    answer_days: Mapped[int | None]
    """Working days until the answer that stands."""
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    park: Mapped[Park | None] = relationship()
    firm: Mapped[Firm | None] = relationship()
    project: Mapped[Project | None] = relationship()
    engagement: Mapped[Engagement | None] = relationship()
    raised_by: Mapped[User | None] = relationship(foreign_keys=[raised_by_id])
    entered_by: Mapped[User | None] = relationship(foreign_keys=[entered_by_id])
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
    closed_by: Mapped[User | None] = relationship(foreign_keys=[closed_by_id])
    steps: Mapped[list[IssueStep]] = relationship(back_populates="issue", order_by="IssueStep.id")
    documents: Mapped[list[IssueDocument]] = relationship(back_populates="issue", order_by="IssueDocument.id")


class IssueStep(AppendOnly, Recorded, Base):
    """Who did what with an issue, when and why, and what changed by it."""

    __tablename__ = "issue_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"), index=True)
    action: Mapped[IssueAction] = mapped_column(enum_column(IssueAction))
    note: Mapped[str | None]
    from_state: Mapped[IssueState | None] = mapped_column(enum_column(IssueState))
    to_state: Mapped[IssueState] = mapped_column(enum_column(IssueState))
    from_level: Mapped[IssueLevel | None] = mapped_column(enum_column(IssueLevel))
    to_level: Mapped[IssueLevel] = mapped_column(enum_column(IssueLevel))
    from_owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    to_owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    from_due_on: Mapped[date | None]
    to_due_on: Mapped[date]

    issue: Mapped[Issue] = relationship(back_populates="steps")
    from_owner: Mapped[User | None] = relationship(foreign_keys=[from_owner_id])
    to_owner: Mapped[User | None] = relationship(foreign_keys=[to_owner_id])
    recorded_by: Mapped[User | None] = relationship(foreign_keys="IssueStep.recorded_by_id")


class IssueDocument(AppendOnly, Recorded, Base):
    """A file of an issue: what it is about, or what proves that it is solved."""

    __tablename__ = "issue_documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("issue_steps.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), index=True)

    issue: Mapped[Issue] = relationship(back_populates="documents")
    step: Mapped[IssueStep] = relationship()
    attachment: Mapped[Attachment] = relationship()
