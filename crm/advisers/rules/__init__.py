"""What decides on advisers and referrals: no database, no request."""

from __future__ import annotations

from crm.advisers.rules.checks import (
    Appointment,
    ClaimSeen,
    Facts,
    Finding,
    Rival,
    examine,
    needs_second_look,
    stands_against,
)
from crm.advisers.rules.public import public_stage, public_state
from crm.advisers.rules.receipts import ALPHABET, LENGTH, receipt_number
from crm.advisers.rules.referrals import (
    OPEN_STATES,
    RULED_STATES,
    Fault,
    betrayed,
    can_be_withdrawn,
    referral_faults,
    state_after,
    term_faults,
    term_state,
    update_faults,
)

__all__ = [
    "ALPHABET",
    "LENGTH",
    "OPEN_STATES",
    "RULED_STATES",
    "Appointment",
    "ClaimSeen",
    "Facts",
    "Fault",
    "Finding",
    "Rival",
    "betrayed",
    "can_be_withdrawn",
    "examine",
    "needs_second_look",
    "public_stage",
    "public_state",
    "receipt_number",
    "referral_faults",
    "stands_against",
    "state_after",
    "term_faults",
    "term_state",
    "update_faults",
]
