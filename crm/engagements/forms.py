"""What people log, on a phone in under a minute, and what lists are narrowed by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from crm.core.storage import MEDIA_TYPES
from crm.engagements.service import EngagementFields
from crm.projects.queries import Choices
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import (
    DateField,
    FilesField,
    LockVersionField,
    LookupField,
    MatterField,
    MomentField,
    plain_text,
)
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from kernel.clock import BUSINESS_ZONE
from models.enums import EngagementKind

MOMENT = "%Y-%m-%dT%H:%M"
TEXT = Length(max=4000)
LINE = Length(max=500)


MAX_FILES = 10
ACCEPTED = ",".join(f".{ending}" for ending in MEDIA_TYPES)
"""What a browser offers to choose; a phone turns its photos into one of these."""


def files_at_most(limit: int = MAX_FILES) -> Callable[[BaseForm, FilesField], None]:
    """So many files in one go."""

    def check(_form: BaseForm, field: FilesField) -> None:
        if len(field.data or ()) > limit:
            raise ValidationError(_("%(limit)s files at most in one go.", limit=limit))

    return check


def read_uploads(field: FilesField) -> list[tuple[str, bytes]]:
    return [(upload.filename, upload.read()) for upload in field.data or ()]


class LookupsField(SelectMultipleField):
    """Several choices found by typing: ``lookup`` is the address that answers.

    Any id is taken here; the service checks them by a query limited to the viewer.
    """

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, coerce=to_id, **kwargs)
        self.lookup = ""
        # It is drawn like any select of several.
        self.type = "SelectMultipleField"

    @property
    def ids(self) -> tuple[int, ...]:
        """What is chosen, each once, in the order of choice."""
        return tuple(dict.fromkeys(value for value in self.data or () if value is not None))


CLIENT_KEY = r"^[0-9A-Za-z-]{8,64}$"
"""What a phone calls a draft."""


class EngagementForm(BaseForm):
    kind = SelectField(_l("Kind"), coerce=one_of(EngagementKind), validators=[InputRequired()])
    happened_at = MomentField(_l("When"), format=[MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"])
    firm_ids = LookupsField(_l("Firms"), validators=[DataRequired()])
    summary = TextAreaField(_l("What it was about"), validators=[DataRequired(), TEXT])
    outcome = TextAreaField(_l("Outcome"), validators=[Optional(), TEXT])
    next_step = StringField(_l("Next step"), validators=[Optional(), LINE])
    next_due_on = DateField(_l("Due on"))
    next_owner_id = SelectField(_l("Who does it"), coerce=to_id)
    project_id = LookupField(_l("Project"))
    park_id = SelectField(_l("Park"), coerce=to_id, validators=[DataRequired()])
    contact_ids = LookupsField(_l("People there"))
    user_ids = LookupsField(_l("Our people"))
    duration_minutes = IntegerField(_l("How long, in minutes"), validators=[Optional()])
    place = StringField(_l("Place"), validators=[Optional(), LINE])
    is_one_way = BooleanField(_l("Only from our side: they haven't answered"))
    is_confidential = BooleanField(_l("Confidential: only its author and who leads see it"))
    files = FilesField(_l("Photos and files"), validators=[files_at_most()])
    accepted = ACCEPTED
    matter = MatterField()
    client_key = HiddenField(validators=[Optional(), Regexp(CLIENT_KEY)])
    lock_version = LockVersionField()

    def offer(self, choices: Choices) -> None:
        """Fill the selects; the look-ups are the view's."""
        self.kind.choices = members(EngagementKind)
        self.park_id.choices = records(choices.parks, "")
        self.next_owner_id.choices = records(choices.staff, "")

    def written(self) -> EngagementFields:
        """The inputs, the time taken as one of the business zone. Only once the form is valid."""
        data = self.data
        moment: datetime = data["happened_at"]
        return EngagementFields(
            kind=data["kind"],
            happened_at=moment.replace(tzinfo=BUSINESS_ZONE),
            park_id=data["park_id"],
            firm_ids=self.firm_ids.ids,
            summary=plain_text(data["summary"]) or "",
            project_id=data["project_id"],
            contact_ids=self.contact_ids.ids,
            outcome=plain_text(data["outcome"]),
            next_step=plain_text(data["next_step"]),
            next_due_on=data["next_due_on"],
            next_owner_id=data["next_owner_id"],
            is_confidential=data["is_confidential"],
            user_ids=self.user_ids.ids,
            duration_minutes=data["duration_minutes"],
            place=plain_text(data["place"]),
            is_two_way=not data["is_one_way"],
        )

    def uploads(self) -> list[tuple[str, bytes]]:
        """The files as (name, content)."""
        return read_uploads(self.files)


class FilesForm(BaseForm):
    files = FilesField(_l("Photos and files"), validators=[DataRequired(), files_at_most()])
    accepted = ACCEPTED

    def uploads(self) -> list[tuple[str, bytes]]:
        """The files as (name, content)."""
        return read_uploads(self.files)


class CommentForm(BaseForm):
    text = TextAreaField(
        _l("Your comment"),
        description=_l("“@” before a name tells that colleague."),
        validators=[DataRequired(), TEXT],
    )
    mention_ids = LookupsField(_l("Tell colleagues"))


class EngagementFilterForm(FilterForm):
    q = StringField(_l("Firm or project"), validators=[Optional(), Length(max=100)])
    kind = SelectField(
        _l("Kind"),
        coerce=one_of(EngagementKind),
        choices=lambda: members(EngagementKind, str(_l("All kinds"))),
    )
    park = SelectField(_l("Park"), coerce=to_id)
    from_day = DateField(_l("From"), validators=[Optional()])
    to_day = DateField(_l("To"), validators=[Optional()])
    by = SelectField(_l("Logged by"), coerce=to_id)
    owner = SelectField(_l("Next step with"), coerce=to_id)
    due_by = DateField(_l("Next step due by"), validators=[Optional()])
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(choices.parks, str(_l("All parks")))
        self.by.choices = records(choices.staff, str(_l("Everybody")))
        self.owner.choices = records(choices.staff, str(_l("Everybody")))


MORE_FILTERS = ("by", "owner", "due_by", "archived")
"""Filters behind the fold."""
