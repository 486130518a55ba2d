"""What people write of approvals done for a firm."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from crm.issues.forms.issues import LINE, TEXT, files_of
from crm.issues.service.procedures import KindFields, ProcedureFields
from crm.issues.service.steps import File
from crm.projects.queries import Choices
from crm.web.choices import records, to_id
from crm.web.fields import DateField, FilesField, LockVersionField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm


class ProcedureForm(BaseForm):
    name = StringField(_l("Approval"), validators=[Optional(), LINE])
    department = StringField(_l("Which office gives it"), validators=[Optional(), LINE])
    papers = TextAreaField(_l("Papers needed"), validators=[Optional(), TEXT])
    due_on = DateField(_l("Due on"))
    done_on = DateField(_l("Given on"))
    number = StringField(_l("Number of the permit"), validators=[Optional(), LINE])
    responsible_id = SelectField(_l("Who does it"), coerce=to_id)
    note = TextAreaField(_l("Note"), validators=[Optional(), TEXT])
    is_needed = BooleanField(_l("This project needs it"))
    files = FilesField(_l("Files"))
    lock_version = LockVersionField()

    def offer(self, choices: Choices) -> None:
        self.responsible_id.choices = records(choices.staff, "")

    def written(self) -> ProcedureFields:
        data = self.data
        texts = {
            name: plain_text(data.get(name)) for name in ("name", "department", "papers", "number", "note")
        }
        return ProcedureFields(
            is_needed=data["is_needed"],
            due_on=data["due_on"],
            done_on=data["done_on"],
            responsible_id=data["responsible_id"],
            **texts,
        )

    def uploaded(self) -> tuple[File, ...]:
        return files_of(self.files)


class KindForm(BaseForm):
    name_hans = StringField(_l("Name, simplified"), validators=[DataRequired(), LINE])
    name_hant = StringField(_l("Name, traditional"), validators=[DataRequired(), LINE])
    name_en = StringField(_l("Name, English"), validators=[DataRequired(), LINE])
    department = StringField(_l("Which office gives it"), validators=[DataRequired(), LINE])
    papers = TextAreaField(_l("Papers needed"), validators=[Optional(), TEXT])
    working_days = IntegerField(_l("Usual working days"), validators=[InputRequired(), NumberRange(0, 500)])
    is_used = BooleanField(_l("Put on new lists"))
    lock_version = LockVersionField()

    def written(self) -> KindFields:
        data = self.data
        return KindFields(
            name_hans=plain_text(data["name_hans"]) or "",
            name_hant=plain_text(data["name_hant"]) or "",
            name_en=plain_text(data["name_en"]) or "",
            department=plain_text(data["department"]) or "",
            papers=plain_text(data["papers"]),
            working_days=data["working_days"],
            is_used=data["is_used"],
        )


class ProcedureFilterForm(FilterForm):
    q = StringField(_l("Project or firm"), validators=[Optional(), Length(max=100)])
    park = SelectField(_l("Park"), coerce=to_id)
    kind = SelectField(_l("Approval"), coerce=to_id)
    responsible = SelectField(_l("Who does it"), coerce=to_id)
    overdue = BooleanField(_l("Only overdue"))

    def __init__(self, *args: Any, choices: Choices, kinds: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(choices.parks, str(_l("All parks")))
        self.kind.choices = records(kinds, str(_l("All approvals")))
        self.responsible.choices = records(choices.staff, str(_l("Everybody")))
