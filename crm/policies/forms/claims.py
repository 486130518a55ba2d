"""What people write of claims under policies, and what the list is narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from crm.policies.forms.promises import article_name
from crm.policies.forms.reviews import LINE, LINES, uploads
from crm.policies.rules.claims import WITH_AMOUNT, WITH_DAY
from crm.policies.service.claims import ClaimFields, StepFields
from crm.policies.service.reviews import Upload
from crm.web.choices import members, one_of, records, to_id
from crm.web.fields import AmountField, DateField, FilesField, LockVersionField, LookupField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models import PolicyArticle, PolicyClaim, User
from models.enums import PolicyClaimState


class PolicyClaimForm(BaseForm):
    article_id = SelectField(_l("Article"), coerce=to_id, validators=[DataRequired()])
    firm_id = LookupField(_l("Firm"))
    talent_id = HiddenField()
    park_id = SelectField(_l("Park"), coerce=to_id, validators=[DataRequired()])
    asked_minor = AmountField(_l("Amount asked for (CNY)"))
    authority = StringField(_l("Filed with"), validators=[Optional(), LINE])
    due_on = DateField(_l("To be handed in by"))
    owner_id = SelectField(_l("Who looks after it"), coerce=to_id)
    note = TextAreaField(_l("Note"), validators=[Optional(), LINES])
    papers = FilesField(_l("Papers"))
    lock_version = LockVersionField()

    def offer(self, parks: Iterable[Any], articles: Iterable[PolicyArticle]) -> None:
        self.park_id.choices = records(parks, "")
        self.article_id.choices = [("", ""), *((str(each.id), article_name(each)) for each in articles)]

    def offer_owners(self, staff: Iterable[User], kept: User | None = None) -> None:
        """``kept`` looks after it already, and may have left."""
        people = {each.id: each.display_name for each in (*staff, *filter(None, (kept,)))}
        whoever = str(_l("Whoever prepared it"))
        self.owner_id.choices = [("", whoever), *((str(key), name) for key, name in people.items())]

    def keep_text(self) -> None:
        """For a claim that is there: who claims what stands."""
        for name in ("article_id", "firm_id", "talent_id", "park_id"):
            del self[name]

    def written(self, claim: PolicyClaim | None = None) -> ClaimFields:
        data = self.data
        return ClaimFields(
            article_id=claim.article_id if claim else data["article_id"],
            park_id=claim.park_id if claim else data["park_id"],
            firm_id=claim.firm_id if claim else data["firm_id"],
            talent_id=claim.talent_id if claim else to_id(data["talent_id"]),
            asked_minor=data["asked_minor"],
            authority=plain_text(data["authority"]),
            due_on=data["due_on"],
            note=plain_text(data["note"]),
            owner_id=data["owner_id"],
        )

    def uploaded(self) -> list[Upload]:
        return uploads(self.papers)


class StepForm(BaseForm):
    happened_on = DateField(_l("On"), validators=[InputRequired()])
    amount_minor = AmountField(_l("Amount (CNY)"))
    due_on = DateField(_l("To be handed in by"))
    note = TextAreaField(_l("Note"), validators=[Optional(), LINES])
    files = FilesField(_l("Papers"))

    def keep_for(self, state: PolicyClaimState) -> None:
        if state not in WITH_AMOUNT:
            del self.amount_minor
        if state not in WITH_DAY:
            del self.due_on

    def written(self) -> StepFields:
        data = self.data
        return StepFields(
            data["happened_on"], data.get("amount_minor"), plain_text(data["note"]), data.get("due_on")
        )

    def uploaded(self) -> list[Upload]:
        return uploads(self.files)


class PolicyClaimFilterForm(FilterForm):
    q = StringField(_l("Policy, number or firm"), validators=[Optional(), Length(max=100)])
    state = SelectField(
        _l("State"),
        coerce=one_of(PolicyClaimState),
        choices=lambda: members(PolicyClaimState, str(_l("All states"))),
    )
    park = SelectField(_l("Park"), coerce=to_id)
    late = BooleanField(_l("Not handed in in time"))
    archived = BooleanField(_l("Put away"))

    def __init__(self, *args: Any, parks: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))


MORE_FILTERS = ("late", "archived")
