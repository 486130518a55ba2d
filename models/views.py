from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Archivable, Base, Editable
from models.enums import Sharing
from models.types import UtcDateTime, enum_column
from models.users import User


class SavedView(Editable, Archivable, Base):
    """A list as somebody likes to see it: the arguments of its address, under a name, shared or not."""

    __tablename__ = "saved_views"
    __table_args__ = (
        UniqueConstraint("owner_id", "endpoint", "name"),
        Index("ix_saved_views_endpoint_shared_with", "endpoint", "shared_with"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    endpoint: Mapped[str]
    name: Mapped[str]
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    shared_with: Mapped[Sharing] = mapped_column(enum_column(Sharing))
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    """The owner's park when it was shared with it."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    owner: Mapped[User] = relationship()
