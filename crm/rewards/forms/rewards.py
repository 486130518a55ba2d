"""What a list of rewards is narrowed by, a step on the way, a payment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from crm.rewards.service.approving import PaymentFields
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import AmountField, DateField, FilesField, LockVersionField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models import Adviser, Park
from models.enums import RewardState


class RewardFilterForm(FilterForm):
    q = StringField(_l("Number, project or adviser"), validators=[Optional(), Length(max=100)])
    state = SelectField(
        _l("State"), coerce=one_of(RewardState), choices=lambda: members(RewardState, str(_l("All states")))
    )
    park = SelectField(_l("Park"), coerce=to_id)
    adviser = SelectField(_l("Adviser"), coerce=to_id)
    year = SelectField(_l("Computed in"), coerce=to_id)
    waits = BooleanField(_l("Waits for me"))

    def __init__(
        self,
        *args: Any,
        parks: Sequence[Park],
        advisers: Sequence[Adviser],
        years: Sequence[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))
        self.adviser.choices = records(advisers, str(_l("All advisers")))
        self.year.choices = [("", str(_l("All years"))), *((str(year), str(year)) for year in years)]


class StepForm(BaseForm):
    """A step without words: the version that the person saw travels with the button."""

    lock_version = LockVersionField()


class ReasonedStepForm(StepForm):
    reason = TextAreaField(_l("Reason"), validators=[DataRequired(), Length(max=2000)])


class PaymentForm(BaseForm):
    number = StringField(_l("Number of the payment document"), validators=[DataRequired(), Length(max=100)])
    paid_on = DateField(_l("Day of the payment"), validators=[DataRequired()])
    amount = AmountField(_l("Amount"), validators=[InputRequired()])
    evidence = FilesField(_l("Document that proves it"))
    note = TextAreaField(_l("Note"), validators=[Optional(), Length(max=2000)])
    lock_version = LockVersionField()

    def written(self) -> PaymentFields:
        read = self.data
        return PaymentFields(
            number=plain_text(read["number"]) or "",
            paid_on=read["paid_on"],
            amount_fen=read["amount"],
            note=plain_text(read["note"]),
        )
