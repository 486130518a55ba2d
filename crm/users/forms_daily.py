"""What people write of deputies and of days off."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from crm.users import labels as _words  # noqa: F401 - names the sides
from crm.users.days import DayFields
from crm.users.deputies import DeputyFields
from crm.web.choices import Choice, members, one_of, to_id
from crm.web.fields import DateField, LockVersionField, plain_text
from crm.web.forms import BaseForm
from crm.web.labels import label
from models import User
from models.enums import Side

NAMES = ("principal_id", "deputy_id", "from_on", "until_on", "reason")
WORKING, OFF = "working", "off"


class DeputyForm(BaseForm):
    principal_id = SelectField(_l("Who is away"), coerce=to_id, validators=[DataRequired()])
    deputy_id = SelectField(_l("Who stands in"), coerce=to_id, validators=[DataRequired()])
    from_on = DateField(_l("From"), validators=[InputRequired()])
    until_on = DateField(_l("Until, with that day"), validators=[InputRequired()])
    reason = StringField(_l("Reason"), validators=[DataRequired(), Length(max=500)])

    def offer(self, principals: Sequence[User], possible: Sequence[User]) -> None:
        self.principal_id.choices = [_named(user) for user in principals]
        self.deputy_id.choices = [("", ""), *map(_named, possible)]

    def written(self) -> DeputyFields:
        """The inputs, once the form is valid."""
        return DeputyFields(**{name: self.data[name] for name in NAMES})


def _named(user: User) -> Choice:
    return str(user.id), f"{user.display_name} ({label(user.role)})"


def _kinds() -> list[Choice]:
    return [(OFF, str(_l("Day off"))), (WORKING, str(_l("Working day")))]


class DayForm(BaseForm):
    side = SelectField(
        _l("Side"), coerce=one_of(Side), choices=lambda: members(Side), validators=[InputRequired()]
    )
    day = DateField(_l("Day"), validators=[InputRequired()])
    is_working = SelectField(
        _l("What it is"),
        coerce=lambda value: WORKING if value in (True, "True", WORKING) else OFF,
        choices=_kinds,
    )
    name = StringField(_l("Name"), validators=[DataRequired(), Length(max=100)])
    lock_version = LockVersionField()

    def written(self) -> DayFields:
        """The inputs, once the form is valid."""
        data = self.data
        is_working = data["is_working"] in (WORKING, True)
        return DayFields(data["side"], data["day"], is_working, plain_text(data["name"]) or "")
