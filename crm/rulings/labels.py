"""Words for rulings, and for what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.rulings.rules import Fault
from crm.web.labels import register_labels
from models.enums import RulingOutcome

register_labels(
    RulingOutcome,
    {
        RulingOutcome.SAME_MATTER: _l("The same matter: it stays with the holder"),
        RulingOutcome.OTHER_MATTER: _l("Another matter: both go on"),
        RulingOutcome.SHARED: _l("Shared in percent"),
        RulingOutcome.TRANSFERRED: _l("Passes to another park"),
        RulingOutcome.RENEWED: _l("Renewed"),
        RulingOutcome.ENDED: _l("The claim falls"),
        RulingOutcome.REFUSED: _l("Refused: all stays as it is"),
    },
)

FAULTS: Mapping[Fault, tuple[str, LazyString]] = {
    Fault.NOT_OPEN: ("", _l("It was decided or taken back already.")),
    Fault.OUTCOME: ("outcome", _l("This request can't end so.")),
    Fault.NO_REASONS: ("reasons", _l("A ruling gives its reasons: both parks read them.")),
    Fault.SHARES_SUM: (
        "shares",
        _l("Shares are given to at least two parks, each more than 0, and sum to 100."),
    ),
    Fault.SHARES_HOLDER: (
        "shares",
        _l("The holder of the claim has a share, or it passes to another park."),
    ),
    Fault.NO_SHARES: ("shares", _l("Shares belong to a sharing only.")),
    Fault.NO_PARK: ("to_park_id", _l("Say to which other park.")),
    Fault.DAY_PAST: ("until_on", _l("Say until which day; it lies ahead.")),
    Fault.HELD_ELSEWHERE: (
        "outcome",
        _l("Another park has filed the same matter since it ended, and holds it."),
    ),
    Fault.FROM_AHEAD: ("holds_from", _l("This day lies ahead.")),
}
"""Fault → the input at fault and the words beside it."""
