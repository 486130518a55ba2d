"""The parks, which every feature names."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from crm.core.database import session
from models import Park


def list_parks() -> Sequence[Park]:
    """All parks, in the order in which they are shown."""
    return session.scalars(select(Park).order_by(Park.position, Park.id)).all()


def find_park(code: str) -> Park | None:
    return session.scalars(select(Park).where(Park.code == code)).one_or_none()
