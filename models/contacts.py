from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Archivable, Base, Editable, present_index
from models.types import UtcDateTime
from models.users import User

if TYPE_CHECKING:
    from models.firms import Firm


class Contact(Editable, Archivable, Base):
    """A person at a firm. Personal data: masked unless the viewer owns the record."""

    __tablename__ = "contacts"
    __table_args__ = (present_index("contacts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    name: Mapped[str]
    title: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    source: Mapped[str]
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    firm: Mapped[Firm] = relationship(back_populates="contacts")
    owner: Mapped[User | None] = relationship()
