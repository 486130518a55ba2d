"""What staff write of talents, employers and needs, and what the lists are narrowed by."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional

from crm.projects.queries import Choices
from crm.talent.service.needs import NeedFields
from crm.talent.service.talents import EmployerFields, TalentFields
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import DateField, LockVersionField, LookupField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models import Employer, User
from models.enums import (
    AwardGrade,
    Education,
    IdentityPaper,
    PostRank,
    TalentKind,
    TalentLevel,
    TalentPurpose,
)

LINE = Length(max=200)
TEXT = Length(max=4000)


def _number(label: Any, low: int, high: int) -> IntegerField:
    return IntegerField(label, validators=[Optional(), NumberRange(low, high)])


class TalentForm(BaseForm):
    kind = SelectField(
        _l("Kind"),
        coerce=one_of(TalentKind),
        choices=lambda: members(TalentKind),
        validators=[InputRequired()],
    )
    name_hant = StringField(_l("Name (traditional)"), validators=[DataRequired(), LINE])
    name_hans = StringField(_l("Name (simplified)"), validators=[Optional(), LINE])
    birth_year = _number(_l("Year of birth"), 1900, 2100)
    team_name = StringField(_l("Name of the team"), validators=[Optional(), LINE])
    team_size = _number(_l("People in the team"), 1, 500)
    paper_kind = SelectField(
        _l("Kind of identity paper"),
        coerce=one_of(IdentityPaper),
        choices=lambda: members(IdentityPaper, "—"),
    )
    paper_number = StringField(_l("Number of the identity paper"), validators=[Optional(), Length(max=40)])
    email = StringField(_l("E-mail"), validators=[Optional(), Email(), Length(max=254)])
    phone = StringField(_l("Phone"), validators=[Optional(), Length(max=40)])
    industry_id = SelectField(_l("Industry"), coerce=to_id)
    speciality = StringField(_l("Field of work"), validators=[Optional(), LINE])
    skills = StringField(_l("Skills"), validators=[Optional(), Length(max=1000)])
    education = SelectField(
        _l("Highest degree"), coerce=one_of(Education), choices=lambda: members(Education, "—")
    )
    experience_years = _number(_l("Years of experience"), 0, 70)
    post_rank = SelectField(
        _l("Highest post so far"), coerce=one_of(PostRank), choices=lambda: members(PostRank, "—")
    )
    highest_post = StringField(_l("Title of that post"), validators=[Optional(), LINE])
    award_grade = SelectField(
        _l("Highest award"), coerce=one_of(AwardGrade), choices=lambda: members(AwardGrade, "—")
    )
    awards = TextAreaField(_l("Awards and honours"), validators=[Optional(), TEXT])
    employer_id = SelectField(_l("Employer"), coerce=to_id)
    park_id = SelectField(_l("Park"), coerce=to_id)
    owner_id = SelectField(_l("Who looks after it"), coerce=to_id)
    source = StringField(_l("How the park knows of the person"), validators=[Optional(), LINE])
    lock_version = LockVersionField()

    def offer(self, choices: Choices, employers: list[Employer]) -> None:
        self.industry_id.choices = records(choices.industries, "—")
        self.park_id.choices = records(choices.parks, "—")
        self.owner_id.choices = records(choices.staff, "—")
        self.employer_id.choices = [("", "—"), *((str(each.id), each.name) for each in employers)]

    def written(self) -> TalentFields:
        read = self.data.get
        given: dict[str, Any] = {name: plain_text(read(name)) for name in TALENT_TEXTS}
        given |= {name: read(name) for name in TALENT_CHOICES}
        return TalentFields(
            kind=read("kind"),
            name_hant=plain_text(read("name_hant")) or "",
            skills=plain_text(read("skills")) or "",
            **given,
        )


TALENT_TEXTS = (
    "name_hans",
    "team_name",
    "paper_number",
    "email",
    "phone",
    "speciality",
    "highest_post",
    "awards",
    "source",
)
TALENT_CHOICES = (
    "team_size",
    "birth_year",
    "paper_kind",
    "industry_id",
    "education",
    "experience_years",
    "post_rank",
    "award_grade",
    "employer_id",
    "park_id",
    "owner_id",
)


class TalentFilterForm(FilterForm):
    q = StringField(_l("Number, name or field"), validators=[Optional(), Length(max=100)])
    skill = StringField(_l("Skill"), validators=[Optional(), Length(max=100)])
    level = SelectField(
        _l("Talent level"),
        coerce=one_of(TalentLevel),
        choices=lambda: members(TalentLevel, str(_l("All levels"))),
    )
    industry = SelectField(_l("Industry"), coerce=to_id)
    park = SelectField(_l("Park"), coerce=to_id)
    kind = SelectField(
        _l("Kind"), coerce=one_of(TalentKind), choices=lambda: members(TalentKind, str(_l("All kinds")))
    )
    education = SelectField(
        _l("Highest degree"),
        coerce=one_of(Education),
        choices=lambda: members(Education, str(_l("All degrees"))),
    )
    everyone = BooleanField(_l("Also those who aren't in the pool"))
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(choices.parks, str(_l("All parks")))
        self.industry.choices = records(choices.industries, str(_l("All industries")))


MORE_FILTERS = ("kind", "education", "everyone", "archived")
"""Filters behind the fold."""


class ConsentForm(BaseForm):
    """A consent that was given on paper or by word of mouth, or taken back."""

    purpose = SelectField(
        _l("Purpose"),
        coerce=one_of(TalentPurpose),
        choices=lambda: members(TalentPurpose),
        validators=[InputRequired()],
    )
    is_withdrawal = BooleanField(_l("It is taken back"))
    text = TextAreaField(_l("The words that were shown"), validators=[Optional(), TEXT])
    text_version = StringField(_l("Version of the words"), validators=[Optional(), Length(max=40)])
    note = StringField(_l("Note"), validators=[Optional(), LINE])


class EmployerForm(BaseForm):
    name = StringField(_l("Name"), validators=[DataRequired(), LINE])
    park_id = SelectField(_l("Park"), coerce=to_id, validators=[InputRequired()])
    firm_id = LookupField(_l("Firm"))
    credit_code = StringField(_l("Unified social credit code"), validators=[Optional(), Length(max=18)])
    lock_version = LockVersionField()

    def written(self) -> EmployerFields:
        read = self.data.get
        return EmployerFields(
            name=plain_text(read("name")) or "",
            park_id=int(read("park_id") or 0),
            firm_id=read("firm_id"),
            credit_code=plain_text(read("credit_code")),
        )


class EmployerUserForm(BaseForm):
    user_id = SelectField(_l("Account"), coerce=to_id, validators=[InputRequired()])

    def offer(self, accounts: list[User]) -> None:
        self.user_id.choices = [
            ("", "—"),
            *((str(each.id), f"{each.display_name} ({each.name})") for each in accounts),
        ]


class NeedForm(BaseForm):
    title = StringField(_l("Whom it looks for, in a line"), validators=[DataRequired(), LINE])
    park_id = SelectField(_l("Park"), coerce=to_id, validators=[InputRequired()])
    project_id = LookupField(_l("Project"))
    establishment_id = LookupField(_l("Settled firm"))
    industry_id = SelectField(_l("Industry"), coerce=to_id)
    skills = StringField(_l("Skills"), validators=[Optional(), Length(max=1000)])
    education = SelectField(
        _l("Degree, at least"), coerce=one_of(Education), choices=lambda: members(Education, "—")
    )
    experience_years = _number(_l("Years of experience, at least"), 0, 70)
    level = SelectField(
        _l("Level, at least"), coerce=one_of(TalentLevel), choices=lambda: members(TalentLevel, "—")
    )
    headcount = IntegerField(_l("How many people"), validators=[InputRequired(), NumberRange(1, 10_000)])
    until_on = DateField(_l("Wanted until"))
    owner_id = SelectField(_l("Who looks after it"), coerce=to_id)
    text = TextAreaField(_l("What they will do, and what is offered"), validators=[Optional(), TEXT])
    lock_version = LockVersionField()

    def offer(self, choices: Choices) -> None:
        self.park_id.choices = records(choices.parks, "—")
        self.industry_id.choices = records(choices.industries, "—")
        self.owner_id.choices = records(choices.staff, "—")

    def written(self) -> NeedFields:
        read = self.data.get
        return NeedFields(
            title=plain_text(read("title")) or "",
            park_id=int(read("park_id") or 0),
            text=plain_text(read("text")),
            project_id=read("project_id"),
            establishment_id=read("establishment_id"),
            industry_id=read("industry_id"),
            skills=plain_text(read("skills")) or "",
            education=read("education"),
            experience_years=read("experience_years"),
            level=read("level"),
            headcount=int(read("headcount") or 0),
            until_on=read("until_on"),
            owner_id=read("owner_id"),
        )


class NeedFilterForm(FilterForm):
    q = StringField(_l("Number, matter or skill"), validators=[Optional(), Length(max=100)])
    industry = SelectField(_l("Industry"), coerce=to_id)
    park = SelectField(_l("Park"), coerce=to_id)
    level = SelectField(
        _l("Talent level"),
        coerce=one_of(TalentLevel),
        choices=lambda: members(TalentLevel, str(_l("All levels"))),
    )
    all = BooleanField(_l("Also those whose day has passed"))
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(choices.parks, str(_l("All parks")))
        self.industry.choices = records(choices.industries, str(_l("All industries")))
