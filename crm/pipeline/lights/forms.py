"""A word over a light, as people write it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from crm.web.choices import members, one_of
from crm.web.fields import DateField
from crm.web.forms import BaseForm
from models.enums import Colour

SET = (Colour.GREEN, Colour.YELLOW, Colour.RED)


class OverrideForm(BaseForm):
    colour = SelectField(
        _l("Light"), coerce=one_of(Colour), choices=lambda: members(SET), validators=[InputRequired()]
    )
    expires_on = DateField(_l("Until"), validators=[DataRequired()])
    reason = StringField(_l("Reason"), validators=[DataRequired(), Length(max=500)])
