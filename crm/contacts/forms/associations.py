"""What people write on associations and memberships."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from crm.contacts.service import AssociationFields, MembershipFields
from crm.web.choices import members, one_of
from crm.web.fields import DateField, LockVersionField, LookupField
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models.enums import AssociationKind

LINE = Length(max=200)


class AssociationForm(BaseForm):
    kind = SelectField(
        _l("Kind"),
        coerce=one_of(AssociationKind),
        choices=lambda: members(AssociationKind),
        validators=[InputRequired()],
    )
    name_hans = StringField(_l("Simplified name"), validators=[Optional(), LINE])
    name_hant = StringField(_l("Traditional name"), validators=[Optional(), LINE])
    name_en = StringField(_l("English name"), validators=[Optional(), LINE])
    region = StringField(
        _l("Region"),
        description=_l("Where its members are: Kunshan, Xiamen, Taipei."),
        validators=[Optional(), LINE],
    )
    website = StringField(_l("Website"), validators=[Optional(), LINE])
    note = TextAreaField(_l("Note"), validators=[Optional(), Length(max=500)])
    lock_version = LockVersionField()

    def written(self) -> AssociationFields:
        data = self.data
        names = ("kind", "name_hans", "name_hant", "name_en", "region", "website", "note")
        return AssociationFields(**{name: data[name] for name in names})


class MembershipForm(BaseForm):
    firm_id = LookupField(_l("Firm"), validators=[DataRequired()])
    role = StringField(_l("Role in it"), validators=[Optional(), LINE])
    from_on = DateField(_l("From"))
    until_on = DateField(_l("Until"), description=_l("The first day on which it no longer holds."))
    lock_version = LockVersionField()

    def written(self) -> MembershipFields:
        data = self.data
        return MembershipFields(**{name: data[name] for name in ("firm_id", "role", "from_on", "until_on")})


class AssociationFilterForm(FilterForm):
    q = StringField(_l("Name"), validators=[Optional(), Length(max=100)])
    kind = SelectField(
        _l("Kind"),
        coerce=one_of(AssociationKind),
        choices=lambda: members(AssociationKind, str(_l("All kinds"))),
    )
    archived = BooleanField(_l("Put away"))
