"""Words for targets of chain teams."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from crm.fits.teams.rules import TargetState
from crm.web.labels import register_labels

register_labels(
    TargetState,
    {
        TargetState.UNTOUCHED: _l("Untouched"),
        TargetState.EARLIER: _l("In touch before it was given out"),
        TargetState.IN_TOUCH: _l("In touch"),
        TargetState.PROJECT: _l("Has a project in the park"),
    },
)
