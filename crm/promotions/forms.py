"""The shape of input of events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from crm.promotions.service import PromotionFields
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import DateField, LockVersionField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models import Park
from models.enums import PromotionKind

LINE = Length(max=300)


class PromotionForm(BaseForm):
    name = StringField(_l("Name"), validators=[DataRequired(), LINE])
    kind = SelectField(_l("Kind"), coerce=one_of(PromotionKind), validators=[InputRequired()])
    held_on = DateField(_l("Day"), validators=[DataRequired()])
    place = StringField(_l("Place"), validators=[Optional(), LINE])
    park_id = SelectField(_l("Held by"), coerce=to_id)
    host = StringField(_l("Organiser"), validators=[Optional(), LINE])
    capacity = IntegerField(_l("Seats"), validators=[Optional(), NumberRange(1, 100_000)])
    note = TextAreaField(_l("Note"), validators=[Optional(), Length(max=4000)])
    lock_version = LockVersionField()

    def offer(self, parks: Sequence[Park], own_park_id: int | None) -> None:
        self.kind.choices = members(PromotionKind)
        own = [park for park in parks if own_park_id in (None, park.id)]
        offered = records(own, str(_l("The provincial office")))
        self.park_id.choices = offered if own_park_id is None else offered[1:]

    def written(self) -> PromotionFields:
        data = self.data
        return PromotionFields(
            name=plain_text(data["name"]) or "",
            kind=data["kind"],
            held_on=data["held_on"],
            place=plain_text(data["place"]),
            park_id=data["park_id"],
            host=plain_text(data["host"]),
            capacity=data["capacity"],
            note=plain_text(data["note"]),
        )


class LookupSelect(SelectMultipleField):
    """Several found by typing; any id is taken, the service checks them."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, coerce=to_id, **kwargs)
        self.lookup = ""
        self.type = "SelectMultipleField"

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(each for each in self.data or () if each is not None))


class InviteForm(BaseForm):
    firm_ids = LookupSelect(_l("Firms"))
    contact_ids = LookupSelect(_l("Contacts"))
    names = TextAreaField(_l("Others, one a line"), validators=[Optional(), Length(max=20_000)])

    @property
    def named(self) -> tuple[str, ...]:
        lines = (line.replace("\0", "").strip()[:300] for line in (self.names.data or "").splitlines())
        return tuple(line for line in lines if line)


class PromotionFilterForm(FilterForm):
    q = StringField(_l("Name, number or place"), validators=[Optional(), Length(max=100)])
    kind = SelectField(
        _l("Kind"),
        coerce=one_of(PromotionKind),
        choices=lambda: members(PromotionKind, str(_l("All kinds"))),
    )
    park = SelectField(_l("Held by"), coerce=to_id)
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, parks: Sequence[Park], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))
