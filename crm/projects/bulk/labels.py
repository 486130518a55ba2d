"""Words for what can be changed of many projects at once."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from crm.web.labels import register_labels
from models.enums import BulkField

register_labels(
    BulkField,
    {
        BulkField.RESPONSIBLE: _l("Responsible person"),
        BulkField.INDUSTRY: _l("Industry"),
        BulkField.SOURCE: _l("Where the lead came from"),
    },
)
