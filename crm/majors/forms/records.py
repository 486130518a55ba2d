"""A record of the library, what it becomes, and what the register is narrowed by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from crm.majors import rules
from crm.majors.queries.lists import MajorFilters
from crm.majors.service.conversions import Investor
from crm.majors.service.records import MajorFields
from crm.projects.queries import Choices
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import AmountField, DateField, LockVersionField, LookupField, MatterField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from kernel import clock
from kernel.money import Currency
from models.enums import CooperationMode, MajorTagKind, PlanBox, Preparation

LINE = Length(max=200)
LINES = Length(max=4000)
LARGEST = NumberRange(0, 1_000_000_000)


class MajorForm(BaseForm):
    """Every input is named like the field of the record that it writes."""

    name_hans = StringField(_l("Name, simplified"), validators=[LINE])
    name_hant = StringField(_l("Name, traditional"), validators=[Optional(), LINE])
    name_en = StringField(_l("Name, English"), validators=[Optional(), LINE])
    park_id = SelectField(_l("Park"), coerce=to_id, validators=[DataRequired()])
    place = StringField(_l("Place"), validators=[Optional(), LINE])
    kind = StringField(_l("Kind of project"), validators=[Optional(), LINE])
    preparation = SelectField(
        _l("How far it is prepared"),
        coerce=one_of(Preparation),
        choices=lambda: members(Preparation),
        validators=[InputRequired()],
    )
    tag_kinds = SelectMultipleField(
        _l("Tags"), coerce=one_of(MajorTagKind), choices=lambda: members(MajorTagKind)
    )
    # The page's own part is “content” already.
    content = TextAreaField(_l("What is to be built"), validators=[Optional(), LINES], id="major-content")
    sub_projects = TextAreaField(_l("Parts of it, one in each line"), validators=[Optional(), LINES])
    planned_minor = AmountField(_l("Planned investment"))
    planned_currency = SelectField(_l("Currency"), coerce=one_of(Currency))
    lead_unit = StringField(_l("Lead unit"), validators=[Optional(), LINE])
    responsible_unit = StringField(_l("Responsible unit"), validators=[Optional(), LINE])
    responsible_id = SelectField(_l("Responsible person"), coerce=to_id)
    land_mu = IntegerField(_l("Land need (mu)"), validators=[Optional(), LARGEST])
    power_kva = IntegerField(_l("Power (kVA)"), validators=[Optional(), LARGEST])
    water_t_day = IntegerField(_l("Water (t a day)"), validators=[Optional(), LARGEST])
    energy_class = StringField(_l("Energy class"), validators=[Optional(), LINE])
    carbon_class = StringField(_l("Carbon class"), validators=[Optional(), LINE])
    priority_year = IntegerField(_l("On the provincial priority list of the year"), validators=[Optional()])
    priority_number = StringField(_l("Number on the list"), validators=[Optional(), LINE])
    priority_since = DateField(_l("On the list since"))
    lock_version = LockVersionField()

    def offer(self, choices: Choices, *, is_linked: bool) -> None:
        """Fill the selects; what a pipeline project says itself isn't asked for."""
        self.park_id.choices = records(choices.parks, "")
        self.responsible_id.choices = records(choices.staff, "")
        self.planned_currency.choices = [("", ""), *((each.value, each.value) for each in Currency)]
        if is_linked:
            for name in ("name_hans", "name_hant", "name_en", *rules.FROM_THE_PROJECT):
                if name in self._fields:
                    del self[name]
        else:
            self.name_hans.validators = [DataRequired(), LINE]
            self.name_hans.flags.required = True

    def written(self, before: MajorFields | None = None) -> MajorFields:
        """The inputs, with what the form doesn't ask for as it was."""
        values: dict[str, Any] = {}
        for name in MajorFields.__dataclass_fields__:
            if name in self._fields:
                data = self._fields[name].data
                values[name] = plain_text(data) if type(data) is str else data
            elif before is not None:
                values[name] = getattr(before, name)
        return MajorFields(**values | {"tags": frozenset(filter(None, self.tag_kinds.data or ()))})


class OfferForm(BaseForm):
    mode = SelectField(
        _l("Mode of cooperation"),
        coerce=one_of(CooperationMode),
        choices=lambda: members(CooperationMode),
        validators=[InputRequired()],
    )


class InvestorForm(BaseForm):
    firm_id = LookupField(_l("Investor firm"), validators=[DataRequired()])
    industry_id = SelectField(_l("Industry"), coerce=to_id)
    lead_on = DateField(_l("Lead since"), validators=[InputRequired()])
    lead_source = StringField(_l("Where the lead came from"), validators=[Optional(), LINE])
    matter = MatterField()

    def offer(self, choices: Choices) -> None:
        self.industry_id.choices = records(choices.industries, "")

    def written(self) -> Investor:
        return Investor(
            firm_id=self.firm_id.data,
            lead_on=self.data["lead_on"],
            industry_id=self.industry_id.data,
            lead_source=plain_text(self.lead_source.data),
            matter=self.matter.data,
        )


class MajorFilterForm(FilterForm):
    q = StringField(_l("Name, number or firm"), validators=[Optional(), Length(max=100)])
    park = SelectField(_l("Park"), coerce=to_id)
    preparation = SelectField(
        _l("How far it is prepared"),
        coerce=one_of(Preparation),
        choices=lambda: members(Preparation, str(_l("All stages"))),
    )
    investor = SelectField(
        _l("Investor"),
        choices=lambda: [
            ("", str(_l("With or without"))),
            ("no", str(_l("Without an investor"))),
            ("yes", str(_l("With an investor"))),
        ],
    )
    box = SelectField(
        _l("Box of the plan"),
        coerce=one_of(PlanBox),
        choices=lambda: members(PlanBox, str(_l("Any or none"))),
    )
    tag = SelectField(
        _l("Tag"), coerce=one_of(MajorTagKind), choices=lambda: members(MajorTagKind, str(_l("All tags")))
    )
    priority = SelectField(_l("Provincial priority list"), coerce=to_id)
    responsible = SelectField(_l("Responsible person"), coerce=to_id)
    behind = BooleanField(_l("Behind this year's plan"))
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, choices: Choices, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(choices.parks, str(_l("All parks")))
        self.responsible.choices = records(choices.staff, str(_l("Everybody")))
        listed = [(str(year), str(_l("List of %(year)s", year=year))) for year in years]
        self.priority.choices = [("", str(_l("Any or none"))), *listed]

    def filters(self) -> MajorFilters:
        read = self.readable()
        return MajorFilters(
            query=read["q"] or "",
            park_id=read["park"],
            preparation=read["preparation"],
            box=read["box"],
            tag=read["tag"],
            priority_year=read["priority"],
            has_investor={"yes": True, "no": False}.get(read["investor"] or ""),
            responsible_id=read["responsible"],
            behind_on=clock.today() if read["behind"] else None,
            is_archived=bool(read["archived"]),
        )


class GreenFilterForm(FilterForm):
    park = SelectField(_l("Park"), coerce=to_id)
    kind = SelectField(_l("Step"), coerce=to_id)
    owner = SelectField(_l("Who sees to it"), coerce=to_id)
    overdue = BooleanField(_l("Only overdue"))

    def __init__(self, *args: Any, choices: Choices, kinds: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(choices.parks, str(_l("All parks")))
        self.kind.choices = records(kinds, str(_l("All steps")))
        self.owner.choices = records(choices.staff, str(_l("Everybody")))


MORE_FILTERS = ("box", "tag", "priority", "responsible", "behind", "archived")
"""Filters behind the fold."""
