"""What is written of payments, of what was given, of budgets; and of editions of the rule table."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from crm.projects.queries import Choices
from crm.talent.rules.writing import UnreadableError, read_conditions
from crm.talent.service.benefits import DeliveryFields, File, PaymentFields
from crm.talent.service.rules import BenefitFields, LevelFields, VersionFields
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import AmountField, DateField, FilesField, LockVersionField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models.enums import BenefitKind, TalentKind, TalentLevel

LINE = Length(max=200)
TEXT = Length(max=4000)


class PaymentForm(BaseForm):
    paid_on = DateField(_l("Paid on"), validators=[InputRequired()])
    amount_minor = AmountField(_l("Amount (CNY)"), validators=[InputRequired()])
    voucher = StringField(_l("Number of the payer's paper"), validators=[DataRequired(), Length(max=80)])
    note = StringField(_l("Note"), validators=[Optional(), LINE])
    files = FilesField(_l("The paper"))

    def written(self) -> PaymentFields:
        read = self.data.get
        return PaymentFields(
            paid_on=read("paid_on"),
            amount_minor=read("amount_minor"),
            voucher=plain_text(read("voucher")) or "",
            note=plain_text(read("note")) or "",
            file=_file(self.files),
        )


class DeliveryForm(BaseForm):
    from_on = DateField(_l("From"), validators=[InputRequired()])
    until_on = DateField(_l("Until"))
    text = TextAreaField(_l("What was given"), validators=[InputRequired(), TEXT])
    files = FilesField(_l("The paper"))

    def written(self) -> DeliveryFields:
        read = self.data.get
        return DeliveryFields(
            from_on=read("from_on"),
            until_on=read("until_on"),
            text=plain_text(read("text")) or "",
            file=_file(self.files),
        )


def _file(field: Any) -> File | None:
    upload = next(iter(field.data or ()), None)
    return File(upload.filename, upload.read()) if upload is not None else None


class BudgetForm(BaseForm):
    year = IntegerField(_l("Year"), validators=[InputRequired(), NumberRange(2000, 2100)])
    park_id = SelectField(_l("Park"), coerce=to_id, validators=[InputRequired()])
    amount_minor = AmountField(_l("Amount (CNY)"), validators=[InputRequired()])
    note = StringField(_l("Note"), validators=[Optional(), LINE])


class PaymentFilterForm(FilterForm):
    year = SelectField(_l("Year"), coerce=to_id)
    park = SelectField(_l("Park"), coerce=to_id)
    kind = SelectField(
        _l("Benefit"),
        coerce=one_of(BenefitKind),
        choices=lambda: members(BenefitKind, str(_l("All benefits"))),
    )

    def __init__(self, *args: Any, choices: Choices, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(choices.parks, str(_l("All parks")))
        self.year.choices = [("", str(_l("All years"))), *((str(year), str(year)) for year in years)]


class VersionForm(BaseForm):
    title = StringField(_l("Name of the edition"), validators=[DataRequired(), LINE])
    in_force_from = DateField(_l("In force from"), validators=[InputRequired()])
    text = TextAreaField(_l("What is new in it"), validators=[Optional(), TEXT])
    source = StringField(_l("The paper it rests on"), validators=[Optional(), LINE])
    is_example = BooleanField(_l("An example, no rule of anybody's: it says so wherever it is shown"))
    lock_version = LockVersionField()

    def written(self) -> VersionFields:
        read = self.data.get
        return VersionFields(
            title=plain_text(read("title")) or "",
            in_force_from=read("in_force_from"),
            text=plain_text(read("text")),
            source=plain_text(read("source")),
            is_example=bool(read("is_example")),
        )


class _ClauseForm(BaseForm):
    number = StringField(_l("Number of the clause"), validators=[DataRequired(), Length(max=20)])
    level = SelectField(
        _l("Talent level"),
        coerce=one_of(TalentLevel),
        choices=lambda: members(TalentLevel),
        validators=[InputRequired()],
    )
    audience = SelectField(
        _l("For whom"), coerce=one_of(TalentKind), choices=lambda: members(TalentKind, str(_l("Everybody")))
    )


class LevelClauseForm(_ClauseForm):
    conditions = TextAreaField(
        _l("Conditions, a line each: all of them hold"), validators=[InputRequired(), TEXT]
    )
    text_hans = TextAreaField(_l("Text (simplified)"), validators=[InputRequired(), TEXT])
    text_hant = TextAreaField(_l("Text (traditional)"), validators=[InputRequired(), TEXT])
    text_en = TextAreaField(_l("Text (English)"), validators=[InputRequired(), TEXT])

    def validate_conditions(self, field: Any) -> None:
        try:
            read_conditions(field.data or "")
        except UnreadableError as error:
            raise ValidationError(_("This line is no condition: %(line)s", line=error.args[0])) from error

    def written(self) -> LevelFields:
        read = self.data.get
        return LevelFields(
            number=plain_text(read("number")) or "",
            level=read("level"),
            audience=read("audience"),
            conditions=read_conditions(read("conditions") or ""),
            text_hans=plain_text(read("text_hans")) or "",
            text_hant=plain_text(read("text_hant")) or "",
            text_en=plain_text(read("text_en")) or "",
        )


class BenefitClauseForm(_ClauseForm):
    kind = SelectField(
        _l("Benefit"),
        coerce=one_of(BenefitKind),
        choices=lambda: members(BenefitKind),
        validators=[InputRequired()],
    )
    amount_minor = AmountField(_l("Amount (CNY), each month where there are months"))
    months = IntegerField(_l("Months"), validators=[Optional(), NumberRange(1, 120)])
    text_hans = TextAreaField(_l("Text (simplified)"), validators=[InputRequired(), TEXT])
    text_hant = TextAreaField(_l("Text (traditional)"), validators=[InputRequired(), TEXT])
    text_en = TextAreaField(_l("Text (English)"), validators=[InputRequired(), TEXT])

    def written(self) -> BenefitFields:
        read = self.data.get
        return BenefitFields(
            number=plain_text(read("number")) or "",
            level=read("level"),
            audience=read("audience"),
            kind=read("kind"),
            amount_minor=read("amount_minor"),
            months=read("months"),
            text_hans=plain_text(read("text_hans")) or "",
            text_hant=plain_text(read("text_hant")) or "",
            text_en=plain_text(read("text_en")) or "",
        )
