from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Index, Table, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attachments import Attachment
from models.base import AppendOnly, Archivable, Base, Editable, Recorded, present_index
from models.contacts import Contact
from models.enums import EngagementKind
from models.types import UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.delegations import Delegation
    from models.firms import Firm
    from models.parks import Park
    from models.projects import Project

engagement_firms = Table(
    "engagement_firms",
    Base.metadata,
    Column("engagement_id", ForeignKey("engagements.id"), primary_key=True),
    Column("firm_id", ForeignKey("firms.id"), primary_key=True, index=True),
)

engagement_contacts = Table(
    "engagement_contacts",
    Base.metadata,
    Column("engagement_id", ForeignKey("engagements.id"), primary_key=True),
    Column("contact_id", ForeignKey("contacts.id"), primary_key=True, index=True),
)

engagement_users = Table(
    "engagement_users",
    Base.metadata,
    Column("engagement_id", ForeignKey("engagements.id"), primary_key=True),
    Column("user_id", ForeignKey("users.id"), primary_key=True, index=True),
)

engagement_mentions = Table(
    "engagement_mentions",
    Base.metadata,
    Column("comment_id", ForeignKey("engagement_comments.id"), primary_key=True),
    Column("user_id", ForeignKey("users.id"), primary_key=True, index=True),
)


def _ahead_index(name: str, column: str) -> Index:
    """Of engagements that led to a next step, by the day it is due."""
    ahead = text("archived_at IS NULL AND next_due_on IS NOT NULL")
    return Index(name, column, "next_due_on", postgresql_where=ahead, sqlite_where=ahead)


class Engagement(Editable, Archivable, Base):
    """One contact with one or more firms; it stands on the timeline of all it touches."""

    __tablename__ = "engagements"
    __table_args__ = (
        Index("ix_engagements_happened_at_id", "happened_at", "id"),
        _ahead_index("ix_engagements_next_steps", "park_id"),
        _ahead_index("ix_engagements_next_steps_of_owner", "next_owner_id"),
        present_index("engagements"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[EngagementKind] = mapped_column(enum_column(EngagementKind))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    duration_minutes: Mapped[int | None]
    place: Mapped[str | None]
    is_two_way: Mapped[bool] = mapped_column(default=True, server_default=true())
    """They answered, or were there. What we only sent or said doesn't keep a project warm."""
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegations.id"), index=True)
    summary: Mapped[str]
    outcome: Mapped[str | None]
    next_step: Mapped[str | None]
    next_due_on: Mapped[date | None]
    next_owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    is_confidential: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    client_key: Mapped[str | None] = mapped_column(unique=True, index=True)
    """What the phone called its draft: the same draft sent twice is one engagement."""

    park: Mapped[Park] = relationship()
    project: Mapped[Project | None] = relationship(back_populates="engagements")
    delegation: Mapped[Delegation | None] = relationship()
    firms: Mapped[list[Firm]] = relationship(secondary=engagement_firms)
    contacts: Mapped[list[Contact]] = relationship(secondary=engagement_contacts)
    users: Mapped[list[User]] = relationship(secondary=engagement_users, order_by=User.id)
    """Our people who were there."""
    files: Mapped[list[EngagementFile]] = relationship(
        back_populates="engagement", order_by="EngagementFile.id"
    )
    comments: Mapped[list[EngagementComment]] = relationship(
        back_populates="engagement", order_by="EngagementComment.id"
    )
    next_owner: Mapped[User | None] = relationship(foreign_keys=[next_owner_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])


class EngagementFile(AppendOnly, Recorded, Base):
    """A photo or a paper of what happened."""

    __tablename__ = "engagement_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), index=True)

    engagement: Mapped[Engagement] = relationship(back_populates="files")
    attachment: Mapped[Attachment] = relationship()
    recorded_by: Mapped[User | None] = relationship(foreign_keys="EngagementFile.recorded_by_id")


class EngagementComment(AppendOnly, Recorded, Base):
    """What a colleague says to it. Who recorded it is its author; it is answered, not rewritten."""

    __tablename__ = "engagement_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"), index=True)
    text: Mapped[str]

    engagement: Mapped[Engagement] = relationship(back_populates="comments")
    recorded_by: Mapped[User | None] = relationship(foreign_keys="EngagementComment.recorded_by_id")
    mentions: Mapped[list[User]] = relationship(secondary=engagement_mentions, order_by=User.id)
