"""Refusals that only a program can meet."""

from __future__ import annotations

from flask_babel import gettext as _

from kernel.errors import ConflictError, CrmError
from models.base import Editable


class UnreadableError(CrmError):
    """What was sent isn't what its head says, or no JSON at all."""


class WrongTypeError(CrmError):
    """Sent as something that this route doesn't take."""


class StaleError(ConflictError):
    """The record is past the version that was seen; ``present`` is the one it has now."""

    def __init__(self, message: str, present: int) -> None:
        super().__init__(message)
        self.present = present


def refuse_stale(record: Editable, seen: int) -> None:
    """Raises StaleError."""
    if seen != record.lock_version:
        raise StaleError(_("Somebody else changed this in the meantime. Read it again."), record.lock_version)
