from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AppendOnly, Base
from models.enums import AuditAction
from models.types import UtcDateTime, enum_column


class AuditRecord(AppendOnly, Base):
    """One change or refusal, chained to the one before it.

    ``hash`` covers every column here and ``previous_hash``; the values themselves lie apart,
    and only their salted commitment is chained.
    """

    __tablename__ = "audit_records"
    __table_args__ = (Index("ix_audit_records_entity_entity_id_sequence", "entity", "entity_id", "sequence"),)

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[str]
    action: Mapped[AuditAction] = mapped_column(enum_column(AuditAction), index=True)
    entity: Mapped[str] = mapped_column(index=True)
    entity_id: Mapped[str]
    origin: Mapped[str]
    """The way in: a method and path, a command, or a job."""
    request_id: Mapped[str] = mapped_column(index=True)
    commitment: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str]

    detail: Mapped[AuditDetail | None] = relationship(back_populates="record")
    personal: Mapped[AuditPersonal | None] = relationship(back_populates="record")


class AuditDetail(AppendOnly, Base):
    """What was before and after. ``content`` maps a column to [before, after]."""

    __tablename__ = "audit_details"

    sequence: Mapped[int] = mapped_column(
        ForeignKey("audit_records.sequence"), primary_key=True, autoincrement=False
    )
    salt: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)

    record: Mapped[AuditRecord] = relationship(back_populates="detail")


class AuditPersonal(Base):
    """What a record of the log says of a person, apart from the log, so that it can be erased for good.

    The detail keeps a commitment to it: while the row is there, a changed value shows; once it is erased the
    chain holds as before. ``entity`` and ``entity_id`` say whose it is.
    """

    __tablename__ = "audit_personal"
    __table_args__ = (Index("ix_audit_personal_entity", "entity", "entity_id"),)

    sequence: Mapped[int] = mapped_column(
        ForeignKey("audit_records.sequence"), primary_key=True, autoincrement=False
    )
    entity: Mapped[str]
    entity_id: Mapped[str]
    salt: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)

    record: Mapped[AuditRecord] = relationship(back_populates="personal")
