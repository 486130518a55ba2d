"""What people write of promises and payments, and what the list is narrowed by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from crm.policies.forms.reviews import LINE, LINES, uploads
from crm.policies.labels import SHOWN
from crm.policies.rules.promises import Show
from crm.policies.service.promises import PromiseFields
from crm.policies.service.reviews import Upload
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import AmountField, DateField, FilesField, LockVersionField, LookupField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from kernel.money import Currency
from models import PolicyArticle, Promise, Review, User
from models.enums import PaymentVerdict, PromiseKind

MAX_JOBS = 1_000_000


class PromiseForm(BaseForm):
    firm_id = LookupField(_l("Firm"), validators=[DataRequired()])
    project_id = LookupField(_l("Project"))
    park_id = SelectField(_l("Park"), coerce=to_id, validators=[DataRequired()])
    kind = SelectField(_l("Kind"), coerce=one_of(PromiseKind), validators=[InputRequired()])
    need = TextAreaField(_l("What the firm asks for"), validators=[Optional(), LINES])
    text = TextAreaField(_l("What is promised"), validators=[DataRequired(), LINES])
    amount_minor = AmountField(_l("Amount (CNY)"))
    budget_source = StringField(_l("Source of the money"), validators=[Optional(), LINE])
    condition = TextAreaField(_l("On what condition"), validators=[Optional(), LINES])
    due_on = DateField(_l("To be kept by"))
    article_id = SelectField(_l("Article of a policy"), coerce=to_id)
    legal_basis = TextAreaField(_l("Other legal basis"), validators=[Optional(), LINES])
    fair_review_id = SelectField(_l("Fair-competition review"), coerce=to_id)
    legality_review_id = SelectField(_l("Legality review"), coerce=to_id)
    decision_number = StringField(_l("Number of the collective decision"), validators=[Optional(), LINE])
    responsible_unit = StringField(_l("Responsible unit"), validators=[Optional(), LINE])
    owner_id = SelectField(_l("Responsible person"), coerce=to_id)
    pledged_currency = SelectField(
        _l("Currency of the firm's pledges"),
        coerce=one_of(Currency),
        choices=[(each.value, each.value) for each in Currency],
    )
    pledged_investment_minor = AmountField(_l("Investment"))
    pledged_output_minor = AmountField(_l("Output a year"))
    pledged_tax_minor = AmountField(_l("Tax a year"))
    pledged_jobs = IntegerField(_l("Jobs"), validators=[Optional(), NumberRange(0, MAX_JOBS)])
    pledged_by = DateField(_l("To be reached by"))
    files = FilesField(_l("Agreement or minutes"))
    lock_version = LockVersionField()

    def offer(
        self,
        parks: Sequence[Any],
        articles: Iterable[PolicyArticle],
        reviews: tuple[Iterable[Review], Iterable[Review]],
        staff: Iterable[User],
    ) -> None:
        """``reviews`` are those for fair competition, and those for legality."""
        self.park_id.choices = records(parks, "")
        self.kind.choices = members(PromiseKind)
        self.article_id.choices = [("", ""), *((str(each.id), article_name(each)) for each in articles)]
        self.owner_id.choices = [("", ""), *((str(each.id), each.display_name) for each in staff)]
        fair, legality = reviews
        self.fair_review_id.choices = _reviews(fair)
        self.legality_review_id.choices = _reviews(legality)

    def written(self) -> PromiseFields:
        """The inputs. Only once the form is valid."""
        data = dict(self.data)
        texts = ("need", "budget_source", "condition", "legal_basis", "decision_number", "responsible_unit")
        values: dict[str, Any] = {each.name: data[each.name] for each in fields(PromiseFields)}
        values |= {name: plain_text(data[name]) for name in texts}
        values["text"] = plain_text(data["text"]) or ""
        values["pledged_currency"] = data["pledged_currency"] or Currency.CNY
        return PromiseFields(**values)

    def uploaded(self) -> Upload | None:
        return next(iter(uploads(self.files)), None)

    def keep_named(self, promise: Promise) -> None:
        """What the promise names and isn't offered any more stays to be chosen."""
        reviews = {self.fair_review_id: promise.fair_review, self.legality_review_id: promise.legality_review}
        for field, review in reviews.items():
            if review is not None:
                _keep(field, review.id, review_name(review))
        if promise.article is not None:
            _keep(self.article_id, promise.article.id, article_name(promise.article))
        if promise.owner is not None:
            _keep(self.owner_id, promise.owner.id, promise.owner.display_name)


def _keep(field: SelectField, value: int, words: str) -> None:
    offered = [choice[:2] for choice in field.iter_choices()]
    if str(value) not in {key for key, _text in offered}:
        field.choices = [*offered, (str(value), words)]


def article_name(article: PolicyArticle) -> str:
    """Short enough for a select."""
    text = article.number or (article.text if len(article.text) <= 30 else f"{article.text[:30]}…")
    return f"{article.policy.name} · {text}"


def review_name(review: Review) -> str:
    subject = review.subject if len(review.subject) <= 40 else f"{review.subject[:40]}…"
    return " · ".join(each for each in (review.number, review.reviewed_on.isoformat(), subject) if each)


def _reviews(rows: Iterable[Review]) -> list[tuple[str, str]]:
    return [("", ""), *((str(each.id), review_name(each)) for each in rows)]


class BindForm(BaseForm):
    bound_on = DateField(_l("Binding from"), validators=[InputRequired()])
    lock_version = LockVersionField()


class PaymentForm(BaseForm):
    amount_minor = AmountField(_l("Amount (CNY)"), validators=[InputRequired()])
    paid_on = DateField(_l("Paid on"), validators=[InputRequired()])
    document_number = StringField(_l("Number of the voucher"), validators=[Optional(), LINE])
    note = TextAreaField(_l("Note"), validators=[Optional(), LINES])
    files = FilesField(_l("Proof of the payment"))

    def uploaded(self) -> Upload | None:
        return next(iter(uploads(self.files)), None)


class VerdictForm(BaseForm):
    verdict = SelectField(_l("Decision"), coerce=one_of(PaymentVerdict), validators=[InputRequired()])
    note = TextAreaField(_l("Note"), validators=[Optional(), Length(max=500)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verdict.choices = members(PaymentVerdict)


class PromiseFilterForm(FilterForm):
    q = StringField(_l("Clause, number or firm"), validators=[Optional(), Length(max=100)])
    show = SelectField(
        _l("Show"), coerce=one_of(Show), choices=lambda: [(key.value, str(SHOWN[key])) for key in Show]
    )
    park = SelectField(_l("Park"), coerce=to_id)
    kind = SelectField(
        _l("Kind"), coerce=one_of(PromiseKind), choices=lambda: members(PromiseKind, str(_l("All kinds")))
    )
    owner = SelectField(_l("Responsible person"), coerce=to_id)
    unbound = BooleanField(_l("Only not binding yet"))
    unconfirmed = BooleanField(_l("A payment waits for its second key"))
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, parks: Iterable[Any], staff: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))
        people = [(str(each.id), each.display_name) for each in staff]
        self.owner.choices = [("", str(_l("Everybody"))), *people]


MORE_FILTERS = ("owner", "unbound", "unconfirmed", "archived")
