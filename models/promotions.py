from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Archivable, Base, Editable, present_index
from models.contacts import Contact
from models.enums import InvitationReply, PromotionKind
from models.types import UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.firms import Firm
    from models.parks import Park


class Promotion(Editable, Archivable, Base):
    """An event to which people are invited: a promotion, a forum, a signing."""

    __tablename__ = "promotions"
    __table_args__ = (Index("ix_promotions_held_on_id", "held_on", "id"), present_index("promotions"))

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[PromotionKind] = mapped_column(enum_column(PromotionKind))
    held_on: Mapped[date]
    place: Mapped[str | None]
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    """The park that holds it; None is the office."""
    host: Mapped[str | None]
    capacity: Mapped[int | None]
    note: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    park: Mapped[Park | None] = relationship()
    created_by: Mapped[User | None] = relationship()
    invitations: Mapped[list[PromotionInvitation]] = relationship(
        back_populates="promotion", order_by="PromotionInvitation.id"
    )


class PromotionInvitation(Editable, Archivable, Base):
    """One invited: a contact, a firm, or somebody known by name only; the answer, and who came."""

    __tablename__ = "promotion_invitations"
    __table_args__ = (Index("ix_promotion_invitations_promotion_id_id", "promotion_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    promotion_id: Mapped[int] = mapped_column(ForeignKey("promotions.id"))
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), index=True)
    name: Mapped[str]
    invited_on: Mapped[date]
    reply: Mapped[InvitationReply] = mapped_column(enum_column(InvitationReply), default=InvitationReply.OPEN)
    has_attended: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]

    promotion: Mapped[Promotion] = relationship(back_populates="invitations")
    firm: Mapped[Firm | None] = relationship()
    contact: Mapped[Contact | None] = relationship()
