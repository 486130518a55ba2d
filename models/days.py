from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Editable
from models.enums import Side
from models.types import enum_column


class SpecialDay(Editable, Base):
    """A day on which one side works, or doesn't, other than the published calendar says."""

    __tablename__ = "special_days"
    __table_args__ = (UniqueConstraint("side", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    side: Mapped[Side] = mapped_column(enum_column(Side))
    day: Mapped[date]
    is_working: Mapped[bool]
    name: Mapped[str]
