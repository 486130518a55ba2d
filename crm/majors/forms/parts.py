"""Yearly plans and their progress, problems, steps of the green channel."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from crm.issues.service.steps import File
from crm.majors.rules import FIRST_YEAR, LAST_YEAR
from crm.majors.service.greens import StepFields
from crm.majors.service.problems import ProblemFields
from crm.majors.service.years import ProgressFields, YearFields
from crm.web.choices import to_id
from crm.web.fields import AmountField, DateField, FilesField, LockVersionField, plain_text
from crm.web.forms import BaseForm
from models import User

LINE = Length(max=200)
TEXT = Length(max=4000)


class OwnerForm(BaseForm):
    """Something of a major project that somebody sees to; nobody named: who is responsible for it."""

    owner_id = SelectField(_l("Who sees to it"), coerce=to_id)

    def offer_owners(self, staff: Iterable[User], kept: User | None) -> None:
        """``kept`` sees to it already, and may have left."""
        people = {each.id: each.display_name for each in (*staff, *filter(None, (kept,)))}
        whoever = str(_l("Who is responsible for the project"))
        self.owner_id.choices = [("", whoever), *((str(key), name) for key, name in people.items())]


class YearForm(BaseForm):
    year = IntegerField(_l("Year"), validators=[InputRequired(), NumberRange(FIRST_YEAR, LAST_YEAR)])
    plan = TextAreaField(_l("What is planned for the year"), validators=[DataRequired(), TEXT])
    planned_fen = AmountField(_l("Investment planned in the year (CNY)"))
    lock_version = LockVersionField()

    def written(self, year: int | None = None) -> YearFields:
        """``year`` of a plan that is there: it stays."""
        data = self.data
        return YearFields(
            year=data["year"] if year is None else year,
            plan=plain_text(data["plan"]) or "",
            planned_fen=data["planned_fen"],
        )


class ProgressForm(BaseForm):
    reported_on = DateField(_l("Reported as of"), validators=[InputRequired()])
    percent = IntegerField(
        _l("Done of the year's plan, in percent"), validators=[InputRequired(), NumberRange(0, 100)]
    )
    done_fen = AmountField(_l("Invested in the year so far (CNY)"))
    text = TextAreaField(_l("What was done"), validators=[DataRequired(), TEXT])

    def written(self) -> ProgressFields:
        data = self.data
        return ProgressFields(
            reported_on=data["reported_on"],
            percent=data["percent"],
            text=plain_text(data["text"]) or "",
            done_fen=data["done_fen"],
        )


class ProblemForm(OwnerForm):
    text = TextAreaField(_l("What the problem is"), validators=[DataRequired(), TEXT])
    wanted = TextAreaField(_l("What would help, and from whom"), validators=[Optional(), TEXT])
    due_on = DateField(_l("To be solved by"))
    raised_on = DateField(_l("Noted on"), validators=[InputRequired()])
    solved_on = DateField(_l("Solved on"))
    solution = TextAreaField(_l("How it was solved"), validators=[Optional(), TEXT])
    lock_version = LockVersionField()

    def written(self) -> ProblemFields:
        data = self.data
        return ProblemFields(
            text=plain_text(data["text"]) or "",
            wanted=plain_text(data["wanted"]),
            raised_on=data["raised_on"],
            solved_on=data.get("solved_on"),
            solution=plain_text(data.get("solution")),
            owner_id=data["owner_id"],
            due_on=data["due_on"],
        )


class StepForm(OwnerForm):
    department = StringField(_l("Which office does it"), validators=[Optional(), LINE])
    papers = TextAreaField(_l("Papers needed"), validators=[Optional(), TEXT])
    due_on = DateField(_l("Due on"))
    done_on = DateField(_l("Done on"))
    number = StringField(_l("Number of the paper that was given"), validators=[Optional(), LINE])
    note = TextAreaField(_l("Note"), validators=[Optional(), TEXT])
    is_needed = BooleanField(_l("It is needed"))
    proofs = FilesField(_l("Files that prove it"))
    lock_version = LockVersionField()

    def written(self) -> StepFields:
        data = self.data
        texts = {name: plain_text(data[name]) for name in ("department", "papers", "number", "note")}
        return StepFields(
            is_needed=data["is_needed"],
            owner_id=data["owner_id"],
            due_on=data["due_on"],
            done_on=data["done_on"],
            **texts,
        )

    def uploaded(self) -> tuple[File, ...]:
        return tuple(File(upload.filename, upload.read()) for upload in self.proofs.data or ())
