from __future__ import annotations

from enum import StrEnum


class Sharing(StrEnum):
    """Who else finds a saved view in the menu."""

    NOBODY = "nobody"
    PARK = "park"
    EVERYBODY = "everybody"


class BulkField(StrEnum):
    """What can be changed of many projects at once: named like the column."""

    RESPONSIBLE = "responsible_id"
    INDUSTRY = "industry_id"
    SOURCE = "lead_source"
