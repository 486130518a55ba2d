"""The shape of input of teams and targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from crm.fits.teams.service import TargetFields, TeamFields
from crm.web.choices import records, to_id
from crm.web.fields import DateField, LockVersionField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from crm.web.labels import local_name
from models import Chain, ChainTeam, Contact, Park, User


class TeamForm(BaseForm):
    name = StringField(_l("Name"), validators=[DataRequired(), Length(max=200)])
    chain_id = SelectField(_l("Chain"), coerce=to_id, validators=[InputRequired()])
    lead_id = SelectField(_l("Team lead"), coerce=to_id, validators=[InputRequired()])
    member_ids = SelectMultipleField(_l("Members"), coerce=to_id)
    note = TextAreaField(_l("Note"), validators=[Optional(), Length(max=4000)])
    lock_version = LockVersionField()

    def offer(self, chains: Sequence[Chain], people: Sequence[User]) -> None:
        named = [(str(row.id), f"{local_name(row.park)} · {local_name(row)}") for row in chains]
        self.chain_id.choices = [("", _("Choose")), *named]
        self.member_ids.choices = [(str(user.id), user.display_name) for user in people]
        self.lead_id.choices = [("", _("Choose")), *self.member_ids.choices]

    def written(self, chain: Chain) -> TeamFields:
        return TeamFields(
            name=plain_text(self.name.data) or "",
            chain=chain,
            lead_id=self.lead_id.data,
            member_ids=tuple(each for each in self.member_ids.data or () if each is not None),
            note=plain_text(self.note.data),
        )


class TargetForm(BaseForm):
    caller_id = SelectField(_l("Who calls"), coerce=to_id, validators=[InputRequired()])
    contact_id = SelectField(_l("Whom to call"), coerce=to_id)
    due_on = DateField(_l("By when"), validators=[Optional()])
    team_id = SelectField(_l("Team"), coerce=to_id)
    note = TextAreaField(_l("Note"), validators=[Optional(), Length(max=2000)])
    lock_version = LockVersionField()

    def offer(self, people: Sequence[User], contacts: Sequence[Contact], teams: Sequence[ChainTeam]) -> None:
        self.caller_id.choices = [("", _("Choose")), *((str(each.id), each.display_name) for each in people)]
        named = ((str(each.id), " · ".join(filter(None, (each.name, each.title)))) for each in contacts)
        self.contact_id.choices = [("", _("Not said")), *named]
        self.team_id.choices = [("", _("No team")), *((str(each.id), each.name) for each in teams)]

    def written(self) -> TargetFields:
        return TargetFields(
            caller_id=self.caller_id.data,
            team_id=self.team_id.data,
            contact_id=self.contact_id.data,
            due_on=self.due_on.data,
            note=plain_text(self.note.data),
        )


class TeamFilterForm(FilterForm):
    q = StringField(_l("Name or number"), validators=[Optional(), Length(max=100)])
    park = SelectField(_l("Park"), coerce=to_id)
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, parks: Sequence[Park], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))


class TargetFilterForm(FilterForm):
    park = SelectField(_l("Park"), coerce=to_id)
    mine = BooleanField(_l("I am to call"))
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, parks: Sequence[Park], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))
