"""The plain typed base of all models, and what several of them share."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, MetaData, text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from models.types import UtcDateTime

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Plain and typed; queries live in the features."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


def present_index(table: str) -> Index:
    """Records that aren't put away, by their ids: so a list is counted without reading what it lists."""
    present = text("archived_at IS NULL")
    return Index(f"ix_{table}_present", "id", postgresql_where=present, sqlite_where=present)


class AppendOnly:
    """Rows that are written once. The database itself refuses to change them (triggers)."""


class Versioned:
    """A record of which every state is kept.

    Whenever one of ``versioned`` changes, the session's flush appends a row of
    ``version_model`` (same column names, plus who and when), so that a figure can be had as
    it was known at any moment.
    """

    versioned: ClassVar[tuple[str, ...]]
    version_model: ClassVar[type[Base]]
    version_owner: ClassVar[str]
    """Name of the relationship on ``version_model`` that leads back to the record."""


class Recorded:
    """Who recorded a row, and when."""

    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    @declared_attr
    def recorded_by_id(cls) -> Mapped[int | None]:  # noqa: N805 - SQLAlchemy passes the class
        return mapped_column(ForeignKey("users.id"), index=True)


class Archivable:
    """Nothing is deleted: a record is put away with a reason, and can be brought back."""

    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    archived_reason: Mapped[str | None]

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


class Editable:
    """People edit it, so a version number guards against lost updates."""

    lock_version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805 - SQLAlchemy passes the class
        return {"version_id_col": cls.lock_version}


class Personal:
    """A record about a person outside the staff, who may ask that it be erased.

    What its ``personal`` columns held lies apart from the audit log (:class:`models.AuditPersonal`). Where
    rows are written once, the database lets these columns be emptied, and nothing else.
    """

    personal: ClassVar[frozenset[str]]
