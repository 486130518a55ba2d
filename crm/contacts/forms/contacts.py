"""What people write on a contact."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from crm.contacts.service import ContactFields, consent_moment
from crm.web.choices import to_word
from crm.web.fields import DateField, LockVersionField, LookupField
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm

LINE = Length(max=200)


class ContactForm(BaseForm):
    name = StringField(_l("Full name"), validators=[DataRequired(), LINE])
    title = StringField(_l("Position"), validators=[Optional(), LINE])
    phone = StringField(_l("Telephone"), validators=[Optional(), Length(max=60)])
    email = StringField(_l("E-mail"), validators=[Optional(), Length(max=254)])
    source = StringField(
        _l("Source of the data"),
        description=_l("A business card, the firm's website, the person: with the occasion."),
        validators=[DataRequired(), LINE],
    )
    consented_on = DateField(
        _l("Consent given on"),
        description=_l("The day on which the person agreed to be kept here."),
        validators=[Optional()],
    )
    lock_version = LockVersionField()

    def written(self, firm_id: int) -> ContactFields:
        texts = {name: self._fields[name].data for name in ("title", "phone", "email")}
        return ContactFields(
            firm_id=firm_id,
            name=self.name.data or "",
            source=self.source.data or "",
            consented_at=consent_moment(self.data["consented_on"]),
            **texts,
        )


class EditContactForm(ContactForm):
    firm_id = LookupField(
        _l("Firm"),
        description=_l("Whoever goes to another firm keeps the role at the one before as a former one."),
        validators=[DataRequired()],
    )


class ContactFilterForm(FilterForm):
    q = StringField(_l("Name or firm"), validators=[Optional(), Length(max=100)])
    firm = LookupField(_l("Firm"))
    association = LookupField(_l("Association"))
    consent = SelectField(
        _l("Consent"),
        coerce=to_word,
        choices=lambda: [
            ("", _l("With and without")),
            ("given", _l("Given")),
            ("missing", _l("Not recorded")),
        ],
    )
    mine = BooleanField(_l("Kept by me"))
    archived = BooleanField(_l("Put away"))


MORE_CONTACT_FILTERS = ("association", "mine", "archived")
"""Behind “more filters”."""
