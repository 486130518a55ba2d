from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Editable
from models.types import UtcDateTime
from models.users import User


class Deputy(Editable, Base):
    """One person stands in for another for a time, openly: A/B posts, a leader's secretary."""

    __tablename__ = "deputies"

    id: Mapped[int] = mapped_column(primary_key=True)
    principal_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    reason: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    principal: Mapped[User] = relationship(foreign_keys=[principal_id])
    deputy: Mapped[User] = relationship(foreign_keys=[deputy_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
