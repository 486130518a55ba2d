from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AppendOnly, Base, Recorded
from models.parks import Park
from models.plans import Plan
from models.types import UtcDateTime
from models.users import User


class IssuedReport(AppendOnly, Recorded, Base):
    """A report as it was signed: its number, the question that it answers, and the answer itself."""

    __tablename__ = "issued_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    """``2026-0001``: a series of its own each year."""
    name: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    as_of: Mapped[date]
    known_at: Mapped[datetime] = mapped_column(UtcDateTime)
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    """None is the whole zone."""
    locale: Mapped[str]
    frozen_tree: Mapped[str] = mapped_column(Text, deferred=True)
    """The content tree as :mod:`reports.render.frozen` writes it."""
    sha256: Mapped[str]
    """Of ``frozen_tree``, in hexadecimal."""
    audit_sequence: Mapped[int]
    audit_hash: Mapped[str]
    """The audit log's last record before: printed in the report, it makes a truncation show."""

    plan: Mapped[Plan] = relationship()
    park: Mapped[Park | None] = relationship()
    recorded_by: Mapped[User | None] = relationship()
