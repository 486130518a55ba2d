from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Editable, Personal
from models.enums import MergeKind
from models.types import UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.contacts import Contact
    from models.firms import Firm


class Merge(Editable, Personal, Base):
    """Two records were found to be one: who said so and why, what changed, and when it was undone.

    Foreign keys stay where they are: the record merged away redirects to the one that is kept.
    """

    __tablename__ = "merges"
    personal: ClassVar[frozenset[str]] = frozenset({"reason", "changes", "undone_reason"})
    """Of contacts; what is said of firms is about nobody."""
    __table_args__ = (
        Index("ix_merges_merged_at_id", "merged_at", "id"),
        CheckConstraint(
            "(into_firm_id IS NULL) <> (into_contact_id IS NULL)"
            " AND (from_firm_id IS NULL) = (into_firm_id IS NULL)"
            " AND (from_contact_id IS NULL) = (into_contact_id IS NULL)",
            name="two_of_a_kind",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MergeKind] = mapped_column(enum_column(MergeKind))
    from_firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    into_firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    from_contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    into_contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    reason: Mapped[str]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    """By side (``into``, ``from``) and field what it was before and after; what was added; former parents.

    Of a contact these are personal data; where the person was erased, nothing is left of them.
    """
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    merged_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    undone_reason: Mapped[str | None]

    from_firm: Mapped[Firm | None] = relationship(foreign_keys=[from_firm_id])
    into_firm: Mapped[Firm | None] = relationship(foreign_keys=[into_firm_id])
    from_contact: Mapped[Contact | None] = relationship(foreign_keys=[from_contact_id])
    into_contact: Mapped[Contact | None] = relationship(foreign_keys=[into_contact_id])
    merged_by: Mapped[User | None] = relationship(foreign_keys=[merged_by_id])
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])

    @property
    def from_id(self) -> int:
        return self.from_firm_id or self.from_contact_id or 0

    @property
    def into_id(self) -> int:
        return self.into_firm_id or self.into_contact_id or 0
