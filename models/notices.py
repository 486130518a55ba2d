from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.enums import NoticeKind, Role
from models.types import UtcDateTime, enum_column
from models.users import User


def _index(name: str, condition: str) -> Index:
    return Index(name, "user_id", "id", postgresql_where=text(condition), sqlite_where=text(condition))


class Notice(Base):
    """One thing that a person is told: a kind and the parts of its words.

    The words themselves are put together in the reader's language.
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_user_id_id", "user_id", "id"),
        _index("ix_notices_unread", "read_at IS NULL"),
        _index("ix_notices_unmailed", "mailed_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[NoticeKind] = mapped_column(enum_column(NoticeKind))
    endpoint: Mapped[str]
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    words: Mapped[dict[str, str]] = mapped_column(JSON)
    role: Mapped[Role] = mapped_column(enum_column(Role))
    """The role in which it was told, with the park: it doesn't follow to another office."""
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()


class NoticeChoice(Base):
    """A kind of notice that a person doesn't want by mail."""

    __tablename__ = "notice_choices"
    __table_args__ = (UniqueConstraint("user_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[NoticeKind] = mapped_column(enum_column(NoticeKind))
