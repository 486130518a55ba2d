from __future__ import annotations

from enum import StrEnum


class ErasureState(StrEnum):
    """Where the wish stands that a person's data goes."""

    ASKED = "asked"
    AGREED = "agreed"
    """One official agreed; another one has yet to look."""
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    DONE = "done"
