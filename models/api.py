from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import UtcDateTime


class KeptAnswer(Base):
    """The first answer to a write, given again to who sends the same under the same key."""

    __tablename__ = "kept_answers"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str]
    fingerprint: Mapped[str]
    """SHA-256 of what was sent, where to, and with which rights."""
    status: Mapped[int]
    body: Mapped[str]
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
