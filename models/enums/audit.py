from __future__ import annotations

from enum import StrEnum


class AuditAction(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    REMOVED = "removed"
    BULK = "bulk"
    REFUSED = "refused"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    EXPORTED = "exported"
    OPENED = "opened"
