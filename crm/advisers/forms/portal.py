"""What advisers write. Nothing here is looked up, offered or completed from what the zone knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from crm.advisers.service import ReferralFields
from crm.web.choices import records, to_id
from crm.web.fields import DateField, FilesField, plain_text
from crm.web.forms import BaseForm

LINE = Length(max=200)
LINES = Length(max=4000)


def client_key() -> HiddenField:
    """Drawn with the form: what is sent twice is taken once."""
    return HiddenField(validators=[DataRequired(), Regexp(r"^[0-9a-f]{32}$")])


class ReferralForm(BaseForm):
    firm_name = StringField(
        _l("Firm"),
        description=_l("Its name as you know it, best as registered."),
        validators=[DataRequired(), LINE],
    )
    firm_name_other = StringField(
        _l("Name in another script"),
        description=_l("English or simplified, where you know it."),
        validators=[Optional(), LINE],
    )
    business_number = StringField(
        _l("Business number"), description=_l("Eight digits."), validators=[Optional(), Length(max=20)]
    )
    person = StringField(
        _l("Whom you talk to there"),
        description=_l("Name and position, only with that person's consent."),
        validators=[Optional(), LINE],
    )
    proposal = TextAreaField(
        _l("What the firm wants to do"),
        description=_l("What it would make or do here, roughly how much it would invest, and when."),
        validators=[DataRequired(), LINES],
    )
    wished_park_id = SelectField(_l("Park it has in mind"), coerce=to_id)
    introduced_on = DateField(
        _l("Day of your introduction"),
        description=_l("When you brought the firm into contact, or today."),
        validators=[InputRequired()],
    )
    files = FilesField(
        _l("Proof of your contact"),
        description=_l("A letter, a message, a photo of the meeting."),
    )
    client_key = client_key()

    def offer(self, parks: Iterable[Any]) -> None:
        self.wished_park_id.choices = records(parks, str(_l("No wish")))

    def written(self) -> ReferralFields:
        """The inputs. Only once the form is valid."""
        data = self.data
        return ReferralFields(
            firm_name=plain_text(data["firm_name"]) or "",
            firm_name_other=plain_text(data["firm_name_other"]),
            business_number=plain_text(data["business_number"]),
            person=plain_text(data["person"]),
            proposal=plain_text(data["proposal"]) or "",
            wished_park_id=data["wished_park_id"],
            introduced_on=data["introduced_on"],
        )


class UpdateForm(BaseForm):
    happened_on = DateField(_l("On"), validators=[InputRequired()])
    text = TextAreaField(
        _l("What happened"),
        description=_l("The park confirms it before it counts."),
        validators=[DataRequired(), LINES],
    )
    files = FilesField(_l("A paper or photo"))
    client_key = client_key()
