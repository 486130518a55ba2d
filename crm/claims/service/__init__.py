"""Filing claims, keeping them alive, asking the office, and the check before a record is saved."""

from __future__ import annotations

from crm.claims.service.claims import (
    ClaimFields,
    edit_claim,
    file_claim,
    link_opened,
    link_project,
    may_change,
    release_claim,
)
from crm.claims.service.matters import Checked, ProtectedError, check_matter, note_matter, protection_words
from crm.claims.service.progress import add_progress, attach_proof, follow_engagement, recompute
from crm.claims.service.requests import (
    AskedFields,
    ask,
    close,
    may_ask_about,
    may_take_back,
    open_request,
    take_back,
)

__all__ = [
    "AskedFields",
    "Checked",
    "ClaimFields",
    "ProtectedError",
    "add_progress",
    "ask",
    "attach_proof",
    "check_matter",
    "close",
    "edit_claim",
    "file_claim",
    "follow_engagement",
    "link_opened",
    "link_project",
    "may_ask_about",
    "may_change",
    "may_take_back",
    "note_matter",
    "open_request",
    "protection_words",
    "recompute",
    "release_claim",
    "take_back",
]
