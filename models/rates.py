from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import UtcDateTime


class RateCount(Base):
    """How often somebody asked for what is open to everybody, in a window of time.

    ``key`` is a hash: of an address that asked, nothing else is kept, and it goes soon after the window.
    """

    __tablename__ = "rate_counts"

    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    resets_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
