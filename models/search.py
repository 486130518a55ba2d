from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

MASKED = "_masked"
"""Ends the kind of a document for those who may not read who somebody is."""


class SearchDocument(Base):
    """The words of a record by which the search box finds it; derived, so that many kinds share one index."""

    __tablename__ = "search_documents"
    __table_args__ = (UniqueConstraint("kind", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """The table in which the record stands, perhaps with :data:`MASKED`."""
    record_id: Mapped[int]
    search_text: Mapped[str]
    """Tokens as of :mod:`crm.core.names`; the first one names the kind."""
