from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Recorded
from models.enums import ChangeKind, ImportState, Role
from models.types import UtcDateTime, enum_column
from models.users import User


class ImportBatch(Recorded, Base):
    """One file that was taken in whole, and can be put back."""

    __tablename__ = "import_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    file_name: Mapped[str]
    sha256: Mapped[str]
    state: Mapped[ImportState] = mapped_column(enum_column(ImportState))
    new_count: Mapped[int]
    changed_count: Mapped[int]
    same_count: Mapped[int]
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    undo_reason: Mapped[str | None]
    role: Mapped[Role | None] = mapped_column(enum_column(Role))
    """The role in which it was taken in."""
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    """The one park to which who took it in was limited then; None for the provincial office."""

    recorded_by: Mapped[User | None] = relationship(foreign_keys="ImportBatch.recorded_by_id")
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])
    changes: Mapped[list[ImportChange]] = relationship(back_populates="batch", order_by="ImportChange.id")


class ImportChange(Base):
    """What one row of a file changed: the cells before and after, by column."""

    __tablename__ = "import_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"), index=True)
    row_number: Mapped[int]
    kind: Mapped[ChangeKind] = mapped_column(enum_column(ChangeKind))
    key: Mapped[str]
    record_id: Mapped[int]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)

    batch: Mapped[ImportBatch] = relationship(back_populates="changes")
