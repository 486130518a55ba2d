"""What the park writes with the steps of an application, and what the list is narrowed by."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from crm.projects.queries import Choices
from crm.talent.service.deciding import DecisionFields
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import LockVersionField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models.enums import ApplicationState, DecisionOutcome, TalentKind, TalentLevel

TEXT = Length(max=4000)


class ApplicationFilterForm(FilterForm):
    q = StringField(_l("Number or name"), validators=[Optional(), Length(max=100)])
    state = SelectField(
        _l("State"),
        coerce=one_of(ApplicationState),
        choices=lambda: members(
            [each for each in ApplicationState if each is not ApplicationState.DRAFT], str(_l("Under way"))
        ),
    )
    kind = SelectField(
        _l("Applies as"),
        coerce=one_of(TalentKind),
        choices=lambda: members(TalentKind, str(_l("All kinds"))),
    )
    level = SelectField(
        _l("Talent level"),
        coerce=one_of(TalentLevel),
        choices=lambda: members(TalentLevel, str(_l("All levels"))),
    )
    park = SelectField(_l("Park"), coerce=to_id)
    owner = SelectField(_l("Examiner"), coerce=to_id)
    overdue = BooleanField(_l("Past its day"))
    all = BooleanField(_l("Finished ones too"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(choices.parks, str(_l("All parks")))
        self.owner.choices = records(choices.staff, str(_l("Everybody")))


class SupplementForm(BaseForm):
    public_note = TextAreaField(
        _l("What is needed: the applicant reads this"), validators=[InputRequired(), TEXT]
    )
    note = TextAreaField(_l("Note for the office alone"), validators=[Optional(), TEXT])
    lock_version = LockVersionField()


class AssignForm(BaseForm):
    owner_id = SelectField(_l("Examiner"), coerce=to_id)
    lock_version = LockVersionField()


class DecideForm(BaseForm):
    outcome = SelectField(
        _l("Decision"),
        coerce=one_of(DecisionOutcome),
        choices=lambda: members(DecisionOutcome),
        validators=[InputRequired()],
    )
    level = SelectField(
        _l("Level that is granted"),
        coerce=one_of(TalentLevel),
        choices=lambda: members(TalentLevel, "—"),
    )
    reasons = TextAreaField(_l("Reasons: they stand in the letter"), validators=[InputRequired(), TEXT])
    note = TextAreaField(_l("Note for the office alone"), validators=[Optional(), TEXT])
    lock_version = LockVersionField()

    def written(self) -> DecisionFields:
        read = self.data.get
        return DecisionFields(
            outcome=read("outcome"),
            level=read("level"),
            reasons=plain_text(read("reasons")) or "",
            note=plain_text(read("note")) or "",
        )


class KeyForm(BaseForm):
    """The second key, given or refused."""

    note = TextAreaField(_l("Note for the office alone"), validators=[Optional(), TEXT])
    lock_version = LockVersionField()
