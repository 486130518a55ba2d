from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Editable, Personal
from models.enums import ErasureState
from models.types import UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.talents import Talent


class Applicant(Personal, Base):
    """A person who came by a code sent to an address: the account, and the address that opens it."""

    __tablename__ = "applicants"
    personal: ClassVar[frozenset[str]] = frozenset({"email"})

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    """In small letters; None once the person is erased."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()


class Erasure(Editable, Base):
    """A wish, or the end of a term, that a person's data goes: one official decides, another one does it."""

    __tablename__ = "erasures"
    __table_args__ = (CheckConstraint("user_id IS NOT NULL OR talent_id IS NOT NULL", name="of_somebody"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """The applicant's account; None where the person never had one."""
    talent_id: Mapped[int | None] = mapped_column(ForeignKey("talents.id"), index=True)
    state: Mapped[ErasureState] = mapped_column(enum_column(ErasureState), index=True)
    is_by_term: Mapped[bool] = mapped_column(default=False)
    """The time for which data is kept has run out; else the person asked."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    grounds: Mapped[str | None]
    """Of the decision, in general words: it outlives the person's data."""
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """How many rows of which table lost what they said, and how many files went."""

    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    talent: Mapped[Talent | None] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    done_by: Mapped[User | None] = relationship(foreign_keys=[done_by_id])
