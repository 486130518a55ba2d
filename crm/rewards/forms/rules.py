"""A version of the rule as it is drafted, and what is asked before it begins or ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from crm.rewards.rules.drafts import MOST_BANDS, MOST_MONTHS
from crm.rewards.rules.reckoning import Terms
from crm.rewards.service.drafting import RuleFields, bands_of
from crm.web.choices import members, one_of, to_id
from crm.web.fields import AmountField, DateField, LockVersionField, PercentField, plain_text
from crm.web.forms import BaseForm
from kernel.money import Currency
from models import Review
from models.enums import PeriodStart

CURRENCIES = (Currency.CNY, Currency.USD)


class _TermsForm(BaseForm):
    name = StringField(_l("Name"), validators=[DataRequired(), Length(max=300)])
    basis = TextAreaField(_l("Paper on which it rests"), validators=[Optional(), Length(max=2000)])
    in_force_from = DateField(_l("In force from"), validators=[DataRequired()])
    period_start = SelectField(_l("Arrivals count"), coerce=one_of(PeriodStart), validators=[InputRequired()])
    period_months = IntegerField(
        _l("Months that count"), validators=[InputRequired(), NumberRange(1, MOST_MONTHS)]
    )
    threshold = AmountField(_l("Threshold"), validators=[InputRequired()])
    cap = AmountField(_l("Cap of one project"), validators=[Optional()])
    cap_currency = SelectField(_l("Currency of the cap"), coerce=one_of(Currency))
    review_id = SelectField(_l("Fair-competition review"), coerce=to_id)
    lock_version = LockVersionField()

    def offer(self, reviews: Sequence[Review]) -> None:
        self.period_start.choices = members(PeriodStart)
        self.cap_currency.choices = [("", ""), *((each.value, each.value) for each in CURRENCIES)]
        self.review_id.choices = review_choices(reviews)

    @property
    def bands(self) -> list[tuple[Any, Any]]:
        return [(self[f"from_{at}"], self[f"share_{at}"]) for at in range(MOST_BANDS)]

    def written(self) -> RuleFields:
        read = self.data
        starts = [(start.data, share.data) for start, share in self.bands]
        return RuleFields(
            name=plain_text(read["name"]) or "",
            basis=plain_text(read["basis"]),
            in_force_from=read["in_force_from"],
            review_id=read["review_id"],
            terms=Terms(
                bands=bands_of(starts),
                threshold_cents=read["threshold"],
                period_start=read["period_start"],
                period_months=read["period_months"],
                cap_minor=read["cap"],
                cap_currency=read["cap_currency"] if read["cap"] is not None else None,
            ),
        )


_BANDS: dict[str, Any] = {}
for _at in range(MOST_BANDS):
    _BANDS[f"from_{_at}"] = AmountField(_l("From US$"), validators=[Optional()])
    _BANDS[f"share_{_at}"] = PercentField(_l("Share"), validators=[Optional()])

RuleForm = type("RuleForm", (_TermsForm,), _BANDS)
"""With a line for each of at most so many bands."""


class ReviewForm(BaseForm):
    review_id = SelectField(_l("Fair-competition review"), coerce=to_id)
    lock_version = LockVersionField()


class RetireForm(BaseForm):
    day = DateField(_l("From this day on nothing is introduced under it"), validators=[DataRequired()])
    lock_version = LockVersionField()


def review_choices(reviews: Sequence[Review]) -> list[tuple[str, str]]:
    named = [
        (str(each.id), " · ".join(filter(None, (each.number, each.subject, each.reviewed_on.isoformat()))))
        for each in reviews
    ]
    return [("", str(_l("None yet"))), *named]
