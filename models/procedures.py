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
    from models.projects import Project


class ProcedureKind(Editable, Base):
    """A usual approval: which office gives it, what it asks for, how many working days it takes."""

    __tablename__ = "procedure_kinds"

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


class Procedure(Editable, Base):
    """One approval that is done for the firm of a project (代办)."""

    __tablename__ = "procedures"
    __table_args__ = (
        Index(
            "ix_procedures_unfinished",
            "due_on",
            "id",
            postgresql_where=text("done_on IS NULL AND is_needed"),
            sqlite_where=text("done_on IS NULL AND is_needed"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    kind_id: Mapped[int | None] = mapped_column(ForeignKey("procedure_kinds.id"), index=True)
    name: Mapped[str | None]
    """Its own name, where it is none of the usual ones."""
    position: Mapped[int]
    department: Mapped[str | None]
    papers: Mapped[str | None]
    is_needed: Mapped[bool] = mapped_column(default=True)
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    number: Mapped[str | None]
    """Of the permit or the receipt."""
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    note: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    project: Mapped[Project] = relationship()
    kind: Mapped[ProcedureKind | None] = relationship()
    responsible: Mapped[User | None] = relationship(foreign_keys=[responsible_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    documents: Mapped[list[ProcedureDocument]] = relationship(
        back_populates="procedure", order_by="ProcedureDocument.id"
    )

    def state_on(self, day: date) -> ProcedureState:
        if not self.is_needed:
            return ProcedureState.NOT_NEEDED
        if self.done_on is not None:
            return ProcedureState.DONE
        is_late = self.due_on is not None and self.due_on < day
        return ProcedureState.OVERDUE if is_late else ProcedureState.OPEN


class ProcedureDocument(AppendOnly, Recorded, Base):
    """A file of an approval: what was handed in, what was given."""

    __tablename__ = "procedure_documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), index=True)

    procedure: Mapped[Procedure] = relationship(back_populates="documents")
    attachment: Mapped[Attachment] = relationship()
