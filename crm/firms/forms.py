"""What people write on firms and establishments, and what their lists are narrowed by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from crm.firms.labels import FATES, STATES
from crm.firms.queries import Choices, FirmState
from crm.firms.rules import CEASE_REASONS
from crm.firms.service import Alias, EstablishmentFields, FirmFields
from crm.web.choices import records, to_id, to_word
from crm.web.fields import DateField, FilesField, LockVersionField, LookupField
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from crm.web.labels import local_name
from models import Firm
from models.enums import AliasKind

LINE = Length(max=500)
_BETWEEN = re.compile(r"[;；、\n]+")
ALIAS_KINDS = {
    "short_names": AliasKind.SHORT,
    "brand_names": AliasKind.BRAND,
    "former_names": AliasKind.FORMER,
    "other_names": AliasKind.OTHER,
}


def as_written(firm: Firm) -> SimpleNamespace:
    """The firm as its form shows it, by the names of the inputs."""
    shown = {name: getattr(firm, name) for name in FirmForm.TEXTS}
    for name, kind in ALIAS_KINDS.items():
        shown[name] = "; ".join(alias.name for alias in firm.aliases if alias.kind is kind)
    industry = firm.industry.name if firm.industry else None
    return SimpleNamespace(**shown, industry=industry, lock_version=firm.lock_version)


def as_prefilled(written: FirmFields) -> SimpleNamespace:
    """Fields of a firm that isn't there yet, as its form shows them."""
    shown = {name: getattr(written, name) for name in (*FirmForm.TEXTS, "industry")}
    for name, kind in ALIAS_KINDS.items():
        shown[name] = "; ".join(alias.name for alias in written.aliases if alias.kind is kind)
    return SimpleNamespace(**shown, lock_version=None)


class FirmForm(BaseForm):
    """A firm's own facts; several names in one input are parted by semicolons."""

    TEXTS = (
        "name_hant",
        "name_hans",
        "name_en",
        "business_number",
        "credit_code",
        "stock_code",
        "address",
        "website",
        "source",
    )

    name_hant = StringField(
        _l("Legal name, traditional script"),
        description=_l("As registered. It is never made up from the simplified one."),
        validators=[Optional(), LINE],
    )
    name_hans = StringField(_l("Name, simplified script"), validators=[Optional(), LINE])
    name_en = StringField(_l("Name, English"), validators=[Optional(), LINE])
    short_names = StringField(_l("Short names"), validators=[Optional(), LINE])
    brand_names = StringField(_l("Brands"), validators=[Optional(), LINE])
    former_names = StringField(_l("Former names"), validators=[Optional(), LINE])
    other_names = StringField(_l("Other names"), validators=[Optional(), LINE])
    business_number = StringField(
        _l("Unified business number"),
        description=_l("Taiwan: eight digits, checked."),
        validators=[Optional(), Length(max=30)],
    )
    credit_code = StringField(
        _l("Unified social credit code"),
        description=_l("Mainland: eighteen characters, checked."),
        validators=[Optional(), Length(max=40)],
    )
    stock_code = StringField(_l("Stock code"), validators=[Optional(), Length(max=30)])
    industry = StringField(
        _l("Industry"),
        description=_l("Choose one that is there, or write a new one."),
        validators=[Optional(), Length(max=100)],
    )
    address = StringField(_l("Address"), validators=[Optional(), LINE])
    website = StringField(_l("Website"), validators=[Optional(), LINE])
    source = StringField(_l("Source of the data"), validators=[Optional(), LINE])
    lock_version = LockVersionField()

    def written(self) -> FirmFields:
        texts = {name: self._fields[name].data for name in (*self.TEXTS, "industry")}
        aliases = [
            Alias(name, kind)
            for field, kind in ALIAS_KINDS.items()
            for name in _BETWEEN.split(self._fields[field].data or "")
        ]
        return FirmFields(aliases=tuple(aliases), **texts)


class NewFirmForm(FirmForm):
    parent_id = LookupField(_l("Belongs to"))
    is_distinct = BooleanField(_l("This is another firm of the same name"))


