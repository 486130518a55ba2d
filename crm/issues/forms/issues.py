"""What people write of an issue and with its steps, and what the register is narrowed by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from crm.issues.labels import KINDS_TO_RAISE, SHOWN, WHOSE
from crm.issues.rules import Show, Whose
from crm.issues.service.raising import Given, IssueFields
from crm.issues.service.steps import File, StepFields
from crm.projects.queries import Choices
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import DateField, FilesField, LockVersionField, LookupField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models import Issue, User
from models.enums import IssueAction, IssueKind, IssueLevel, IssueState, NeedCategory

LINE = Length(max=200)
TEXT = Length(max=4000)
A = IssueAction


class IssueForm(BaseForm):
    kind = SelectField(_l("Kind"), coerce=one_of(IssueKind), validators=[InputRequired()])
    title = StringField(_l("What it is, in a line"), validators=[DataRequired(), LINE])
    text = TextAreaField(_l("What has happened, what is needed"), validators=[Optional(), TEXT])
    need_category = SelectField(_l("Kind of need"), coerce=one_of(NeedCategory))
    firm_id = LookupField(_l("Firm"))
    project_id = LookupField(_l("Project"))
    engagement_id = HiddenField()
    source_url = StringField(_l("Address of the page or figure it is about"), validators=[Optional(), TEXT])
    park_id = SelectField(_l("Park"), coerce=to_id)
    in_name_of = SelectField(_l("In the name of"), coerce=to_id)
    owner_id = SelectField(_l("Owner"), coerce=to_id)
    partners = StringField(_l("Who helps"), validators=[Optional(), LINE])
    due_on = DateField(_l("Due on"))
    is_confidential = BooleanField(_l("Confidential: only its owner, who raised it and who leads see it"))
    files = FilesField(_l("Files"))
    lock_version = LockVersionField()

    def offer(self, choices: Choices, *, is_directive: bool, leaders: list[User]) -> None:
        """Fill the selects; the look-ups are the view's."""
        self.kind.choices = members([IssueKind.DIRECTIVE] if is_directive else KINDS_TO_RAISE)
        self.need_category.choices = members(NeedCategory, "")
        self.park_id.choices = records(choices.parks, str(_l("The whole zone")))
        self.owner_id.choices = records(choices.staff, str(_l("The park's lead names one")))
        self.in_name_of.choices = [(str(person.id), person.display_name) for person in leaders]
        if not is_directive:
            del self.in_name_of

    def keep_text(self) -> None:
        """For an issue that is there: its kind, park, owner and due date come by steps."""
        for name in ("kind", "park_id", "in_name_of", "owner_id", "due_on", "files", "source_url"):
            if name in self:
                del self[name]

    def written(self, issue: Issue | None = None) -> IssueFields:
        """The inputs; what this form doesn't ask for stays as on ``issue``. Only once the form is valid."""
        read = self.data.get
        return IssueFields(
            kind=issue.kind if issue else read("kind"),
            title=plain_text(read("title")) or "",
            text=plain_text(read("text")),
            park_id=issue.park_id if issue else read("park_id"),
            firm_id=read("firm_id"),
            project_id=read("project_id"),
            engagement_id=issue.engagement_id if issue else to_id(read("engagement_id")),
            source_url=issue.source_url if issue else plain_text(read("source_url")),
            need_category=read("need_category"),
            partners=plain_text(read("partners")),
            is_confidential=bool(read("is_confidential")),
        )

    def given(self, in_name_of: User | None) -> Given:
        return Given(
            owner_id=self.owner_id.data,
            due_on=self.due_on.data,
            in_name_of=in_name_of,
            files=files_of(self.files),
        )


INPUTS: Mapping[IssueAction, tuple[str, ...]] = {
    A.ASSIGN: ("owner_id", "partners", "due_on", "note"),
    A.REPORT: ("note", "files"),
    A.ANSWER: ("note", "files"),
    A.RETURN: ("note", "due_on"),
    A.CLOSE: ("note",),
    A.EXTEND: ("due_on", "note"),
    A.ESCALATE: ("note",),
    A.REOPEN: ("note", "due_on"),
}
"""What each step asks for, in this order."""


class StepForm(BaseForm):
    owner_id = SelectField(_l("Owner"), coerce=to_id)
    partners = StringField(_l("Who helps"), validators=[Optional(), LINE])
    due_on = DateField(_l("Due on"))
    note = TextAreaField(_l("Note"), validators=[Optional(), TEXT])
    files = FilesField(_l("Evidence"))
    lock_version = LockVersionField()

    def keep_only(self, action: IssueAction) -> None:
        for name in ("owner_id", "partners", "due_on", "note", "files"):
            if name not in INPUTS[action]:
                del self[name]

    def written(self) -> StepFields:
        read = self.data.get
        return StepFields(
            note=plain_text(read("note")) or "",
            owner_id=read("owner_id"),
            partners=plain_text(read("partners")),
            due_on=read("due_on"),
            files=files_of(self.files) if "files" in self else (),
        )


def files_of(field: Any) -> tuple[File, ...]:
    return tuple(File(upload.filename, upload.read()) for upload in field.data or ())


class IssueFilterForm(FilterForm):
    q = StringField(_l("Title, number or firm"), validators=[Optional(), Length(max=100)])
    show = SelectField(
        _l("Show"), coerce=one_of(Show), choices=lambda: [(key.value, str(SHOWN[key])) for key in Show]
    )
    whose = SelectField(
        _l("Whose"),
        coerce=one_of(Whose),
        choices=lambda: [("", str(_l("Everybody's"))), *((key.value, str(WHOSE[key])) for key in Whose)],
    )
    kind = SelectField(
        _l("Kind"), coerce=one_of(IssueKind), choices=lambda: members(IssueKind, str(_l("All kinds")))
    )
    park = SelectField(_l("Park"), coerce=to_id)
    level = SelectField(
        _l("Level"), coerce=one_of(IssueLevel), choices=lambda: members(IssueLevel, str(_l("All levels")))
    )
    state = SelectField(
        _l("State"), coerce=one_of(IssueState), choices=lambda: members(IssueState, str(_l("As shown")))
    )
    category = SelectField(
        _l("Kind of need"),
        coerce=one_of(NeedCategory),
        choices=lambda: members(NeedCategory, str(_l("All needs"))),
    )
    owner = SelectField(_l("Owner"), coerce=to_id)
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(choices.parks, str(_l("All parks")))
        self.owner.choices = records(choices.staff, str(_l("Everybody")))


MORE_FILTERS = ("level", "state", "category", "owner", "archived")
"""Filters behind the fold."""


class NeedsFilterForm(FilterForm):
    park = SelectField(_l("Park"), coerce=to_id)
    since = DateField(_l("Raised from"))
    until = DateField(_l("Raised to"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(choices.parks, str(_l("All parks")))


class LetterForm(FilterForm):
    """Which overdue issues a letter names; single ones come as ``issue`` in the address."""

    park = SelectField(_l("Park"), coerce=to_id)
    owner = SelectField(_l("Owner"), coerce=to_id)
    reply_by = DateField(_l("Answer expected by"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(choices.parks, str(_l("All parks")))
        self.owner.choices = records(choices.staff, str(_l("Everybody")))
