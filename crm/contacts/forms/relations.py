"""What people write on roles, consent, acquaintance and introductions."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from crm.contacts.labels import STRENGTHS
from crm.contacts.service import AcquaintanceFields, ConsentFields, IntroductionFields, RoleFields
from crm.web.choices import members, one_of, to_id
from crm.web.fields import DateField, LockVersionField, LookupField
from crm.web.forms import BaseForm
from models.enums import ConsentMeans, ConsentPurpose

LINE = Length(max=200)
NOTE = Length(max=500)
SHOWN_BY = _l("An engagement with this person; choose it where there is one.")


class RoleForm(BaseForm):
    firm_id = LookupField(_l("Firm"))
    association_id = LookupField(_l("or association"))
    title = StringField(_l("Position"), validators=[Optional(), LINE])
    from_on = DateField(_l("From"))
    until_on = DateField(_l("Until"), description=_l("The first day on which it no longer holds."))
    lock_version = LockVersionField()

    def written(self) -> RoleFields:
        data = self.data
        names = ("firm_id", "association_id", "title", "from_on", "until_on")
        return RoleFields(**{name: data[name] for name in names})


class ConsentForm(BaseForm):
    purpose = SelectField(
        _l("Purpose"),
        coerce=one_of(ConsentPurpose),
        choices=lambda: members(ConsentPurpose),
        validators=[InputRequired()],
    )
    said_on = DateField(_l("Said on"), validators=[DataRequired()])
    means = SelectField(
        _l("How"),
        coerce=one_of(ConsentMeans),
        choices=lambda: members(ConsentMeans),
        validators=[InputRequired()],
    )
    text_version = StringField(
        _l("Wording"),
        description=_l("Which text the person was shown, such as “notice of 2024-01”."),
        validators=[DataRequired(), LINE],
    )
    note = StringField(_l("Note"), validators=[Optional(), NOTE])

    def written(self) -> ConsentFields:
        data = self.data
        return ConsentFields(
            **{name: data[name] for name in ("purpose", "said_on", "means", "text_version", "note")}
        )


class AcquaintanceForm(BaseForm):
    user_id = SelectField(_l("Who of ours"), coerce=to_id, validators=[DataRequired()])
    strength = SelectField(_l("How well"), coerce=to_id, validators=[DataRequired()])
    since_on = DateField(_l("Since"))
    engagement_id = SelectField(_l("Shown by"), description=SHOWN_BY, coerce=to_id)
    note = StringField(_l("Note"), validators=[Optional(), NOTE])
    lock_version = LockVersionField()

    def offer(self, staff: Iterable[tuple[int, str]], engagements: Iterable[tuple[int, str]]) -> None:
        self.user_id.choices = [(str(number), name) for number, name in staff]
        self.strength.choices = [(str(number), words) for number, words in STRENGTHS.items()]
        self.engagement_id.choices = [("", "—"), *((str(number), words) for number, words in engagements)]

    def written(self) -> AcquaintanceFields:
        data = self.data
        names = ("user_id", "strength", "since_on", "engagement_id", "note")
        return AcquaintanceFields(**{name: data[name] for name in names})


class IntroductionForm(BaseForm):
    introducer_id = LookupField(_l("Introduced by"))
    association_id = LookupField(_l("or by an association"))
    firm_id = LookupField(_l("To the firm"))
    contact_id = LookupField(_l("or to the person"))
    introduced_on = DateField(_l("On"), validators=[DataRequired()])
    to_user_id = SelectField(_l("Who of ours was introduced"), coerce=to_id)
    engagement_id = SelectField(_l("Shown by"), description=SHOWN_BY, coerce=to_id)
    note = StringField(_l("Note"), validators=[Optional(), NOTE])

    def offer(self, staff: Iterable[tuple[int, str]], engagements: Iterable[tuple[int, str]]) -> None:
        self.to_user_id.choices = [("", "—"), *((str(number), name) for number, name in staff)]
        self.engagement_id.choices = [("", "—"), *((str(number), words) for number, words in engagements)]

    def written(self) -> IntroductionFields:
        data = self.data
        names = ("introducer_id", "association_id", "firm_id", "contact_id", "introduced_on")
        more = ("to_user_id", "engagement_id", "note")
        return IntroductionFields(**{name: data[name] for name in (*names, *more)})
