"""Who may take over: pure decisions."""

from __future__ import annotations

from typing import Final

from models.enums import Role

PARK_ROLES: Final = frozenset({Role.OFFICER, Role.PARK_LEAD})


def can_take_over(role: Role, park_id: int | None, *, of_park: int | None) -> bool:
    """The office takes over anything; of a park's person, a colleague of that park; else nobody."""
    if role is Role.COORDINATOR:
        return True
    return role in PARK_ROLES and park_id is not None and park_id == of_park
