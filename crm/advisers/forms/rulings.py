"""What the office writes of a referral, and a park of a status update."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from crm.advisers.service import RulingFields
from crm.web.choices import Choice, members, one_of, records, to_id
from crm.web.fields import LockVersionField, LookupField, MatterField, plain_text
from crm.web.forms import BaseForm
from models import Park
from models.enums import ReferralOutcome

LINES = Length(max=4000)


class MatchForm(BaseForm):
    firm_id = LookupField(_l("Firm"), validators=[Optional()])
    park_id = SelectField(_l("Park that sees it"), coerce=to_id)
    lock_version = LockVersionField()

    def offer(self, parks: Iterable[Park]) -> None:
        self.park_id.choices = records(parks, str(_l("The office alone")))


class RulingForm(BaseForm):
    outcome = RadioField(
        _l("The ruling"),
        coerce=one_of(ReferralOutcome),
        choices=lambda: members(ReferralOutcome),
        validators=[InputRequired()],
    )
    project_id = SelectField(_l("Project that it became"), coerce=to_id)
    reasons = TextAreaField(_l("Reasons, for the office and the park"), validators=[DataRequired(), LINES])
    public_words = TextAreaField(
        _l("Words for the adviser"),
        description=_l(
            "Empty: the usual words. Never a word on another firm, adviser, park or claim, not even that "
            "there is one."
        ),
        validators=[Optional(), LINES],
    )
    lock_version = LockVersionField()

    def offer(self, projects: Iterable[Choice]) -> None:
        self.project_id.choices = [("", str(_l("None yet"))), *projects]

    def written(self) -> RulingFields:
        """The inputs. Only once the form is valid."""
        data = self.data
        return RulingFields(
            outcome=data["outcome"] or ReferralOutcome.NOT_RECOGNISED,
            reasons=plain_text(data["reasons"]) or "",
            public_words=plain_text(data["public_words"]),
            project_id=data["project_id"],
        )


class SecondLookForm(BaseForm):
    """Confirm or return what somebody else proposed."""

    reasons = TextAreaField(_l("Reasons"), validators=[Optional(), LINES])


class TieForm(BaseForm):
    project_id = SelectField(_l("Project that it became"), coerce=to_id, validators=[DataRequired()])

    def offer(self, projects: Iterable[Choice]) -> None:
        self.project_id.choices = [("", ""), *projects]


class ConfirmUpdateForm(BaseForm):
    words = TextAreaField(
        _l("In the park's words"),
        description=_l("This stands on the project; what the adviser wrote is the draft."),
        validators=[DataRequired(), LINES],
    )
    matter = MatterField()
    lock_version = LockVersionField()


class ReturnUpdateForm(BaseForm):
    reason = StringField(_l("Reason, which the adviser reads"), validators=[DataRequired(), Length(max=500)])
    lock_version = LockVersionField()
