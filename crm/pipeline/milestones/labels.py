"""Words for what milestones are about."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from crm.web.labels import register_labels
from models.enums import MilestoneKind as K

register_labels(
    K,
    {
        K.LAND: _l("Land or plant handed over"),
        K.APPROVAL: _l("Approvals granted"),
        K.FUNDING: _l("First capital arrived"),
        K.DESIGN: _l("Design finished"),
        K.BUILDING: _l("Construction begun"),
        K.EQUIPMENT: _l("Equipment installed"),
        K.STAFFING: _l("People hired"),
        K.PRODUCTION: _l("First production"),
        K.OTHER: _l("Other"),
    },
)
