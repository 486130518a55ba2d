"""What is changed of many projects, as people choose it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from crm.projects.queries import Choices
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import plain_text
from crm.web.forms import BaseForm
from models.enums import BulkField


class BulkForm(BaseForm):
    field = SelectField(
        _l("What to change"),
        coerce=one_of(BulkField),
        choices=lambda: members(BulkField),
        validators=[InputRequired()],
    )
    responsible_id = SelectField(_l("Responsible person"), coerce=to_id)
    industry_id = SelectField(_l("Industry"), coerce=to_id)
    lead_source = StringField(_l("Where the lead came from"), validators=[Optional(), Length(max=200)])

    def offer(self, choices: Choices) -> None:
        self.responsible_id.choices = records(choices.staff, "")
        self.industry_id.choices = records(choices.industries, "")

    @property
    def value(self) -> Any:
        """What the chosen field becomes."""
        if self.field.data is BulkField.SOURCE:
            return plain_text(self.lead_source.data)
        return self[self.field.data.value].data

    def words_of(self, value: Any) -> str:
        """A value of the chosen field as people read it."""
        if value is None or self.field.data is BulkField.SOURCE:
            return value or "—"
        choices = self[self.field.data.value].choices or []
        return next((str(each[1]) for each in choices if str(each[0]) == str(value)), str(value))
