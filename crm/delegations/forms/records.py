"""A delegation as people write it, and what lists are narrowed by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from crm.delegations.service.delegations import DelegationFields
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import AmountField, DateField, LockVersionField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from kernel.money import Currency
from models import Park, User
from models.enums import DelegationDirection, DelegationState

TEXT = Length(max=8000)
LINE = Length(max=300)
INTERNAL = ("talking_points", "internal_notes", "currency", "budget_minor", "cost_minor")
TEXTS = (
    "name_hant",
    "name_en",
    "purpose_hans",
    "purpose_hant",
    "purpose_en",
    "place",
    "seating",
    "lodging",
    "topics",
    "emergency",
    "talking_points",
    "internal_notes",
)


class DelegationForm(BaseForm):
    name_hans = StringField(_l("Name"), validators=[DataRequired(), LINE])
    name_hant = StringField(_l("Name in traditional script"), validators=[Optional(), LINE])
    name_en = StringField(_l("English name"), validators=[Optional(), LINE])
    direction = SelectField(_l("Direction"), coerce=one_of(DelegationDirection), validators=[InputRequired()])
    from_on = DateField(_l("From"), validators=[DataRequired()])
    until_on = DateField(_l("Until"), validators=[DataRequired()])
    place = StringField(_l("Where to, or where from"), validators=[Optional(), LINE])
    park_id = SelectField(_l("Led by"), coerce=to_id)
    park_ids = SelectMultipleField(_l("Parks that take part"), coerce=to_id, validate_choice=False)
    lead_id = SelectField(_l("Who leads it"), coerce=to_id)
    purpose_hans = TextAreaField(_l("Purpose"), validators=[Optional(), TEXT])
    purpose_hant = TextAreaField(_l("Purpose in traditional script"), validators=[Optional(), TEXT])
    purpose_en = TextAreaField(_l("Purpose in English"), validators=[Optional(), TEXT])
    seating = TextAreaField(_l("Agenda and seating"), validators=[Optional(), TEXT])
    lodging = TextAreaField(_l("Hotels, meals, vehicles"), validators=[Optional(), TEXT])
    topics = TextAreaField(_l("Projects to talk about, and needs"), validators=[Optional(), TEXT])
    emergency = TextAreaField(_l("Whom to call in an emergency"), validators=[Optional(), TEXT])
    talking_points = TextAreaField(_l("Talking points"), validators=[Optional(), TEXT])
    internal_notes = TextAreaField(_l("Internal notes"), validators=[Optional(), TEXT])
    currency = SelectField(_l("Currency"), coerce=one_of(Currency), default=Currency.CNY)
    budget_minor = AmountField(_l("Budget"))
    cost_minor = AmountField(_l("Cost"))
    lock_version = LockVersionField()

    def offer(self, parks: Sequence[Park], staff: Sequence[User], own_park_id: int | None) -> None:
        self.direction.choices = members(DelegationDirection)
        self.currency.choices = [(each.value, each.value) for each in Currency]
        own = [park for park in parks if own_park_id in (None, park.id)]
        offered = records(own, str(_l("The provincial office")))
        self.park_id.choices = offered if own_park_id is None else offered[1:]
        self.park_ids.choices = records(parks, "")[1:]
        people = [user for user in staff if own_park_id in (None, user.park_id) or user.park_id is None]
        self.lead_id.choices = [("", ""), *((str(user.id), user.display_name) for user in people)]

    def written(self) -> DelegationFields:
        """The inputs; only once the form is valid."""
        data = self.data
        texts = {name: plain_text(data[name]) for name in TEXTS}
        return DelegationFields(
            name_hans=plain_text(data["name_hans"]) or "",
            direction=data["direction"],
            from_on=data["from_on"],
            until_on=data["until_on"],
            park_id=data["park_id"],
            lead_id=data["lead_id"],
            park_ids=tuple(each for each in data["park_ids"] or () if each is not None),
            currency=data["currency"] or Currency.CNY,
            budget_minor=data["budget_minor"],
            cost_minor=data["cost_minor"],
            **texts,
        )


class DelegationFilterForm(FilterForm):
    q = StringField(_l("Name, number or place"), validators=[Optional(), Length(max=100)])
    direction = SelectField(
        _l("Direction"),
        coerce=one_of(DelegationDirection),
        choices=lambda: members(DelegationDirection, str(_l("Both directions"))),
    )
    state = SelectField(
        _l("State"),
        coerce=one_of(DelegationState),
        choices=lambda: members(DelegationState, str(_l("All states"))),
    )
    park = SelectField(_l("Led by"), coerce=to_id)
    year = SelectField(_l("Year"), coerce=to_id)
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, parks: Sequence[Park], years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))
        self.year.choices = [("", str(_l("All years"))), *((str(year), str(year)) for year in years)]
