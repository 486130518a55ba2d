from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attachments import Attachment
from models.base import AppendOnly, Base, Editable, Recorded
from models.enums import ProcedureState
from models.types import UtcDateTime
from models.users import User

if TYPE_CHECKING:
    from models.majors import MajorProject


class GreenChannelKind(Editable, Base):
    """A usual step of the green channel for land: its office, its papers, its working days."""

    __tablename__ = "green_channel_kinds"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    name_hans: Mapped[str]
    name_hant: Mapped[str]
    name_en: Mapped[str]
    department: Mapped[str]
    papers: Mapped[str | None]
    working_days: Mapped[int]
    is_used: Mapped[bool] = mapped_column(default=True)


class GreenChannelStep(Editable, Base):
    """One step on the way of a major project to its land."""

    __tablename__ = "green_channel_steps"
    __table_args__ = (
        Index(
            "ix_green_channel_steps_unfinished",
            "due_on",
            "id",
            postgresql_where=text("done_on IS NULL AND is_needed"),
            sqlite_where=text("done_on IS NULL AND is_needed"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    major_id: Mapped[int] = mapped_column(ForeignKey("major_projects.id"), index=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("green_channel_kinds.id"), index=True)
    position: Mapped[int]
    department: Mapped[str | None]
    papers: Mapped[str | None]
    is_needed: Mapped[bool] = mapped_column(default=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Who sees to it; nobody: who is responsible for the project."""
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    number: Mapped[str | None]
    """Of the paper that was given."""
    note: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    major: Mapped[MajorProject] = relationship(back_populates="steps")
    kind: Mapped[GreenChannelKind] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    files: Mapped[list[GreenChannelFile]] = relationship(
        back_populates="step", order_by="GreenChannelFile.id"
    )

    def state_on(self, day: date) -> ProcedureState:
        if not self.is_needed:
            return ProcedureState.NOT_NEEDED
        if self.done_on is not None:
            return ProcedureState.DONE
        is_late = self.due_on is not None and self.due_on < day
        return ProcedureState.OVERDUE if is_late else ProcedureState.OPEN


class GreenChannelFile(AppendOnly, Recorded, Base):
    """A file that proves a step of the green channel."""

    __tablename__ = "green_channel_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("green_channel_steps.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), index=True)

    step: Mapped[GreenChannelStep] = relationship(back_populates="files")
    attachment: Mapped[Attachment] = relationship()
