"""What people say when they merge two records."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from crm.web.choices import members, one_of
from crm.web.fields import LockVersionField, LookupField
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models.enums import MergeKind


class ChooseForm(BaseForm):
    other = LookupField(_l("The other record"), validators=[DataRequired()])


class MergeForm(BaseForm):
    reason = StringField(
        _l("Why they are one"),
        description=_l("What shows it: the register, a business card, the person said so."),
        validators=[DataRequired(), Length(max=500)],
    )
    into_version = LockVersionField()
    other_version = LockVersionField()


class MergeFilterForm(FilterForm):
    kind = SelectField(
        _l("Kind"),
        coerce=one_of(MergeKind),
        choices=lambda: members(MergeKind, str(_l("All kinds"))),
    )
    undone = BooleanField(_l("Undone"))
