from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AppendOnly, Base, Recorded
from models.enums import BulkField
from models.types import UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.projects import Project


class BulkChange(Recorded, Base):
    """One field of many projects changed at once. Its rows are what taking it back needs."""

    __tablename__ = "bulk_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[BulkField] = mapped_column(enum_column(BulkField))
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    recorded_by: Mapped[User | None] = relationship(foreign_keys="BulkChange.recorded_by_id")
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])
    rows: Mapped[list[BulkChangeRow]] = relationship(
        back_populates="change", order_by="BulkChangeRow.project_id"
    )


class BulkChangeRow(AppendOnly, Base):
    """What it was of one project before, and the version that the change left behind."""

    __tablename__ = "bulk_change_rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("bulk_changes.id"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    before: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    left_version: Mapped[int]

    change: Mapped[BulkChange] = relationship(back_populates="rows")
    project: Mapped[Project] = relationship()
