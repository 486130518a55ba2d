from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Archivable, Base, Editable, present_index
from models.enums import AssociationKind
from models.types import SortKey, UtcDateTime, enum_column

if TYPE_CHECKING:
    from models.contacts import ContactRole
    from models.firms import Firm


class Association(Editable, Archivable, Base):
    """A chamber, a federation of Taiwan-invested enterprises, an agency: it can introduce firms."""

    __tablename__ = "associations"
    __table_args__ = (present_index("associations"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[AssociationKind] = mapped_column(enum_column(AssociationKind), index=True)
    name_hans: Mapped[str | None]
    name_hant: Mapped[str | None]
    name_en: Mapped[str | None]
    region: Mapped[str | None]
    website: Mapped[str | None]
    note: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    # Derived for sorting and for finding two characters of a name in any script.
    pinyin_key: Mapped[str] = mapped_column(SortKey, index=True)
    search_text: Mapped[str]

    firms: Mapped[list[AssociationFirm]] = relationship(back_populates="association")
    roles: Mapped[list[ContactRole]] = relationship(back_populates="association")

    @property
    def name(self) -> str:
        """The name to show where there is room for one."""
        return self.name_hant or self.name_hans or self.name_en or self.ref


class AssociationFirm(Editable, Archivable, Base):
    """A firm's membership of an association. Put away where it was recorded by mistake."""

    __tablename__ = "association_firms"

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("associations.id"), index=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    role: Mapped[str | None]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    association: Mapped[Association] = relationship(back_populates="firms")
    firm: Mapped[Firm] = relationship()
