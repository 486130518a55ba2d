"""Words for claims, what is asked about them, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.claims.rules import Fault
from crm.web.labels import register_labels
from models.enums import ClaimState, Matter, RequestKind, RequestState

register_labels(
    Matter,
    {
        Matter.SAME: _l("The same matter: the office rules"),
        Matter.ANOTHER: _l("Another matter: the office sees it"),
    },
)
register_labels(
    ClaimState,
    {
        ClaimState.PROTECTED: _l("Protected"),
        ClaimState.NEEDS_RULING: _l("Needs a ruling"),
        ClaimState.BELOW_THRESHOLD: _l("Below the threshold"),
        ClaimState.EXPIRED: _l("Run out"),
        ClaimState.RELEASED: _l("Released"),
        ClaimState.TRANSFERRED: _l("Passed to another park"),
        ClaimState.RULED_OUT: _l("Ruled out"),
    },
)
register_labels(
    RequestKind,
    {
        RequestKind.SAME_MATTER: _l("The same matter"),
        RequestKind.OTHER_MATTER: _l("Another matter of the group"),
        RequestKind.SHARING: _l("Sharing asked for"),
        RequestKind.TRANSFER: _l("Transfer asked for"),
        RequestKind.RENEWAL: _l("Renewal asked for"),
        RequestKind.DISPUTE: _l("Disputed"),
    },
)
register_labels(
    RequestState,
    {
        RequestState.OPEN: _l("Waits for the office"),
        RequestState.DECIDED: _l("Decided"),
        RequestState.WITHDRAWN: _l("Taken back"),
    },
)

FAULTS: Mapping[Fault, tuple[str, LazyString]] = {
    Fault.NO_SUBJECT: ("subject", _l("Say in a line what the matter is.")),
    Fault.NO_WORDS: ("words", _l("Say in a line what was reached.")),
    Fault.NOT_POSITIVE: ("planned_minor", _l("The planned amount is more than zero.")),
    Fault.TALK_AHEAD: ("first_talk_on", _l("This day lies ahead.")),
    Fault.NO_PROOF: ("files", _l("A claim needs proof of the first talk: a photo, minutes, a letter.")),
    Fault.DAY_AHEAD: ("happened_on", _l("This day lies ahead.")),
    Fault.BEFORE_FILING: ("happened_on", _l("This day lies before the filing.")),
    Fault.NOT_PROTECTED: ("", _l("It isn't protected any more: ask the office to renew it.")),
    Fault.NO_REASONS: ("reasons", _l("Say why.")),
    Fault.NO_SHARE: ("share", _l("Say which part, in percent: more than 0 and less than 100.")),
    Fault.NO_DAY: ("until_on", _l("Say until which day; it lies ahead.")),
}
"""Fault → the input at fault and the words beside it."""
