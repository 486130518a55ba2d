"""A move made on the board: where to, and which version of the project the card showed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import DataRequired

from crm.web.choices import one_of
from crm.web.fields import LockVersionField
from crm.web.forms import BaseForm
from models.enums import Stage


class DropForm(BaseForm):
    # Any stage is taken: the rules of moves refuse one that isn't offered, and the log has it.
    to = SelectField(
        _l("To the stage"), coerce=one_of(Stage), validate_choice=False, validators=[DataRequired()]
    )
    lock_version = LockVersionField()
