from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.attachments import Attachment
from models.base import AppendOnly, Archivable, Base, Editable, Recorded, Versioned
from models.types import UtcDateTime

if TYPE_CHECKING:
    from models.firms import Firm
    from models.parks import Park


class EstablishmentFacts:
    """What a figure rests on, in the record and in each of its versions."""

    registered_name: Mapped[str]
    registered_on: Mapped[date]
    ceased_on: Mapped[date | None]
    """The day on which it closed or moved away: from then on the firm is no longer there."""
    cease_reason: Mapped[str | None]
    """``moved`` or ``deregistered`` where known."""
    credit_code: Mapped[str | None]
    funded_on: Mapped[date | None]
    operating_on: Mapped[date | None]
    suspended_on: Mapped[date | None]
    is_retracted: Mapped[bool] = mapped_column(default=False)
    """Taken back, as by undoing an import: from then on it counts nowhere."""


class Establishment(Versioned, Editable, Archivable, EstablishmentFacts, Base):
    """A firm's registered entity in a park: the proof that it has settled."""

    __tablename__ = "establishments"
    __table_args__ = (Index("ix_establishments_registered_on_id", "registered_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)
    evidence_note: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    firm: Mapped[Firm] = relationship(back_populates="establishments")
    park: Mapped[Park] = relationship()
    evidence: Mapped[list[EstablishmentEvidence]] = relationship(back_populates="establishment")
    versions: Mapped[list[EstablishmentVersion]] = relationship(
        back_populates="establishment", order_by="EstablishmentVersion.id"
    )


class EstablishmentVersion(AppendOnly, Recorded, EstablishmentFacts, Base):
    __tablename__ = "establishment_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"), index=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    park_id: Mapped[int] = mapped_column(ForeignKey("parks.id"), index=True)

    establishment: Mapped[Establishment] = relationship(back_populates="versions")
    firm: Mapped[Firm] = relationship()
    park: Mapped[Park] = relationship()


class EstablishmentEvidence(AppendOnly, Recorded, Base):
    """A licence or other document of an establishment."""

    __tablename__ = "establishment_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), index=True)

    establishment: Mapped[Establishment] = relationship(back_populates="evidence")
    attachment: Mapped[Attachment] = relationship()


Establishment.version_model = EstablishmentVersion
Establishment.version_owner = "establishment"
Establishment.versioned = (
    "firm_id",
    "park_id",
    "registered_name",
    "registered_on",
    "ceased_on",
    "cease_reason",
    "credit_code",
    "funded_on",
    "operating_on",
    "suspended_on",
    "is_retracted",
)
