from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Editable


class Setting(Editable, Base):
    """A value that administrators set: password rules, thresholds, notices."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Counter(Base):
    """A number that only grows, such as the revision of what figures rest on."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
