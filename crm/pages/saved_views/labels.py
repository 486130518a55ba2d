"""Words for whom a view is shared with."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from crm.web.labels import register_labels
from models.enums import Sharing

register_labels(
    Sharing,
    {
        Sharing.NOBODY: _l("For me alone"),
        Sharing.PARK: _l("For my park"),
        Sharing.EVERYBODY: _l("For everybody"),
    },
)
