"""Moves, changes of status and corrected days, as people write them."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from crm.web.choices import members, one_of
from crm.web.fields import DateField, LockVersionField
from crm.web.forms import BaseForm
from models.enums import Stage, Status

REASON = Length(max=500)


to_stage = one_of(Stage)


class MoveForm(BaseForm):
    # Any stage is taken: the rules of moves refuse one that isn't offered, and the log has it.
    to = SelectField(_l("To the stage"), coerce=to_stage, validate_choice=False, validators=[DataRequired()])
    on = DateField(_l("Reached on"), validators=[DataRequired()])
    reason = TextAreaField(_l("Reason"), validators=[Optional(), REASON])
    lock_version = LockVersionField()

    def offer(self, stages: Iterable[Stage]) -> None:
        self.to.choices = members(stages)


class StatusForm(BaseForm):
    to = SelectField(_l("New status"), coerce=one_of(Status), validators=[DataRequired()])
    reason = TextAreaField(_l("Reason"), validators=[Optional(), REASON])
    until = DateField(_l("Paused until"))
    competing_place = StringField(_l("Place that won it"), validators=[Optional(), Length(max=100)])
    lock_version = LockVersionField()

    def offer(self, states: Iterable[Status]) -> None:
        self.to.choices = members(states)


class DatesForm(BaseForm):
    """A day per stage, named like the column; those not reached are taken out."""

    lead_on = DateField(_l("Lead"))
    talks_on = DateField(_l("In talks"))
    review_on = DateField(_l("Review"))
    signed_on = DateField(_l("Signed"))
    registered_on = DateField(_l("Registered"))
    construction_on = DateField(_l("Construction"))
    operating_on = DateField(_l("Operating"))
    reason = TextAreaField(_l("Reason"), validators=[DataRequired(), REASON])
    lock_version = LockVersionField()

    def keep_up_to(self, reached: Stage) -> None:
        for stage in Stage:
            if stage.order > reached.order:
                del self[f"{stage.value}_on"]
