from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.enums import ParkKind
from models.types import enum_column


class Park(Base):
    """A core park or linked area; headline figures count core parks."""

    __tablename__ = "parks"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[ParkKind] = mapped_column(enum_column(ParkKind))
    position: Mapped[int]
    name_hans: Mapped[str]
    name_hant: Mapped[str]
    name_en: Mapped[str]
    city: Mapped[str | None]
    carrier: Mapped[str | None]
    leading_industries: Mapped[str | None]
    counterparts: Mapped[str | None]
    source: Mapped[str | None]

    @property
    def is_core(self) -> bool:
        return self.kind is ParkKind.CORE
