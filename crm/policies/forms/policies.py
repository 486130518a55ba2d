"""What the office writes of policies and articles, and what the list is narrowed by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from crm.policies.rules.matching import Condition, read_conditions
from crm.policies.service.policies import ArticleFields, PolicyFields
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import AmountField, DateField, LockVersionField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from crm.web.labels import local_name
from kernel.money import MINOR_PER_UNIT
from models import PolicyArticle
from models.enums import (
    Claimant,
    PolicyBenefit,
    PolicyCondition,
    PolicyLevel,
    PolicyTag,
    Stage,
    TalentLevel,
)

LINE = Length(max=200)
LINES = Length(max=4000)
K = PolicyCondition
FLAGS = (K.SETTLED, K.OPERATING, K.LISTED, K.EMPLOYS_TALENTS, K.EMPLOYED, K.SELF_EMPLOYED)
"""Conditions that are asked with a tick."""


class PolicyForm(BaseForm):
    name = StringField(_l("As people call it"), validators=[DataRequired(), LINE])
    full_title = TextAreaField(_l("Full title"), validators=[Optional(), Length(max=500)])
    level = SelectField(_l("Level"), coerce=one_of(PolicyLevel))
    issuer = StringField(_l("Issuing office"), validators=[Optional(), LINE])
    issued = StringField(_l("Day of issue"), validators=[Optional(), Length(max=10)])
    valid_until = DateField(_l("Valid until"))
    park_id = SelectField(_l("Holds in"), coerce=to_id)
    tags = SelectMultipleField(_l("What it is about"))
    quote = TextAreaField(_l("Quoted line"), validators=[Optional(), LINES])
    source = TextAreaField(_l("Where it is published"), validators=[Optional(), Length(max=500)])
    lock_version = LockVersionField()

    def offer(self, parks: Iterable[Any]) -> None:
        self.level.choices = members(PolicyLevel, "")
        self.tags.choices = members(PolicyTag)
        self.park_id.choices = records(parks, str(_l("All parks")))

    def written(self) -> PolicyFields:
        data = self.data
        return PolicyFields(
            name=plain_text(data["name"]) or "",
            full_title=plain_text(data["full_title"]),
            level=data["level"],
            issuer=plain_text(data["issuer"]),
            issued=plain_text(data["issued"]) or "",
            valid_until=data["valid_until"],
            tags=tuple(PolicyTag(tag) for tag in data["tags"] or ()),
            quote=plain_text(data["quote"]),
            source=plain_text(data["source"]),
            park_id=data["park_id"],
        )


class ArticleForm(BaseForm):
    number = StringField(_l("Number of the article"), validators=[Optional(), LINE])
    text = TextAreaField(_l("What it says"), validators=[DataRequired(), LINES])
    benefit = SelectField(_l("What it gives"), coerce=one_of(PolicyBenefit), validators=[InputRequired()])
    cap_minor = AmountField(_l("At most (CNY)"))
    claim_until = DateField(_l("To be claimed until"))
    source = TextAreaField(_l("Where it is published"), validators=[Optional(), Length(max=500)])
    claimants = SelectMultipleField(_l("Who may claim it"))
    parks = SelectMultipleField(_l("Only in these parks"))
    industries = SelectMultipleField(_l("Only in these industries"))
    stage = SelectField(_l("A project has reached at least"), coerce=one_of(Stage))
    investment_minor = AmountField(_l("Planned investment of at least (US dollars)"))
    settled = BooleanField(_l("The firm has settled in a park"))
    operating = BooleanField(_l("It is in operation"))
    listed = BooleanField(_l("It is a listed company"))
    employs_talents = BooleanField(_l("It employs talents from Taiwan"))
    levels = SelectMultipleField(_l("Only talents of these levels"))
    employed = BooleanField(_l("The person is employed here"))
    self_employed = BooleanField(_l("The person has started a business of one's own"))
    declared = TextAreaField(_l("What else has to be shown, a line each"), validators=[Optional(), LINES])
    lock_version = LockVersionField()

    def offer(self, parks: Iterable[Any], industries: Iterable[Any]) -> None:
        self.benefit.choices = members(PolicyBenefit)
        self.claimants.choices = members(Claimant)
        self.stage.choices = members(Stage, "")
        self.levels.choices = members(TalentLevel)
        self.parks.choices = [(park.code, local_name(park)) for park in parks]
        self.industries.choices = [(str(row.id), local_name(row)) for row in industries]

    def written(self) -> ArticleFields:
        data = self.data
        return ArticleFields(
            text=plain_text(data["text"]) or "",
            benefit=data["benefit"],
            number=plain_text(data["number"]),
            cap_minor=data["cap_minor"],
            claimants=tuple(Claimant(each) for each in data["claimants"] or ()),
            conditions=tuple(self._conditions()),
            claim_until=data["claim_until"],
            source=plain_text(data["source"]),
        )

    def _conditions(self) -> Iterable[Condition]:
        data = self.data
        for kind in (K.PARKS, K.INDUSTRIES, K.LEVELS):
            if data[kind.value]:
                yield Condition(kind, tuple(data[kind.value]))
        if data["stage"]:
            yield Condition(K.STAGE, (data["stage"].value,))
        if data["investment_minor"]:
            yield Condition(K.INVESTMENT, (str(data["investment_minor"] // MINOR_PER_UNIT),))
        yield from (Condition(kind) for kind in FLAGS if data[kind.value])
        lines = (plain_text(data["declared"]) or "").splitlines()
        yield from (Condition(K.DECLARED, (line.strip(),)) for line in lines if line.strip())


def as_written(article: PolicyArticle) -> dict[str, Any]:
    """An article as its form shows it, by the names of the inputs."""
    by_kind: dict[PolicyCondition, list[str]] = {}
    for condition in read_conditions(article.conditions):
        by_kind.setdefault(condition.kind, []).extend(condition.values)
    investment = by_kind.get(K.INVESTMENT)
    shown = {
        name: getattr(article, name) for name in ("number", "text", "benefit", "cap_minor", "claim_until")
    }
    return {
        **shown,
        "source": article.source,
        "claimants": article.claimants,
        **{kind.value: by_kind.get(kind, []) for kind in (K.PARKS, K.INDUSTRIES, K.LEVELS)},
        "stage": next((Stage(each) for each in by_kind.get(K.STAGE, ())), None),
        "investment_minor": int(investment[0]) * MINOR_PER_UNIT if investment else None,
        **{kind.value: kind in by_kind for kind in FLAGS},
        "declared": "\n".join(by_kind.get(K.DECLARED, ())),
        "lock_version": article.lock_version,
    }


class PolicyFilterForm(FilterForm):
    q = StringField(_l("Name, title, issuer or text"), validators=[Optional(), Length(max=100)])
    level = SelectField(
        _l("Level"), coerce=one_of(PolicyLevel), choices=lambda: members(PolicyLevel, str(_l("All levels")))
    )
    tag = SelectField(
        _l("What it is about"), coerce=one_of(PolicyTag), choices=lambda: members(PolicyTag, str(_l("All")))
    )
    claimant = SelectField(
        _l("Who may claim it"),
        coerce=one_of(Claimant),
        choices=lambda: members(Claimant, str(_l("Everybody"))),
    )
    benefit = SelectField(
        _l("What it gives"),
        coerce=one_of(PolicyBenefit),
        choices=lambda: members(PolicyBenefit, str(_l("All"))),
    )
    park = SelectField(_l("Park"), coerce=to_id)
    in_force = BooleanField(_l("Only in force"))
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, parks: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))


MORE_FILTERS = ("benefit", "park", "in_force", "archived")
"""Filters behind the fold."""
