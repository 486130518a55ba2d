"""What people write of a review, and what the list is narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from crm.policies.service.reviews import ReviewFields, Upload
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import DateField, FilesField, LockVersionField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models.enums import ReviewConclusion, ReviewKind

LINE = Length(max=200)
LINES = Length(max=4000)


def uploads(field: Any) -> list[Upload]:
    """Content and name of each file handed in."""
    return [(upload.read(), upload.filename) for upload in field.data or ()]


class ReviewForm(BaseForm):
    kind = SelectField(_l("Kind"), coerce=one_of(ReviewKind), validators=[InputRequired()])
    number = StringField(_l("Document number"), validators=[Optional(), LINE])
    reviewed_on = DateField(_l("Reviewed on"), validators=[InputRequired()])
    unit = StringField(_l("Who reviewed"), validators=[DataRequired(), LINE])
    subject = TextAreaField(_l("What was reviewed"), validators=[DataRequired(), LINES])
    conclusion = SelectField(_l("Conclusion"), coerce=one_of(ReviewConclusion), validators=[InputRequired()])
    note = TextAreaField(_l("Changes asked for, remarks"), validators=[Optional(), LINES])
    park_id = SelectField(_l("Holds in"), coerce=to_id)
    files = FilesField(_l("The review as a file"))
    lock_version = LockVersionField()

    def offer(self, parks: Iterable[Any], *, is_office: bool) -> None:
        """``parks`` are those whose reviews the person files."""
        self.kind.choices = members(ReviewKind)
        self.conclusion.choices = members(ReviewConclusion)
        offered = records(parks, str(_l("The whole zone")))
        self.park_id.choices = offered if is_office else offered[1:]

    def written(self) -> ReviewFields:
        data = self.data
        return ReviewFields(
            kind=data["kind"],
            number=plain_text(data["number"]),
            reviewed_on=data["reviewed_on"],
            unit=plain_text(data["unit"]) or "",
            subject=plain_text(data["subject"]) or "",
            conclusion=data["conclusion"],
            note=plain_text(data["note"]),
            park_id=data["park_id"],
        )

    def uploaded(self) -> Upload | None:
        """The first file; a review is one paper."""
        return next(iter(uploads(self.files)), None)


class ReviewFilterForm(FilterForm):
    q = StringField(_l("Subject, number or unit"), validators=[Optional(), Length(max=100)])
    kind = SelectField(
        _l("Kind"), coerce=one_of(ReviewKind), choices=lambda: members(ReviewKind, str(_l("All kinds")))
    )
    conclusion = SelectField(
        _l("Conclusion"),
        coerce=one_of(ReviewConclusion),
        choices=lambda: members(ReviewConclusion, str(_l("All conclusions"))),
    )
    park = SelectField(_l("Park"), coerce=to_id)
    since = DateField(_l("From"))
    until = DateField(_l("To"))
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, parks: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))


MORE_FILTERS = ("since", "until", "archived")
