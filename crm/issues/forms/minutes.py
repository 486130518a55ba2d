"""What people write of a meeting and its decisions."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from crm.issues.forms.issues import LINE, TEXT, files_of
from crm.issues.service.minutes import DecisionFields, MinutesFields
from crm.issues.service.steps import File
from crm.projects.queries import Choices
from crm.web.choices import records, to_id
from crm.web.fields import DateField, FilesField, LockVersionField, LookupField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm


class MinutesForm(BaseForm):
    title = StringField(_l("Meeting"), validators=[DataRequired(), LINE])
    number = StringField(_l("Document number of the office"), validators=[Optional(), LINE])
    held_on = DateField(_l("Held on"), validators=[DataRequired()])
    park_id = SelectField(_l("Park"), coerce=to_id)
    place = StringField(_l("Place"), validators=[Optional(), LINE])
    chair = StringField(_l("In the chair"), validators=[Optional(), LINE])
    present = TextAreaField(_l("Present"), validators=[Optional(), TEXT])
    text = TextAreaField(_l("What was said"), validators=[Optional(), Length(max=20_000)])
    files = FilesField(_l("Files"))
    lock_version = LockVersionField()

    def offer(self, choices: Choices, *, is_office: bool) -> None:
        parks = records(choices.parks, str(_l("The whole zone")))
        self.park_id.choices = parks if is_office else parks[1:]

    def written(self) -> MinutesFields:
        data = self.data
        return MinutesFields(
            title=plain_text(data["title"]) or "",
            held_on=data["held_on"],
            park_id=data["park_id"],
            **{name: plain_text(data[name]) for name in ("number", "place", "chair", "present", "text")},
        )

    def uploaded(self) -> tuple[File, ...]:
        return files_of(self.files)


class DecisionForm(BaseForm):
    text = TextAreaField(_l("What was decided"), validators=[DataRequired(), TEXT])
    owner_id = SelectField(_l("Owner"), coerce=to_id, validators=[DataRequired()])
    partners = StringField(_l("Who helps"), validators=[Optional(), LINE])
    due_on = DateField(_l("Due on"), validators=[DataRequired()])
    project_id = LookupField(_l("Project"))

    def written(self) -> DecisionFields:
        data = self.data
        return DecisionFields(
            text=plain_text(data["text"]) or "",
            owner_id=data["owner_id"],
            due_on=data["due_on"],
            partners=plain_text(data["partners"]),
            project_id=data["project_id"],
        )


class MinutesFilterForm(FilterForm):
    q = StringField(_l("Meeting, number or chair"), validators=[Optional(), Length(max=100)])
    park = SelectField(_l("Park"), coerce=to_id)
    since = DateField(_l("From"))
    until = DateField(_l("To"))
    draft = BooleanField(_l("Only drafts"))
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(choices.parks, str(_l("All parks")))
