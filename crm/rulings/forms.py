"""The ruling as it is written, and what the queue is narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from crm.rulings.rules import OUTCOMES, Decision
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import DateField, LockVersionField, PercentField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models import Park
from models.enums import RequestKind, RequestState, RulingOutcome

SHARE = "share_"


class RulingForm(BaseForm):
    """Made by :func:`ruling_form`, with a share for each park."""

    outcome = SelectField(_l("How it is ruled"), coerce=one_of(RulingOutcome), validators=[InputRequired()])
    reasons = TextAreaField(
        _l("Reasons: both parks read them"), validators=[DataRequired(), Length(max=4000)]
    )
    to_park_id = SelectField(_l("To which park"), coerce=to_id)
    holds_from = DateField(_l("Shares count from"))
    until_on = DateField(_l("Protected until"))
    lock_version = LockVersionField()

    def offer(self, kind: RequestKind, parks: Iterable[Park]) -> None:
        self.outcome.choices = members(OUTCOMES[kind])
        self.to_park_id.choices = records(parks, "")

    @property
    def shares(self) -> list[Any]:
        return [field for name, field in self._fields.items() if name.startswith(SHARE)]

    def written(self) -> Decision:
        """The inputs; parks without a share are left out."""
        data = self.data
        shares = tuple(
            (int(name.removeprefix(SHARE)), value)
            for name, value in data.items()
            if name.startswith(SHARE) and value
        )
        return Decision(
            outcome=data["outcome"],
            reasons=plain_text(data["reasons"]) or "",
            shares=shares,
            to_park_id=data["to_park_id"],
            until_on=data["until_on"],
            holds_from=data["holds_from"],
        )


def ruling_form(kind: RequestKind, parks: Iterable[Park], names: dict[int, str], **kwargs: Any) -> RulingForm:
    """The form for a request, with an input for each park's part."""
    parks = list(parks)
    shares = {f"{SHARE}{park.id}": PercentField(names[park.id], validators=[Optional()]) for park in parks}
    form: RulingForm = type("RulingFormOfParks", (RulingForm,), shares)(**kwargs)
    form.offer(kind, parks)
    return form


class QueueForm(FilterForm):
    state = SelectField(
        _l("State"),
        coerce=one_of(RequestState),
        choices=lambda: members(RequestState, str(_l("All states"))),
    )
    kind = SelectField(
        _l("Request"),
        coerce=one_of(RequestKind),
        choices=lambda: members(RequestKind, str(_l("All kinds"))),
    )
    park = SelectField(_l("Asking park"), coerce=to_id)

    def __init__(self, *args: Any, parks: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))
