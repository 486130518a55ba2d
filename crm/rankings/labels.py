"""Words for how near a group is, for what became of a firm between two editions, and how they look."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.rankings.rules import GroupState, Shift
from crm.web.labels import register_phrases

GROUP_STATES: Mapping[GroupState, LazyString] = {
    GroupState.UNTOUCHED: _l("Untouched"),
    GroupState.IN_TOUCH: _l("In touch"),
    GroupState.IN_TALKS: _l("In talks"),
    GroupState.SIGNED: _l("Signed"),
    GroupState.LINKED: _l("Linked area only"),
    GroupState.SETTLED: _l("Settled"),
}

STATE_LOOKS: Mapping[GroupState, tuple[str, str]] = {
    GroupState.UNTOUCHED: ("circle-dashed", "quiet"),  # icon, tone
    GroupState.IN_TOUCH: ("message-circle", "info"),  # icon, tone
    GroupState.IN_TALKS: ("messages", "info"),  # icon, tone
    GroupState.SIGNED: ("writing-sign", "primary"),  # icon, tone
    GroupState.LINKED: ("building", "warn"),  # icon, tone
    GroupState.SETTLED: ("building-factory-2", "good"),  # icon, tone
}

SHIFTS: Mapping[Shift, LazyString] = {
    Shift.RISEN: _l("Risen"),
    Shift.FALLEN: _l("Fallen"),
    Shift.STEADY: _l("Unchanged"),
    Shift.ENTERED: _l("New on the list"),
    Shift.LEFT: _l("No longer on the list"),
}

SHIFT_LOOKS: Mapping[Shift, tuple[str, str]] = {
    Shift.RISEN: ("arrow-up", "good"),  # icon, tone
    Shift.FALLEN: ("arrow-down", "warn"),  # icon, tone
    Shift.STEADY: ("equal", "quiet"),  # icon, tone
    Shift.ENTERED: ("plus", "info"),  # icon, tone
    Shift.LEFT: ("circle-x", "quiet"),  # icon, tone
}

# Units that the lists of the reference facts come in.
register_phrases({"NTD thousand": _l("NT$ thousand"), "USD million": _l("US$ million")})
