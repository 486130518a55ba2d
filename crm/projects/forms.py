"""What people write on a project, and what its lists are narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from crm.projects import rules
from crm.projects.queries import Choices
from crm.projects.service import ProjectFields
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import (
    AmountField,
    DateField,
    FilesField,
    LockVersionField,
    LookupField,
    MatterField,
    plain_text,
)
from crm.web.forms import BaseForm
from crm.web.labels import label
from kernel.money import Currency
from models.enums import AgreementKind, ProjectDocumentKind, Stage

LINE = Length(max=200)
LINES = Length(max=4000)


class ProjectForm(BaseForm):
    """Every input is named like the field of the record that it writes."""

    name = StringField(_l("Name of the project"), validators=[DataRequired(), LINE])
    firm_id = LookupField(_l("Investor firm"), validators=[DataRequired()])
    park_id = SelectField(_l("Park"), coerce=to_id, validators=[DataRequired()])
    industry_id = SelectField(_l("Industry"), coerce=to_id)
    responsible_id = SelectField(_l("Responsible person"), coerce=to_id)
    responsible = StringField(_l("Responsible, as written"), validators=[Optional(), LINE])
    planned_minor = AmountField(_l("Planned investment"))
    planned_currency = SelectField(_l("Currency"), coerce=one_of(Currency))
    # The page's own part is “content” already.
    content = TextAreaField(_l("What is to be built"), validators=[Optional(), LINES], id="project-content")
    land_need_mu = IntegerField(_l("Land need (mu)"), validators=[Optional(), NumberRange(0, 1_000_000)])
    jobs = IntegerField(_l("Jobs"), validators=[Optional(), NumberRange(0, 10_000_000)])
    energy_class = StringField(_l("Energy class"), validators=[Optional(), LINE])
    carbon_class = StringField(_l("Carbon class"), validators=[Optional(), LINE])
    lead_source = StringField(_l("Where the lead came from"), validators=[Optional(), LINE])
    judged_on = DateField(_l("Lead judged on"))
    fed_back_on = DateField(_l("Who brought the lead was told on"))
    has_incentive = BooleanField(_l("An incentive is promised"))
    review_passed_on = DateField(_l("Review passed on"))
    fair_competition_on = DateField(_l("Fair-competition review on"))
    agreement_kind = SelectField(_l("Kind of agreement"), coerce=one_of(AgreementKind))
    agreement_on = DateField(_l("Date of the agreement"))
    signing_event = StringField(_l("Signing event"), validators=[Optional(), LINE])
    establishment_id = SelectField(_l("Establishment"), coerce=to_id)
    land_secured_on = DateField(_l("Land or plant secured on"))
    construction_start_on = DateField(_l("Construction started on"))
    production_start_on = DateField(_l("Production started on"))
    matter = MatterField()
    lock_version = LockVersionField()

    def offer(self, choices: Choices) -> None:
        """Fill the selects; the look-up of the firm and the establishments are the view's."""
        self.park_id.choices = records(choices.parks, "")
        self.industry_id.choices = records(choices.industries, "")
        self.responsible_id.choices = records(choices.staff, "")
        self.planned_currency.choices = [("", ""), *((each.value, each.value) for each in Currency)]
        self.agreement_kind.choices = members(AgreementKind, "")
        self.establishment_id.choices = [("", "")]

    def keep_only(self, names: Iterable[str]) -> None:
        """Make it a form for just these inputs."""
        wanted = {*names, "matter", "lock_version", "csrf_token"}
        for name in [name for name in self._fields if name not in wanted]:
            del self[name]

    def mark_needed(self, stage: Stage | None) -> None:
        """Say beside each input that the gate of ``stage`` asks for it."""
        for name in rules.fields_needed_at(stage):
            if name in self._fields and stage is not None:
                self[name].description = _l("Needed at the next stage: %(stage)s", stage=label(stage))

    def written(self, before: ProjectFields | None = None) -> dict[str, Any]:
        """The inputs by name, with what the form doesn't ask for as it was."""
        values = {
            name: getattr(before, name) for name in ProjectFields.__dataclass_fields__ if before is not None
        }
        for name, field in self._fields.items():
            if name in ProjectFields.__dataclass_fields__:
                values[name] = plain_text(field.data) if type(field.data) is str else field.data
        return values | {"name": values["name"] or ""}


class NewProjectForm(ProjectForm):
    lead_on = DateField(_l("Lead since"))


class DocumentForm(BaseForm):
    kind = SelectField(
        _l("What it proves"),
        coerce=one_of(ProjectDocumentKind),
        choices=lambda: members(ProjectDocumentKind),
        validators=[InputRequired()],
    )
    files = FilesField(_l("Files"), validators=[DataRequired()])
