"""What the log says of people outside, as it is shown: that it was changed, not what it is.

The log itself keeps every value; its chain goes by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MASK = "***"
PERSONAL = frozenset({"phone", "email"})
HOLDERS = frozenset({"advisers", "contacts", "merges", "delegation_members"})
"""Records that hold how to reach a person; a merge holds what it wrote of one."""


def masked(entity: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a record without telephones and addresses."""
    return _masked(content) if entity in HOLDERS else dict(content)


def _masked(value: Any, *, is_personal: bool = False) -> Any:
    if isinstance(value, Mapping):
        return {name: _masked(each, is_personal=name in PERSONAL) for name, each in value.items()}
    if isinstance(value, list):
        return [_masked(each, is_personal=is_personal) for each in value]
    return MASK if is_personal and value else value
