"""Inputs of applicants and employers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum
from functools import partial

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError

from crm.applying.entrance.rules import normal_email
from crm.notices.outgoing.rules import is_one_mailbox
from crm.talent.labels import FIELD_NAMES
from crm.web.choices import members, one_of
from crm.web.fields import LockVersionField
from crm.web.forms import BaseForm
from models.enums import (
    AwardGrade,
    Education,
    IdentityPaper,
    PostRank,
    TalentDocumentKind,
    TalentKind,
    TalentPurpose,
)


def _normal(text: str | None) -> str | None:
    return normal_email(text) if text else text


def _check_mailbox(_form: BaseForm, field: EmailField) -> None:
    if not is_one_mailbox(field.data or ""):
        raise ValidationError(_("Please give one address, such as name@example.com."))


class AddressForm(BaseForm):
    """Where the code goes."""

    email = EmailField(
        _l("E-mail"), filters=[_normal], validators=[DataRequired(), Email(), Length(max=254), _check_mailbox]
    )


class CodeForm(BaseForm):
    email = HiddenField(
        filters=[_normal], validators=[DataRequired(), Email(), Length(max=254), _check_mailbox]
    )
    code = StringField(_l("Code"), validators=[DataRequired(), Length(max=20)])


def _choices(kind: type[StrEnum]) -> Callable[[], list[tuple[str, str]]]:
    return partial(members, kind)


def _select_choices(kind: type[StrEnum]) -> Callable[[], list[tuple[str, str]]]:
    return partial(members, kind, _l("Please choose"))


class StepForm(BaseForm):
    """Texts as typed: half an answer is kept too, and what is missing is said before it is sent."""

    lock_version = LockVersionField()

    def typed(self) -> dict[str, str]:
        """What the request brought, by question."""
        return {
            name: str(field.data or "")
            for name, field in self._fields.items()
            if name not in ("lock_version", "csrf_token")
        }

    def keep_only(self, names: Collection[str]) -> None:
        """Leave out what this kind of applicant isn't asked."""
        for name in [name for name in self._fields if name not in (*names, "lock_version", "csrf_token")]:
            del self[name]


class PersonForm(StepForm):
    kind = RadioField(FIELD_NAMES["kind"], choices=_choices(TalentKind), validate_choice=False)
    name_hant = StringField(FIELD_NAMES["name_hant"])
    name_hans = StringField(FIELD_NAMES["name_hans"])
    birth_year = StringField(FIELD_NAMES["birth_year"])
    paper_kind = RadioField(FIELD_NAMES["paper_kind"], choices=_choices(IdentityPaper), validate_choice=False)
    paper_number = StringField(FIELD_NAMES["paper_number"])
    email = StringField(FIELD_NAMES["email"])
    phone = StringField(FIELD_NAMES["phone"])


class AbilityForm(StepForm):
    industry_id = SelectField(FIELD_NAMES["industry_id"], validate_choice=False)
    speciality = StringField(FIELD_NAMES["speciality"])
    skills = TextAreaField(FIELD_NAMES["skills"])
    education = SelectField(
        FIELD_NAMES["education"], choices=_select_choices(Education), validate_choice=False
    )
    experience_years = StringField(FIELD_NAMES["experience_years"])
    post_rank = SelectField(
        FIELD_NAMES["post_rank"], choices=_select_choices(PostRank), validate_choice=False
    )
    highest_post = StringField(FIELD_NAMES["highest_post"])
    award_grade = SelectField(
        FIELD_NAMES["award_grade"], choices=_select_choices(AwardGrade), validate_choice=False
    )
    awards = TextAreaField(FIELD_NAMES["awards"])
    patents = StringField(FIELD_NAMES["patents"])


class WorkForm(StepForm):
    park_id = SelectField(_l("Park in which you work"), validate_choice=False)
    business_name = StringField(FIELD_NAMES["business_name"])
    team_name = StringField(FIELD_NAMES["team_name"])
    team_size = StringField(FIELD_NAMES["team_size"])
    team_doctorates = StringField(FIELD_NAMES["team_doctorates"])
    credit_code = StringField(FIELD_NAMES["credit_code"])
    monthly_pay = StringField(FIELD_NAMES["monthly_pay"])


class StatementForm(StepForm):
    statement = TextAreaField(FIELD_NAMES["statement"])


STEP_FORMS: dict[str, type[StepForm]] = {
    "person": PersonForm,
    "ability": AbilityForm,
    "work": WorkForm,
    "statement": StatementForm,
}


class PaperForm(BaseForm):
    kind = SelectField(
        _l("Which paper"),
        choices=lambda: members(
            [each for each in TalentDocumentKind if each is not TalentDocumentKind.EMPLOYER]
        ),
        coerce=one_of(TalentDocumentKind),
    )
    file = FileField(_l("Photo or PDF"), validators=[DataRequired()])


class ConsentForm(BaseForm):
    """One box for each purpose, by its value."""

    purposes = SelectMultipleField(choices=_choices(TalentPurpose), coerce=one_of(TalentPurpose))


class SendForm(BaseForm):
    lock_version = LockVersionField()
    note = TextAreaField(_l("A word to the park"), validators=[Length(max=2000)])


class EmployerForm(BaseForm):
    """Whether the facts about the employment are so."""

    lock_version = LockVersionField()
    answer = RadioField(
        _l("Is it so?"),
        choices=[("yes", _l("Yes, it is so")), ("no", _l("No, the applicant should correct it"))],
        validators=[InputRequired()],
    )
    note = TextAreaField(_l("What isn't so, or a word to the park"), validators=[Length(max=2000)])
    file = FileField(_l("A paper that shows it (photo or PDF)"), validators=[Optional()])


class ErasureForm(BaseForm):
    lock_version = LockVersionField()
    is_agreed = RadioField(
        _l("Decision"),
        choices=[("yes", _l("Agree: it is to be erased")), ("no", _l("Refuse"))],
        validators=[InputRequired()],
    )
    grounds = TextAreaField(_l("Grounds"), validators=[Length(max=2000)])