class ParentForm(BaseForm):
    parent = LookupField(_l("Owned by"))
    is_independent = BooleanField(_l("Nobody owns it: it is a group of its own"))
    holds_from = DateField(
        _l("Holds from"),
        description=_l("The day of the purchase or sale. Left blank: since ever."),
        validators=[Optional()],
    )


class RegisterForm(FilterForm):
    register = LookupField(_l("Find in the public register of listed companies"))


class EstablishmentForm(BaseForm):
    """Inputs are named like the fields of the record."""

    park_id = SelectField(_l("Park"), coerce=to_id, validators=[DataRequired()])
    registered_name = StringField(_l("Registered name"), validators=[DataRequired(), LINE])
    registered_on = DateField(_l("Registered on"), validators=[InputRequired()])
    credit_code = StringField(_l("Unified social credit code"), validators=[Optional(), Length(max=40)])
    funded_on = DateField(_l("First capital on"), validators=[Optional()])
    operating_on = DateField(_l("In operation since"), validators=[Optional()])
    suspended_on = DateField(_l("Suspended on"), validators=[Optional()])
    ceased_on = DateField(
        _l("Ceased on"),
        description=_l("The day on which it moved away or was deregistered: from then on it is gone."),
        validators=[Optional()],
    )
    cease_reason = SelectField(_l("How it ceased"), coerce=to_word)
    evidence_note = TextAreaField(_l("Note on the evidence"), validators=[Optional(), Length(max=2000)])
    lock_version = LockVersionField()

    def __init__(self, *args: Any, parks: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park_id.choices = records(parks, "")
        self.cease_reason.choices = [("", ""), *((fate.value, str(FATES[fate])) for fate in CEASE_REASONS)]

    def written(self, firm_id: int) -> EstablishmentFields:
        names = EstablishmentFields.__dataclass_fields__.keys() & self._fields.keys()
        return EstablishmentFields(firm_id=firm_id, **{name: self._fields[name].data for name in names})


class NewEstablishmentForm(EstablishmentForm):
    files = FilesField(_l("Licence"), description=_l("PDF or image of the business licence."))


class EvidenceForm(BaseForm):
    files = FilesField(_l("Files"), validators=[DataRequired()])


class FirmFilterForm(FilterForm):
    q = StringField(_l("Name or number"), validators=[Optional(), Length(max=100)])
    industry = SelectField(_l("Industry"), coerce=to_id)
    ranked = SelectField(_l("Ranked in"), coerce=to_word)
    park = SelectField(_l("Settled in"), coerce=to_id)
    state = SelectField(_l("State"), coerce=to_word)
    group = LookupField(_l("Group"))
    only_groups = BooleanField(_l("Groups only"))
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.industry.choices = records(choices.industries, str(_l("All industries")))
        self.park.choices = records(choices.parks, str(_l("Anywhere or nowhere")))
        self.ranked.choices = _ranked_choices(choices)
        states = [(state.value, str(STATES[state.value])) for state in FirmState]
        self.state.choices = [("", str(_l("All states"))), *states]


MORE_FIRM_FILTERS = ("group", "only_groups", "archived")
"""Filters behind the fold."""


class EstablishmentFilterForm(FilterForm):
    park = SelectField(_l("Park"), coerce=to_id)
    state = SelectField(_l("State"), coerce=to_word)
    present_on = DateField(_l("There on"), validators=[Optional()])
    group = LookupField(_l("Group"))

    def __init__(self, *args: Any, parks: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))
        words = (("", _l("All states")), ("there", _l("Still there")), ("gone", _l("Gone")))
        self.state.choices = [(key, str(word)) for key, word in words]


def _ranked_choices(choices: Choices) -> list[tuple[str, str]]:
    """``series-1`` any edition of a list, ``edition-5`` one of them."""
    found = [("", str(_l("Any or none")))]
    for series in choices.series:
        found.append((f"series-{series.id}", str(_l("%(list)s, any edition", list=local_name(series)))))
        found += [
            (f"edition-{each.id}", local_name(each)) for each in choices.editions if each.place == series.id
        ]
    return found
