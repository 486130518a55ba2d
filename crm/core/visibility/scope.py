"""To whose matters a viewer is limited at all."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false

from crm.core.permissions import PARK_ROLES, Permission, may
from models import User

Condition = ColumnElement[bool]


def own_park_id(viewer: User | None) -> int | None:
    """The one park whose matters the viewer is limited to, or None for no such limit."""
    return viewer.park_id if viewer is not None and viewer.role in PARK_ROLES else None


def granted(viewer: User | None, permission: Permission, limit: Condition) -> Condition:
    """``limit`` for whom the permission is granted to, nothing for others."""
    return limit if viewer is None or may(viewer, permission) else false()
