"""Words for aliases, for how near a firm is, and for what became of an establishment."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.firms.rules import Fate
from crm.web.labels import register_labels
from models.enums import AliasKind

register_labels(
    AliasKind,
    {
        AliasKind.FORMER: _l("Former name"),
        AliasKind.SHORT: _l("Short name"),
        AliasKind.BRAND: _l("Brand"),
        AliasKind.OTHER: _l("Other"),
        AliasKind.MERGED: _l("Of a merged record"),
    },
)

STATES: Mapping[str, LazyString] = {
    "untouched": _l("Untouched"),
    "in_touch": _l("In touch"),
    "in_talks": _l("In talks"),
    "signed": _l("Signed"),
    "linked": _l("Linked area only"),
    "settled": _l("Settled"),
}

FATES: Mapping[Fate, LazyString] = {
    Fate.REGISTERED: _l("Registered"),
    Fate.FUNDED: _l("Funded"),
    Fate.OPERATING: _l("Operating"),
    Fate.SUSPENDED: _l("Suspended"),
    Fate.MOVED: _l("Moved away"),
    Fate.DEREGISTERED: _l("Deregistered"),
    Fate.CEASED: _l("Ceased"),
    Fate.RETRACTED: _l("Taken back"),
}

FATE_LOOKS: Mapping[Fate, tuple[str, str]] = {
    Fate.REGISTERED: ("certificate", "info"),  # icon, tone
    Fate.FUNDED: ("cash", "primary"),  # icon, tone
    Fate.OPERATING: ("building-factory-2", "good"),  # icon, tone
    Fate.SUSPENDED: ("player-pause", "warn"),  # icon, tone
    Fate.MOVED: ("truck", "quiet"),  # icon, tone
    Fate.DEREGISTERED: ("circle-x", "quiet"),  # icon, tone
    Fate.CEASED: ("circle-x", "quiet"),  # icon, tone
    Fate.RETRACTED: ("arrow-back-up", "quiet"),  # icon, tone
}


def fate_look(fate: Fate) -> tuple[str, str, str]:
    """(word, tone, icon) of a badge."""
    icon, tone = FATE_LOOKS[fate]
    return str(FATES[fate]), tone, icon
