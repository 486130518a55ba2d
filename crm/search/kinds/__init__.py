"""What the box finds besides firms, projects and entries: one table of kinds, read by index and search alike.

A record is indexed by words that everybody who may see the record may know; never by a confidential note.
"""

from __future__ import annotations

from typing import Any

from crm.search.kinds.base import Kind
from crm.search.kinds.libraries import LIBRARIES
from crm.search.kinds.records import RECORDS

__all__ = ["BY_MODEL", "KINDS", "LIBRARIES", "Kind"]

KINDS: tuple[Kind, ...] = LIBRARIES + RECORDS

BY_MODEL: dict[type[Any], tuple[Kind, ...]] = {
    model: tuple(kind for kind in KINDS if kind.model is model) for model in {kind.model for kind in KINDS}
}
