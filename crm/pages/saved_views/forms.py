"""A view's name, and whom it is shared with."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from crm.web.choices import members, one_of
from crm.web.fields import LockVersionField
from crm.web.forms import BaseForm
from models.enums import Sharing


class ViewForm(BaseForm):
    name = StringField(_l("Name of the view"), validators=[DataRequired(), Length(max=60)])
    shared_with = SelectField(
        _l("Shared"), coerce=one_of(Sharing), choices=lambda: members(Sharing), validators=[InputRequired()]
    )
    lock_version = LockVersionField()
