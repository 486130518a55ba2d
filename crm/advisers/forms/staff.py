"""What the staff write on advisers, terms, relations; what lists are narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from crm.advisers.service import AdviserFields, TermFields
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import DateField, FilesField, LockVersionField, LookupField
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models import Adviser
from models.enums import AdviserKind, AdviserRegion, ReferralState, UpdateState

LINE = Length(max=200)
LINES = Length(max=500)


def uploads(field: FilesField) -> list[tuple[bytes, str]]:
    """Content and name of each file handed in."""
    return [(upload.read(), upload.filename) for upload in field.data or ()]


class AdviserForm(BaseForm):
    kind = SelectField(
        _l("Kind"),
        coerce=one_of(AdviserKind),
        choices=lambda: members(AdviserKind),
        validators=[InputRequired()],
    )
    name_hant = StringField(_l("Traditional name"), validators=[Optional(), LINE])
    name_hans = StringField(_l("Simplified name"), validators=[Optional(), LINE])
    name_en = StringField(_l("English name"), validators=[Optional(), LINE])
    organisation = StringField(_l("Organisation"), validators=[Optional(), LINE])
    title = StringField(_l("Position"), validators=[Optional(), LINE])
    regions = SelectMultipleField(
        _l("Regions"), coerce=one_of(AdviserRegion), choices=lambda: members(AdviserRegion)
    )
    industry_ids = SelectMultipleField(_l("Industries"), coerce=to_id)
    email = StringField(_l("E-mail"), validators=[Optional(), LINE])
    phone = StringField(_l("Telephone"), validators=[Optional(), LINE])
    contact_id = LookupField(_l("The same person among the contacts"), validators=[Optional()])
    association_id = LookupField(_l("The same body among the associations"), validators=[Optional()])
    note = TextAreaField(_l("Internal note"), validators=[Optional(), LINES])
    lock_version = LockVersionField()

    def offer(self, industries: Iterable[Any]) -> None:
        self.industry_ids.choices = records(industries, "")[1:]

    def show(self, adviser: Adviser) -> None:
        """The lists as they stand, where nothing was sent yet."""
        if not self.is_submitted():
            self.regions.data = [area.region for area in adviser.areas]
            self.industry_ids.data = [each.industry_id for each in adviser.fields]

    def written(self) -> AdviserFields:
        """The inputs. Only once the form is valid."""
        names = ("name_hans", "name_hant", "name_en", "organisation", "title", "email", "phone", "note")
        data = self.data
        return AdviserFields(
            kind=data["kind"] or AdviserKind.PERSON,
            contact_id=data["contact_id"],
            association_id=data["association_id"],
            regions=tuple(each for each in data["regions"] or () if each is not None),
            industry_ids=tuple(each for each in data["industry_ids"] or () if each is not None),
            **{name: data[name] for name in names},
        )


class TermForm(BaseForm):
    from_on = DateField(_l("From"), validators=[InputRequired()])
    until_on = DateField(
        _l("Until"), description=_l("The last day of the term."), validators=[InputRequired()]
    )
    letter_number = StringField(_l("Number of the letter"), validators=[Optional(), LINE])
    duties = TextAreaField(_l("Duties"), validators=[Optional(), LINES])
    files = FilesField(_l("Letter or agreement"))
    lock_version = LockVersionField()

    def written(self) -> TermFields:
        """The inputs. Only once the form is valid."""
        data = self.data
        return TermFields(
            from_on=data["from_on"],
            until_on=data["until_on"],
            letter_number=data["letter_number"],
            duties=data["duties"],
        )


class EndTermForm(BaseForm):
    ended_on = DateField(_l("Last day"), validators=[InputRequired()])
    reason = StringField(_l("Reason"), validators=[DataRequired(), LINES])


class RelationForm(BaseForm):
    firm_id = LookupField(_l("Firm"), validators=[DataRequired()])
    why = StringField(
        _l("How they are related"),
        description=_l("Owner, officer, employee, spouse of the owner, agent on its payroll."),
        validators=[DataRequired(), LINES],
    )


class AccountForm(BaseForm):
    account = StringField(
        _l("Name of the account"),
        description=_l("The name with which the adviser signs in. Empty: no account acts for this adviser."),
        validators=[Optional(), LINE],
    )


class AdviserFilterForm(FilterForm):
    q = StringField(_l("Name"), validators=[Optional(), Length(max=100)])
    kind = SelectField(
        _l("Kind"),
        coerce=one_of(AdviserKind),
        choices=lambda: members(AdviserKind, str(_l("All kinds"))),
    )
    region = SelectField(
        _l("Region"),
        coerce=one_of(AdviserRegion),
        choices=lambda: members(AdviserRegion, str(_l("All regions"))),
    )
    industry = SelectField(_l("Industry"), coerce=to_id)
    in_office = BooleanField(_l("In office"))
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, industries: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.industry.choices = records(industries, str(_l("All industries")))


class ReferralFilterForm(FilterForm):
    q = StringField(_l("Firm as typed, or receipt"), validators=[Optional(), Length(max=100)])
    state = SelectField(
        _l("State"),
        coerce=one_of(ReferralState),
        choices=lambda: members(ReferralState, str(_l("All states"))),
    )
    park = SelectField(_l("Park"), coerce=to_id)
    adviser = LookupField(_l("Adviser"))
    open = BooleanField(_l("Not ruled on"))

    def __init__(self, *args: Any, parks: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))


class UpdateFilterForm(FilterForm):
    state = SelectField(
        _l("State"),
        coerce=one_of(UpdateState),
        choices=lambda: members(UpdateState, str(_l("All states"))),
    )
