"""The shape of input of fits: filters and weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from crm.fits.rules import MAX_WEIGHT, Signal, Weights
from crm.web.choices import members, one_of, records, to_id
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models import Park


class FirmFitFilterForm(FilterForm):
    q = StringField(_l("Name of the firm"), validators=[Optional(), Length(max=100)])
    reason = SelectField(_l("With the reason"), coerce=one_of(Signal))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = members(Signal, str(_l("All reasons")))


class OfferFitFilterForm(FilterForm):
    q = StringField(_l("Title of the offer"), validators=[Optional(), Length(max=100)])
    park = SelectField(_l("Park"), coerce=to_id)
    reason = SelectField(_l("With the reason"), coerce=one_of(Signal))

    def __init__(self, *args: Any, parks: Sequence[Park], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))
        self.reason.choices = members(Signal, str(_l("All reasons")))


def _bounds() -> list[Any]:
    return [InputRequired(), NumberRange(0, MAX_WEIGHT)]


class WeightsForm(BaseForm):
    """A field by signal, and the weights as they were seen."""

    gap = IntegerField(_l("Gap in the chain"), validators=_bounds())
    industry = IntegerField(_l("Industry"), validators=_bounds())
    size = IntegerField(_l("Size"), validators=_bounds())
    mainland = IntegerField(_l("Sites on the mainland"), validators=_bounds())
    rank = IntegerField(_l("Place in a list"), validators=_bounds())
    warmth = IntegerField(_l("Warmth of the contact"), validators=_bounds())
    interest = IntegerField(_l("Interest shown"), validators=_bounds())
    seen = HiddenField()

    def written(self) -> Weights:
        return {signal: self[signal.value].data for signal in Signal}

    def seen_weights(self) -> Weights | None:
        numbers = [to_id(each) for each in (self.seen.data or "").split(",")]
        if len(numbers) != len(Signal):
            return None
        return {signal: number or 0 for signal, number in zip(Signal, numbers, strict=True)}


def seen_text(weights: Weights) -> str:
    return ",".join(str(weights[signal]) for signal in Signal)
