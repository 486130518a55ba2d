"""Words for kinds of engagements."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from crm.web.labels import register_labels
from models.enums import EngagementKind

register_labels(
    EngagementKind,
    {
        EngagementKind.VISIT: _l("Visit"),
        EngagementKind.MEETING: _l("Meeting"),
        EngagementKind.CALL: _l("Call"),
        EngagementKind.MESSAGE: _l("Message"),
        EngagementKind.SITE_VISIT: _l("Site visit"),
        EngagementKind.EVENT: _l("Event"),
    },
)
