"""Words for what stands in a calendar."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from crm.pages.calendar.rules import CalendarKind
from crm.web.labels import register_labels

register_labels(
    CalendarKind,
    {
        CalendarKind.ENGAGEMENT: _l("Engagement"),
        CalendarKind.TO_DO: _l("To-do"),
        CalendarKind.MILESTONE: _l("Milestone"),
        CalendarKind.DELEGATION: _l("Delegation"),
        CalendarKind.PROMOTION: _l("Promotion"),
    },
)
