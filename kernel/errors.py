"""Refusals the whole system speaks of. None of them knows HTTP."""

from __future__ import annotations

from collections.abc import Mapping


class CrmError(Exception):
    """A refusal that says why, and what to do, in words for the person who caused it.

    ``fields`` names the inputs at fault, so that a form can put the words beside them.
    """

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields: dict[str, str] = dict(fields or {})


class NotFoundError(CrmError):
    """No such record, or none that this viewer may know of: the two look the same."""


class NotAllowedError(CrmError):
    """The viewer may know of the thing, but not do this to it."""


class RuleError(CrmError):
    """A rule of the domain forbids it."""


class DeniedError(RuleError):
    """A right, the second key or a gate stands against it: such an attempt goes into the audit log."""


class ConflictError(CrmError):
    """Somebody else changed it in between."""
