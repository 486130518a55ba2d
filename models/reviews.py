from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attachments import Attachment
from models.base import Archivable, Base, Editable, present_index
from models.enums import ReviewConclusion, ReviewKind
from models.types import UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.parks import Park


class Review(Editable, Archivable, Base):
    """A review for fair competition or for legality, which an incentive has to have passed."""

    __tablename__ = "reviews"
    __table_args__ = (
        Index("ix_reviews_reviewed_on_id", "reviewed_on", "id"),
        present_index("reviews"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ReviewKind] = mapped_column(enum_column(ReviewKind))
    number: Mapped[str | None]
    reviewed_on: Mapped[date]
    unit: Mapped[str]
    """Who reviewed."""
    subject: Mapped[str]
    """What was reviewed."""
    conclusion: Mapped[ReviewConclusion] = mapped_column(enum_column(ReviewConclusion))
    note: Mapped[str | None]
    """Such as the changes that were asked for."""
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    """None for what holds in the whole zone."""
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    park: Mapped[Park | None] = relationship()
    attachment: Mapped[Attachment | None] = relationship()
    created_by: Mapped[User | None] = relationship()

    @property
    def is_passed(self) -> bool:
        """Whether an incentive may rest on it."""
        return self.conclusion.is_passed and not self.is_archived
