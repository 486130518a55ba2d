"""The shape of input of chains, links and who fills them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from crm.chains.labels import STRENGTHS
from crm.chains.service import ChainFields, FillerFields, LinkFields
from crm.web.choices import members, one_of, records, to_id, to_word
from crm.web.fields import LockVersionField, LookupField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from crm.web.labels import local_name
from models import Chain, Establishment, Industry, Park, Project
from models.enums import ChainNeed, LinkState, LinkTier

LINE = Length(max=200)
PLACE = NumberRange(0, 10_000)


class ChainForm(BaseForm):
    park_id = SelectField(_l("Park"), coerce=to_id)
    name_hans = StringField(_l("Name, simplified"), validators=[DataRequired(), LINE])
    name_hant = StringField(_l("Name, traditional"), validators=[DataRequired(), LINE])
    name_en = StringField(_l("Name, English"), validators=[Optional(), LINE])
    industry_id = SelectField(_l("Industry"), coerce=to_id)
    position = IntegerField(_l("Place in the list"), default=0, validators=[Optional(), PLACE])
    quote = TextAreaField(_l("Words of the plan"), validators=[Optional(), Length(max=2000)])
    source = StringField(_l("Source"), validators=[Optional(), LINE])
    note = TextAreaField(_l("Note"), validators=[Optional(), Length(max=4000)])
    lock_version = LockVersionField()

    def offer(self, parks: Sequence[Park], industries: Sequence[Industry], own_park_id: int | None) -> None:
        self.park_id.choices = records([p for p in parks if own_park_id in (None, p.id)], _("Choose"))
        self.industry_id.choices = records(industries, "—")

    def written(self) -> ChainFields:
        data = self.data
        texts = ("name_en", "quote", "source", "note")
        return ChainFields(
            park_id=data["park_id"],
            name_hans=plain_text(data["name_hans"]) or "",
            name_hant=plain_text(data["name_hant"]) or "",
            industry_id=data["industry_id"],
            position=data["position"] or 0,
            **{name: plain_text(data[name]) for name in texts},
        )


class LinkForm(BaseForm):
    name_hans = StringField(_l("Name, simplified"), validators=[DataRequired(), LINE])
    name_hant = StringField(_l("Name, traditional"), validators=[DataRequired(), LINE])
    name_en = StringField(_l("Name, English"), validators=[Optional(), LINE])
    tier = SelectField(_l("Where in the chain"), coerce=one_of(LinkTier))
    industry_id = SelectField(_l("Industry of who could fill it"), coerce=to_id)
    position = IntegerField(_l("Place in the chain"), validators=[Optional(), PLACE])
    note = TextAreaField(_l("Note"), validators=[Optional(), Length(max=4000)])
    lock_version = LockVersionField()

    def offer(self, industries: Sequence[Industry]) -> None:
        self.tier.choices = members(LinkTier, _("Not said"))
        self.industry_id.choices = records(industries, _("That of the chain"))

    def written(self) -> LinkFields:
        data = self.data
        return LinkFields(
            name_hans=plain_text(data["name_hans"]) or "",
            name_hant=plain_text(data["name_hant"]) or "",
            name_en=plain_text(data["name_en"]),
            tier=data["tier"],
            industry_id=data["industry_id"],
            position=data["position"],
            note=plain_text(data["note"]),
        )


class FirmForm(BaseForm):
    """Whose place in the chain is recorded: the first of two steps."""

    firm_id = LookupField(_l("Firm"), validators=[InputRequired()])


class FillerForm(BaseForm):
    through = SelectField(_l("Through"), coerce=to_word, validators=[InputRequired()])
    strength = RadioField(_l("Strength"), coerce=to_id, default=2, validators=[InputRequired()])
    evidence = TextAreaField(_l("What shows it"), validators=[DataRequired(), Length(max=2000)])
    lock_version = LockVersionField()

    def offer(self, establishments: Sequence[Establishment], projects: Sequence[Project]) -> None:
        self.strength.choices = [(str(key), word) for key, word in STRENGTHS.items()]
        self.through.choices = [
            ("", _("Choose")),
            *((f"e{row.id}", f"{row.registered_name} · {local_name(row.park)}") for row in establishments),
            *((f"p{row.id}", _("Project %(name)s", name=row.name)) for row in projects),
        ]

    def written(self) -> FillerFields:
        kind, number = (self.through.data or "-")[0], to_id((self.through.data or "-")[1:])
        return FillerFields(
            strength=self.strength.data,
            evidence=plain_text(self.evidence.data) or "",
            establishment_id=number if kind == "e" else None,
            project_id=number if kind == "p" else None,
        )


class ChainFilterForm(FilterForm):
    q = StringField(_l("Name of a chain or a link"), validators=[Optional(), Length(max=100)])
    park = SelectField(_l("Park"), coerce=to_id)
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, parks: Sequence[Park], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))


class GapFilterForm(FilterForm):
    q = StringField(_l("Name of a chain or a link"), validators=[Optional(), Length(max=100)])
    park = SelectField(_l("Park"), coerce=to_id)
    chain = SelectField(_l("Chain"), coerce=to_id)
    state = SelectField(_l("State"), coerce=one_of(LinkState))
    need = SelectField(_l("What is needed"), coerce=one_of(ChainNeed))

    def __init__(self, *args: Any, parks: Sequence[Park], chains: Sequence[Chain], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))
        named = [(str(row.id), f"{local_name(row.park)} · {local_name(row)}") for row in chains]
        self.chain.choices = [("", str(_l("All chains"))), *named]
        self.state.choices = members((LinkState.MISSING, LinkState.WEAK), str(_l("All states")))
        self.need.choices = members(ChainNeed, str(_l("All that is needed")))
