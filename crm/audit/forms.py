"""What the log can be narrowed by."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from crm.audit.labels import ENTITIES
from crm.web.choices import members
from crm.web.fields import DateField
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models.enums import AuditAction


class LogFilterForm(FilterForm):
    actor = StringField(_l("Who"), validators=[Optional(), Length(max=64)])
    action = SelectField(
        _l("Action"),
        choices=lambda: members(AuditAction, str(_l("All actions"))),
    )
    # A refusal names the page instead of a kind of record: such a filter arrives by link.
    entity = SelectField(
        _l("Kind of record"),
        choices=lambda: [("", _l("All kinds")), *ENTITIES.items()],
        validate_choice=False,
    )
    entity_id = StringField(_l("Number of the record"), validators=[Optional(), Length(max=64)])
    from_day = DateField(_l("From"), validators=[Optional()])
    to_day = DateField(_l("To"), validators=[Optional()])
    request_id = StringField(_l("Request"), validators=[Optional(), Length(max=64)])


class VerifyForm(BaseForm):
    """A button and its token."""
