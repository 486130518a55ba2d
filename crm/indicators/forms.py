"""Targets, reported values, decisions on them, and the next plan."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length
from wtforms.widgets import TextInput

from crm.web.choices import to_id
from crm.web.fields import DateField, FilesField, unseen
from crm.web.forms import BaseForm


class ExactField(Field):
    """A number, exact; ``data`` is a Decimal. Nothing typed is None."""

    data: Decimal | None
    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        text = valuelist[0].strip().replace(",", "") if valuelist else ""
        if not text:
            return
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise ValueError(_("Write a number such as 1250.5.")) from error
        if not number.is_finite() or len(text) > 30:
            raise ValueError(_("Write a number such as 1250.5."))
        self.data = number

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class TargetForm(BaseForm):
    year = SelectField(_l("Year"))
    park = SelectField(_l("Park"))
    value = ExactField(_l("Target"), description=_l("Left empty it takes the present target back."))
    note = StringField(_l("Note"), validators=[Length(max=200)])


class ValueForm(BaseForm):
    park = SelectField(_l("Park"))
    period = StringField(
        _l("Period"), validators=[InputRequired()], description="2024, 2024-H1, 2024-Q2, 2024-06"
    )
    value = ExactField(_l("Value"), validators=[InputRequired()])
    evidence_note = StringField(
        _l("Evidence"),
        validators=[Length(max=200)],
        description=_l("What the value rests on: the statistical return, its number and date."),
    )
    files = FilesField(_l("File of the evidence"))


class ValueDecisionForm(BaseForm):
    decision = SelectField(_l("Decision"), choices=[("verified", _l("Verify")), ("returned", _l("Return"))])
    note = TextAreaField(_l("Note"), validators=[Length(max=500)])
    seen = HiddenField()

    def validate_seen(self, _field: HiddenField) -> None:
        if self.seen_number is None:
            raise ValidationError(unseen())

    @property
    def seen_number(self) -> int | None:
        """How many decisions stood on the page that was sent."""
        return to_id(self.seen.data)


class PlanForm(BaseForm):
    key = StringField(_l("Key"), validators=[InputRequired(), Length(max=20)], description="2026-2030")
    name_hans = StringField(_l("Name in simplified Chinese"), validators=[InputRequired(), Length(max=200)])
    name_hant = StringField(_l("Name in traditional Chinese"), validators=[InputRequired(), Length(max=200)])
    name_en = StringField(_l("Name in English"), validators=[InputRequired(), Length(max=200)])
    starts_on = DateField(_l("First day"), validators=[InputRequired()])
    ends_on = DateField(_l("Last day"), validators=[InputRequired()])
