"""The parts of a delegation as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from crm.delegations.service.commitments import CommitmentFields
from crm.delegations.service.parts import ApprovalFields, MemberFields, SessionFields, StopFields
from crm.engagements.service import EngagementFields
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import DateField, FilesField, LockVersionField, LookupField, MatterField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models import Delegation, DelegationMember, DelegationStop, Firm, Park, User
from models.enums import ApprovalKind, ApprovalState, EngagementKind, Party

TEXT = Length(max=4000)
LINE = Length(max=300)
CLOCK = ["%H:%M", "%H:%M:%S"]


def day_choices(delegation: Delegation) -> list[tuple[str, str]]:
    number = (delegation.until_on - delegation.from_on).days + 1
    days = (delegation.from_on + timedelta(days=each) for each in range(number))
    return [(day.isoformat(), day.isoformat()) for day in days]


def to_day(value: object) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return None


def people(users: Sequence[User]) -> list[tuple[str, str]]:
    return [("", ""), *((str(user.id), user.display_name) for user in users)]


def _texts(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: plain_text(data[name]) for name in names}


class MemberForm(BaseForm):
    side = SelectField(_l("Side"), coerce=one_of(Party), validators=[InputRequired()])
    user_id = SelectField(_l("One of our people"), coerce=to_id)
    contact_id = LookupField(_l("A contact"))
    name = StringField(_l("Full name"), validators=[Optional(), LINE])
    form_of_address = StringField(_l("Form of address"), validators=[Optional(), LINE])
    firm_id = LookupField(_l("Firm"))
    organisation = StringField(_l("Organisation"), validators=[Optional(), LINE])
    title = StringField(_l("Title"), validators=[Optional(), LINE])
    duty = StringField(_l("Duty on this visit"), validators=[Optional(), LINE])
    phone = StringField(_l("Mobile phone"), validators=[Optional(), LINE])
    diet = StringField(_l("Diet"), validators=[Optional(), LINE])
    room = StringField(_l("Room number"), validators=[Optional(), LINE])
    car = StringField(_l("Car number"), validators=[Optional(), LINE])
    lock_version = LockVersionField()

    def offer(self, users: Sequence[User]) -> None:
        self.side.choices = members(Party)
        self.user_id.choices = people(users)

    def written(self) -> MemberFields:
        data = self.data
        return MemberFields(
            side=data["side"],
            user_id=data["user_id"],
            contact_id=data["contact_id"],
            firm_id=data["firm_id"],
            name=plain_text(data["name"]) or "",
            **_texts(
                data, "organisation", "title", "form_of_address", "duty", "phone", "diet", "room", "car"
            ),
        )


class StopForm(BaseForm):
    day = SelectField(_l("Day"), coerce=to_day, validators=[InputRequired()])
    starts_at = TimeField(_l("Begins"), format=CLOCK, validators=[InputRequired()])
    ends_at = TimeField(_l("Ends"), format=CLOCK, validators=[InputRequired()])
    title_hans = StringField(_l("What"), validators=[DataRequired(), LINE])
    title_hant = StringField(_l("What, in traditional script"), validators=[Optional(), LINE])
    title_en = StringField(_l("What, in English"), validators=[Optional(), LINE])
    place_hans = StringField(_l("Place"), validators=[Optional(), LINE])
    place_hant = StringField(_l("Place in traditional script"), validators=[Optional(), LINE])
    place_en = StringField(_l("Place in English"), validators=[Optional(), LINE])
    park_id = SelectField(_l("Park"), coerce=to_id)
    leader_id = SelectField(_l("Our leader"), coerce=to_id)
    responsible_id = SelectField(_l("Who is responsible"), coerce=to_id)
    member_ids = SelectMultipleField(_l("Who is there"), coerce=to_id, validate_choice=False)
    room = StringField(_l("Room"), validators=[Optional(), LINE])
    car = StringField(_l("Car"), validators=[Optional(), LINE])
    points = TextAreaField(_l("Points to visit, and who explains"), validators=[Optional(), TEXT])
    notes = TextAreaField(_l("Notes"), validators=[Optional(), TEXT])
    outcome = TextAreaField(_l("Outcome"), validators=[Optional(), TEXT])
    lock_version = LockVersionField()

    def offer(
        self, delegation: Delegation, parks: Sequence[Park], everybody: Sequence[DelegationMember]
    ) -> None:
        self.day.choices = day_choices(delegation)
        self.park_id.choices = records(parks, "")
        named = [(str(member.id), member.name) for member in everybody]
        ours = [(str(each.id), each.name) for each in everybody if each.side is Party.OURS]
        self.leader_id.choices = self.responsible_id.choices = [("", ""), *ours]
        self.member_ids.choices = named

    def written(self) -> StopFields:
        data = self.data
        return StopFields(
            day=data["day"],
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            title_hans=plain_text(data["title_hans"]) or "",
            park_id=data["park_id"],
            leader_id=data["leader_id"],
            responsible_id=data["responsible_id"],
            member_ids=tuple(each for each in data["member_ids"] or () if each is not None),
            **_texts(
                data,
                *("title_hant", "title_en", "place_hans", "place_hant", "place_en"),
                *("room", "car", "points", "notes", "outcome"),
            ),
        )


class SessionForm(BaseForm):
    firm_id = LookupField(_l("Firm"), validators=[DataRequired()])
    park_id = SelectField(_l("Park"), coerce=to_id)
    officer_id = SelectField(_l("With whom of ours"), coerce=to_id)
    day = SelectField(_l("Day"), coerce=to_day, validators=[InputRequired()])
    starts_at = TimeField(_l("Begins"), format=CLOCK, validators=[InputRequired()])
    ends_at = TimeField(_l("Ends"), format=CLOCK, validators=[InputRequired()])
    stop_id = SelectField(_l("At the stop"), coerce=to_id)
    room = StringField(_l("Room"), validators=[Optional(), LINE])
    outcome = TextAreaField(_l("Outcome"), validators=[Optional(), TEXT])
    lock_version = LockVersionField()

    def offer(
        self,
        delegation: Delegation,
        parks: Sequence[Park],
        users: Sequence[User],
        stops: Sequence[DelegationStop],
    ) -> None:
        self.day.choices = day_choices(delegation)
        self.park_id.choices = records(parks, "")
        self.officer_id.choices = people(users)
        self.stop_id.choices = [
            ("", ""),
            *((str(stop.id), f"{stop.day:%m-%d} {stop.starts_at:%H:%M} {stop.title_hans}") for stop in stops),
        ]

    def written(self) -> SessionFields:
        data = self.data
        return SessionFields(
            day=data["day"],
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            firm_id=data["firm_id"],
            park_id=data["park_id"],
            officer_id=data["officer_id"],
            stop_id=data["stop_id"],
            **_texts(data, "room", "outcome"),
        )


class ProposalForm(FilterForm):
    """When talks can be held. The address holds it: a proposal is looked at before it is taken."""

    day = SelectField(_l("Day"), coerce=to_day)
    starts_at = TimeField(_l("From"), format=CLOCK, validators=[Optional()])
    ends_at = TimeField(_l("To"), format=CLOCK, validators=[Optional()])
    minutes = IntegerField(_l("Minutes each"), validators=[Optional(), NumberRange(5, 240)])
    pause = IntegerField(_l("Pause"), validators=[Optional(), NumberRange(0, 120)])


class CommitmentForm(BaseForm):
    side = SelectField(_l("Promised by"), coerce=one_of(Party), validators=[InputRequired()])
    text = TextAreaField(_l("What was promised"), validators=[DataRequired(), TEXT])
    owner_id = SelectField(_l("Who sees to it"), coerce=to_id, validators=[InputRequired()])
    due_on = DateField(_l("Due on"))
    firm_id = LookupField(_l("Firm"))
    stop_id = SelectField(_l("At the stop"), coerce=to_id)
    lock_version = LockVersionField()

    def offer(self, users: Sequence[User], stops: Sequence[DelegationStop]) -> None:
        self.side.choices = members(Party)
        self.owner_id.choices = people(users)
        self.stop_id.choices = [("", ""), *((str(stop.id), stop.title_hans) for stop in stops)]

    def written(self) -> CommitmentFields:
        data = self.data
        return CommitmentFields(
            side=data["side"],
            text=plain_text(data["text"]) or "",
            owner_id=data["owner_id"],
            due_on=data["due_on"],
            firm_id=data["firm_id"],
            stop_id=data["stop_id"],
        )


class ApprovalForm(BaseForm):
    kind = SelectField(_l("Kind"), coerce=one_of(ApprovalKind), validators=[InputRequired()])
    state = SelectField(_l("State"), coerce=one_of(ApprovalState), validators=[InputRequired()])
    number = StringField(_l("Number"), validators=[Optional(), LINE])
    body = StringField(_l("Granted by"), validators=[Optional(), LINE])
    issued_on = DateField(_l("Issued on"))
    paper = FileField(_l("Document"))
    note = TextAreaField(_l("Note"), validators=[Optional(), TEXT])
    lock_version = LockVersionField()

    def offer(self) -> None:
        self.kind.choices = members(ApprovalKind)
        self.state.choices = members(ApprovalState)

    def written(self) -> ApprovalFields:
        data = self.data
        return ApprovalFields(
            kind=data["kind"],
            state=data["state"],
            issued_on=data["issued_on"],
            **_texts(data, "number", "body", "note"),
        )

    @property
    def uploaded(self) -> tuple[bytes, str] | None:
        upload = self.paper.data
        return (upload.read(), upload.filename) if upload and getattr(upload, "filename", "") else None


class OutcomeForm(BaseForm):
    outcome = TextAreaField(_l("Outcome"), validators=[Optional(), TEXT])


class NoteForm(BaseForm):
    note = TextAreaField(_l("Note"), validators=[Optional(), TEXT])


class UploadForm(BaseForm):
    files = FilesField(_l("Files"), validators=[DataRequired()])


class LogForm(BaseForm):
    """What happened at a stop, as an engagement of the firms that were there."""

    kind = SelectField(_l("Kind"), coerce=one_of(EngagementKind), validators=[InputRequired()])
    firm_ids = SelectMultipleField(_l("Firms of the visit"), coerce=to_id, validate_choice=False)
    other_firm_id = LookupField(_l("Another firm"))
    summary = TextAreaField(_l("What it was about"), validators=[DataRequired(), TEXT])
    outcome = TextAreaField(_l("Outcome"), validators=[Optional(), TEXT])
    next_step = StringField(_l("Next step"), validators=[Optional(), LINE])
    next_due_on = DateField(_l("Due on"))
    next_owner_id = SelectField(_l("Who does it"), coerce=to_id)
    park_id = SelectField(_l("Park"), coerce=to_id, validators=[DataRequired()])
    is_confidential = BooleanField(_l("Confidential: only its author and who leads see it"))
    matter = MatterField()

    def offer(self, firms: Sequence[Firm], parks: Sequence[Park], users: Sequence[User]) -> None:
        self.kind.choices = members(EngagementKind)
        self.firm_ids.choices = [(str(firm.id), firm.name) for firm in firms]
        self.park_id.choices = records(parks, "")
        self.next_owner_id.choices = people(users)

    def written(self, happened_at: datetime, contact_ids: tuple[int, ...]) -> EngagementFields:
        data = self.data
        named = [*(data["firm_ids"] or ()), data["other_firm_id"]]
        return EngagementFields(
            kind=data["kind"],
            happened_at=happened_at,
            park_id=data["park_id"],
            firm_ids=tuple(dict.fromkeys(each for each in named if each is not None)),
            summary=plain_text(data["summary"]) or "",
            contact_ids=contact_ids,
            next_due_on=data["next_due_on"],
            next_owner_id=data["next_owner_id"],
            is_confidential=data["is_confidential"],
            **_texts(data, "outcome", "next_step"),
        )
