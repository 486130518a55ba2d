"""What people file, add to a claim and ask of the office, and what the register is narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from crm.claims.service import AskedFields, ClaimFields
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import (
    AmountField,
    DateField,
    FilesField,
    LockVersionField,
    LookupField,
    MatterField,
    PercentField,
    plain_text,
)
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from kernel.money import Currency
from models.enums import ClaimState, RequestKind

LINE = Length(max=200)
LINES = Length(max=4000)


def uploads(field: FilesField) -> list[tuple[bytes, str]]:
    """Content and name of each file handed in."""
    return [(upload.read(), upload.filename) for upload in field.data or ()]


class ClaimForm(BaseForm):
    firm_id = LookupField(_l("Firm or group"), validators=[DataRequired()])
    subject = StringField(_l("Matter"), validators=[DataRequired(), LINE])
    planned_minor = AmountField(_l("Planned investment"), validators=[InputRequired()])
    planned_currency = SelectField(
        _l("Currency"), coerce=one_of(Currency), choices=[(each.value, each.value) for each in Currency]
    )
    first_talk_on = DateField(_l("First talk on"), validators=[InputRequired()])
    files = FilesField(_l("Proof of the first talk"), validators=[DataRequired()])
    park_id = SelectField(_l("Park"), coerce=to_id, validators=[DataRequired()])
    industry_id = SelectField(_l("Industry"), coerce=to_id)
    note = TextAreaField(
        _l("Confidential note, for your park and the office"), validators=[Optional(), LINES]
    )
    matter = MatterField()

    def offer(self, parks: Iterable[Any], industries: Iterable[Any]) -> None:
        self.park_id.choices = records(parks, "")
        self.industry_id.choices = records(industries, "")

    def written(self) -> ClaimFields:
        """The inputs. Only once the form is valid."""
        data = self.data
        return ClaimFields(
            firm_id=data["firm_id"],
            park_id=data["park_id"],
            subject=plain_text(data["subject"]) or "",
            planned_minor=data["planned_minor"] or 0,
            planned_currency=data["planned_currency"] or Currency.USD,
            first_talk_on=data["first_talk_on"],
            industry_id=data["industry_id"],
            note=plain_text(data["note"]),
        )


class EditForm(BaseForm):
    industry_id = SelectField(_l("Industry"), coerce=to_id)
    note = TextAreaField(
        _l("Confidential note, for your park and the office"), validators=[Optional(), LINES]
    )
    lock_version = LockVersionField()


class ProgressForm(BaseForm):
    happened_on = DateField(_l("On"), validators=[InputRequired()])
    words = TextAreaField(_l("What was reached"), validators=[DataRequired(), LINES])
    files = FilesField(_l("Evidence"))


class LinkForm(BaseForm):
    project_id = LookupField(_l("Project"), validators=[DataRequired()])


class AskForm(BaseForm):
    """One form for all that is asked for; what a kind doesn't need is taken away."""

    share = PercentField(_l("Part asked for"), validators=[InputRequired()])
    until_on = DateField(_l("Until"), validators=[InputRequired()])
    reasons = TextAreaField(_l("Reasons, for the office only"), validators=[DataRequired(), LINES])
    park_id = SelectField(_l("In the name of"), coerce=to_id, validators=[DataRequired()])

    def keep_for(self, kind: RequestKind) -> None:
        if kind is not RequestKind.SHARING:
            del self.share
        if kind is not RequestKind.RENEWAL:
            del self.until_on

    def asked(self) -> AskedFields:
        data = self.data
        return AskedFields(
            reasons=plain_text(data["reasons"]), share=data.get("share"), until_on=data.get("until_on")
        )


class ClaimFilterForm(FilterForm):
    q = StringField(_l("Matter or firm"), validators=[Optional(), Length(max=100)])
    state = SelectField(
        _l("State"), coerce=one_of(ClaimState), choices=lambda: members(ClaimState, str(_l("All states")))
    )
    park = SelectField(_l("Park"), coerce=to_id)
    firm = LookupField(_l("Firm or group"))
    within = IntegerField(_l("Runs out within (days)"), validators=[Optional(), NumberRange(0, 1095)])
    waiting = BooleanField(_l("Waits for a ruling"))

    def __init__(self, *args: Any, parks: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))


MORE_FILTERS = ("firm", "within", "waiting")
"""Filters behind the fold."""
