"""The shape of input of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional

from crm.catalogue.queries import Choices
from crm.catalogue.rules import Written
from crm.catalogue.service import ContactFields, LeadFields, OfferFields
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import AmountField, DateField, LockVersionField, LookupField, MatterField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from crm.web.labels import local_name
from kernel.money import MINOR_PER_UNIT, Currency
from models import Industry, Park
from models.enums import CooperationMode, EnquiryState, OfferLanguage, OfferState

LINE = Length(max=200)
TEXT = Length(max=8000)
COUNT = NumberRange(0, 100_000_000)
PREFIXES = {OfferLanguage.HANS: "hans", OfferLanguage.HANT: "hant", OfferLanguage.EN: "en"}
PARTS = ("title", "content", "scale", "incentive", "contact_unit")


def _title(**kwargs: Any) -> StringField:
    return StringField(_l("Title of the offer"), validators=[Optional(), LINE], **kwargs)


def _content() -> TextAreaField:
    return TextAreaField(_l("Content"), validators=[Optional(), TEXT])


def _scale() -> StringField:
    return StringField(_l("Scale in words"), validators=[Optional(), Length(max=500)])


def _incentive() -> TextAreaField:
    return TextAreaField(_l("Incentives"), validators=[Optional(), TEXT])


def _unit() -> StringField:
    return StringField(_l("Office to ask"), validators=[Optional(), LINE])


class OfferForm(BaseForm):
    park_id = SelectField(_l("Park"), coerce=to_id, validators=[InputRequired()])
    industry_id = SelectField(_l("Industry"), coerce=to_id)
    chain_link_id = SelectField(_l("Link of the chain"), coerce=to_id)
    mode = SelectField(
        _l("Mode of cooperation"), coerce=one_of(CooperationMode), validators=[InputRequired()]
    )
    valid_from = DateField(_l("Valid from"), validators=[DataRequired()])
    valid_until = DateField(_l("Valid until"))
    investment_minor = AmountField(_l("Planned investment"))
    investment_currency = SelectField(
        _l("Currency"), coerce=one_of(Currency), choices=[("", "—"), *((each, each) for each in Currency)]
    )
    land_mu = AmountField(_l("Land"))
    plant_m2 = IntegerField(_l("Plant"), validators=[Optional(), COUNT])
    power_kva = IntegerField(_l("Power"), validators=[Optional(), COUNT])
    water_t_day = IntegerField(_l("Water"), validators=[Optional(), COUNT])
    hans_title, hans_content, hans_scale, hans_incentive, hans_contact_unit = (
        _title(),
        _content(),
        _scale(),
        _incentive(),
        _unit(),
    )
    hant_title, hant_content, hant_scale, hant_incentive, hant_contact_unit = (
        _title(),
        _content(),
        _scale(),
        _incentive(),
        _unit(),
    )
    en_title, en_content, en_scale, en_incentive, en_contact_unit = (
        _title(),
        _content(),
        _scale(),
        _incentive(),
        _unit(),
    )
    review_id = SelectField(_l("Fair-competition review"), coerce=to_id)
    policy_id = SelectField(_l("Policy it rests on"), coerce=to_id)
    name = StringField(_l("Person to ask"), validators=[Optional(), LINE])
    phone = StringField(_l("Telephone"), validators=[Optional(), LINE])
    email = StringField(_l("E-mail"), validators=[Optional(), LINE, Email(_l("This is no e-mail address."))])
    consent_text = TextAreaField(_l("Words of the consent"), validators=[Optional(), Length(max=1000)])
    consented_on = DateField(_l("Consented on"))
    lock_version = LockVersionField()

    def offer(self, parks: Sequence[Park], own_park_id: int | None, choices: Choices) -> None:
        """Fill the selects with what this person may choose."""
        self.park_id.choices = [
            (str(park.id), local_name(park)) for park in parks if own_park_id in (None, park.id)
        ]
        self.mode.choices = members(CooperationMode)
        self.industry_id.choices = records(choices.industries, "—")
        self.chain_link_id.choices = [
            ("", "—"),
            *((str(link.id), f"{local_name(link.chain)} · {local_name(link)}") for link in choices.links),
        ]
        self.review_id.choices = [
            ("", "—"),
            *((str(row.id), f"{row.number or row.reviewed_on} · {row.subject}") for row in choices.reviews),
        ]
        self.policy_id.choices = [("", "—"), *((str(row.id), row.name) for row in choices.policies)]

    def keep_choice(self, name: str, value: int | None, text: str) -> None:
        """What was chosen before it was put away stays to be seen."""
        field = self[name]
        if value is not None and str(value) not in {choice[0] for choice in field.choices}:
            field.choices = [*field.choices, (str(value), text)]

    def written(self) -> OfferFields:
        data = self.data
        plain = ("park_id", "industry_id", "chain_link_id", "mode", "valid_from", "valid_until")
        figures = ("investment_minor", "investment_currency", "plant_m2", "power_kva", "water_t_day")
        names = (*plain, *figures, "review_id", "policy_id")
        contact = {name: plain_text(data[name]) for name in ("name", "phone", "email", "consent_text")}
        return OfferFields(
            **{name: data[name] for name in names},
            land_mu=None if data["land_mu"] is None else Decimal(data["land_mu"]) / MINOR_PER_UNIT,
            texts={language: self._text(prefix) for language, prefix in PREFIXES.items()},
            contact=ContactFields(**contact, consented_on=data["consented_on"]),
        )

    def _text(self, prefix: str) -> Written:
        title, content, *rest = (plain_text(self.data[f"{prefix}_{part}"]) for part in PARTS)
        return Written((title or "").replace("\r\n", "\n"), _lines(content) or "", *map(_lines, rest))


def _lines(text: str | None) -> str | None:
    """Browsers send line ends of their own; a text that nobody touched has to be the same."""
    return text.replace("\r\n", "\n") if text else None


class OfferFilterForm(FilterForm):
    q = StringField(_l("Title or number"), validators=[Optional(), Length(max=100)])
    park = SelectField(_l("Park"), coerce=to_id)
    industry = SelectField(_l("Industry"), coerce=to_id)
    mode = SelectField(
        _l("Mode of cooperation"),
        coerce=one_of(CooperationMode),
        choices=lambda: members(CooperationMode, str(_l("All modes"))),
    )
    state = SelectField(
        _l("State"),
        coerce=one_of(OfferState),
        choices=lambda: members(OfferState, str(_l("All states"))),
    )
    public = BooleanField(_l("Public now"))
    runs_out_by = DateField(_l("Runs out by"))
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, parks: Sequence[Park], industries: Sequence[Industry], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))
        self.industry.choices = records(industries, str(_l("All industries")))


class EnquiryFilterForm(FilterForm):
    q = StringField(_l("Receipt, firm or person"), validators=[Optional(), Length(max=100)])
    state = SelectField(
        _l("State"),
        coerce=one_of(EnquiryState),
        choices=lambda: members(EnquiryState, str(_l("All states"))),
    )
    park = SelectField(_l("Park"), coerce=to_id)

    def __init__(self, *args: Any, parks: Sequence[Park], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))


class LeadForm(BaseForm):
    """How an enquiry becomes a lead."""

    firm_id = LookupField(_l("Firm that is known here"))
    new_firm_name = StringField(_l("Or the name of a new firm"), validators=[Optional(), LINE])
    project_name = StringField(_l("Name of the project"), validators=[DataRequired(), LINE])
    content = TextAreaField(
        _l("What is to be built"), validators=[Optional(), Length(max=4000)], id="project-content"
    )
    matter = MatterField()

    def written(self) -> LeadFields:
        return LeadFields(
            project_name=plain_text(self.project_name.data) or "",
            firm_id=self.firm_id.data,
            new_firm_name=plain_text(self.new_firm_name.data),
            content=plain_text(self.content.data),
        )


class PublicFilterForm(FilterForm):
    park = SelectField(_l("Park"), coerce=to_id)
    industry = SelectField(_l("Industry"), coerce=to_id)
    mode = SelectField(
        _l("Mode of cooperation"),
        coerce=one_of(CooperationMode),
        choices=lambda: members(CooperationMode, str(_l("All modes"))),
    )

    def __init__(self, *args: Any, parks: Sequence[Park], industries: Sequence[Industry], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))
        self.industry.choices = records(industries, str(_l("All industries")))


class EnquiryForm(BaseForm):
    """What somebody asks on the public page. ``website`` is a trap: people don't see it."""

    name = StringField(_l("Your name"), validators=[DataRequired(), LINE])
    firm_name = StringField(_l("Your firm"), validators=[DataRequired(), LINE])
    contact = StringField(
        _l("How to reach you"),
        description=_l("A telephone number or an e-mail address."),
        validators=[DataRequired(), LINE],
    )
    message = TextAreaField(_l("What you would like to know"), validators=[DataRequired(), Length(max=4000)])
    consent = BooleanField(
        _l("I agree"), validators=[DataRequired(_l("Without your consent we can't keep it."))]
    )
    website = StringField(_l("Leave this empty"))
