"""Milestones, as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from crm.pipeline.milestones.service import HEAVIEST, MilestoneFields
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import DateField, LockVersionField, plain_text
from crm.web.forms import BaseForm
from models.enums import MilestoneKind


class MilestoneForm(BaseForm):
    name = StringField(_l("Name"), validators=[DataRequired(), Length(max=200)])
    kind = SelectField(
        _l("About"),
        coerce=one_of(MilestoneKind),
        choices=lambda: members(MilestoneKind),
        validators=[InputRequired()],
    )
    weight = IntegerField(_l("Weight"), default=1, validators=[InputRequired(), NumberRange(0, HEAVIEST)])
    owner_id = SelectField(_l("Who owes it"), coerce=to_id)
    actual_on = DateField(_l("Reached on"), validators=[Optional()])
    note = StringField(_l("Note"), validators=[Optional(), Length(max=500)])
    lock_version = LockVersionField()

    def offer(self, staff: Iterable[Any]) -> None:
        self.owner_id.choices = records(staff, str(_l("Whoever is responsible for the project")))

    def written(self) -> MilestoneFields:
        return MilestoneFields(
            name=self.name.data or "",
            kind=self.kind.data,
            weight=self.weight.data or 0,
            owner_id=self.owner_id.data,
            actual_on=self.actual_on.data,
            note=plain_text(self.note.data),
        )


class NewMilestoneForm(MilestoneForm):
    planned_on = DateField(_l("Planned for"), validators=[DataRequired()])


class ForecastForm(BaseForm):
    forecast_on = DateField(_l("Expected on"), validators=[DataRequired()])
    reason = StringField(_l("Reason"), validators=[DataRequired(), Length(max=500)])
    lock_version = LockVersionField()


class PlanForm(BaseForm):
    start_on = DateField(_l("Counted from"), validators=[DataRequired()])
