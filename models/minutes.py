from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attachments import Attachment
from models.base import AppendOnly, Archivable, Base, Editable, Recorded
from models.types import SortKey, UtcDateTime
from models.users import User

if TYPE_CHECKING:
    from models.issues import Issue
    from models.parks import Park
    from models.projects import Project


class Minutes(Editable, Archivable, Base):
    """What a meeting came to. Once issued it stands, and each of its decisions is an issue."""

    __tablename__ = "minutes"
    __table_args__ = (Index("ix_minutes_held_on_id", "held_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(SortKey, unique=True)
    number: Mapped[str | None]
    """The office's own document number."""
    title: Mapped[str]
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    """None for a meeting of the whole zone."""
    held_on: Mapped[date]
    place: Mapped[str | None]
    chair: Mapped[str | None]
    present: Mapped[str | None]
    text: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    park: Mapped[Park | None] = relationship()
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    issued_by: Mapped[User | None] = relationship(foreign_keys=[issued_by_id])
    decisions: Mapped[list[MinutesDecision]] = relationship(
        back_populates="minutes", order_by="MinutesDecision.id"
    )
    documents: Mapped[list[MinutesDocument]] = relationship(
        back_populates="minutes", order_by="MinutesDocument.id"
    )


class MinutesDecision(Editable, Archivable, Base):
    """One decision of a meeting, with who carries it out by when; the issue it became."""

    __tablename__ = "minutes_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    text: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    partners: Mapped[str | None]
    due_on: Mapped[date]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issues.id"), index=True)

    minutes: Mapped[Minutes] = relationship(back_populates="decisions")
    owner: Mapped[User] = relationship()
    project: Mapped[Project | None] = relationship()
    issue: Mapped[Issue | None] = relationship()


class MinutesDocument(AppendOnly, Recorded, Base):
    """A file of the meeting."""

    __tablename__ = "minutes_documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), index=True)

    minutes: Mapped[Minutes] = relationship(back_populates="documents")
    attachment: Mapped[Attachment] = relationship()
