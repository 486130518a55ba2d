from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attachments import Attachment
from models.base import Base
from models.enums import JobState, Role
from models.types import UtcDateTime, enum_column
from models.users import User


class Job(Base):
    """The machine's work, written in the transaction that asks for it. This row is the truth:
    a worker that dies leaves a stale heartbeat, and a sweep gives the job to another."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state_id", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[JobState] = mapped_column(enum_column(JobState))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    message: Mapped[str | None]
    error: Mapped[str | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[Role | None] = mapped_column(enum_column(Role))
    """The role in which it was asked for; with the park, whose matters it may hold."""
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    """The one park to which who asked was limited then; None without such a limit."""
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    heartbeat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    attachment: Mapped[Attachment | None] = relationship()
    created_by: Mapped[User | None] = relationship()
