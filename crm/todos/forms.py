"""What people write of to-dos, and what lists are narrowed by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from crm.todos import labels as _words  # noqa: F401 - names the kinds
from crm.todos.handling import TodoFields
from crm.todos.rules import Timing
from crm.web.choices import Choice, members, one_of, to_id
from crm.web.fields import DateField, LockVersionField, LookupField, plain_text
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from models import User
from models.enums import Repeat, TodoSource, TodoState

ALL = "all"
TEXT = Length(max=2000)


def people(users: Sequence[User]) -> list[Choice]:
    return [(str(user.id), user.display_name) for user in users]


class TodoForm(BaseForm):
    title = StringField(_l("What is to be done"), validators=[DataRequired(), Length(max=500)])
    due_on = DateField(_l("Due on"))
    owner_id = SelectField(_l("Who does it"), coerce=to_id, validators=[DataRequired()])
    repeat = SelectField(_l("Repeats"), coerce=one_of(Repeat), validators=[InputRequired()])
    skips_days_off = BooleanField(_l("On a day off: move it to the next working day"))
    firm_id = LookupField(_l("Firm"))
    project_id = LookupField(_l("Project"))
    note = TextAreaField(_l("Note"), validators=[Optional(), TEXT])
    lock_version = LockVersionField()

    def offer(self, owner: User, receivers: Sequence[User]) -> None:
        """Fill the selects; the look-ups are the view's."""
        self.owner_id.choices = people(list(dict.fromkeys([owner, *receivers])))
        self.repeat.choices = members(Repeat)

    def written(self) -> TodoFields:
        """The inputs, once the form is valid."""
        data = self.data
        return TodoFields(
            title=plain_text(data["title"]) or "",
            owner_id=data["owner_id"],
            due_on=data["due_on"],
            firm_id=data["firm_id"],
            project_id=data["project_id"],
            repeat=data["repeat"],
            skips_days_off=data["skips_days_off"],
            note=plain_text(data["note"]),
        )


class SnoozeForm(BaseForm):
    until = DateField(_l("Until"), validators=[InputRequired()])


class DelegateForm(BaseForm):
    to_id = SelectField(_l("To whom"), coerce=to_id, validators=[DataRequired()])
    note = TextAreaField(_l("Note"), validators=[Optional(), TEXT])


def _states() -> list[Choice]:
    return [("", str(_l("To be done"))), *members([TodoState.DONE, TodoState.DROPPED]), (ALL, str(_l("All")))]


class TodoFilterForm(FilterForm):
    """``scope``, ``firm`` and ``project`` come by link."""

    q = StringField(_l("Words"), validators=[Optional(), Length(max=100)])
    timing = SelectField(
        _l("When due"), coerce=one_of(Timing), choices=lambda: members(Timing, str(_l("Any day")))
    )
    state = SelectField(_l("State"), choices=_states)
    source = SelectField(
        _l("Came from"), coerce=one_of(TodoSource), choices=lambda: members(TodoSource, str(_l("Anything")))
    )
    owner = SelectField(_l("Who does it"), coerce=to_id)
    park = SelectField(_l("Park"), coerce=to_id)

    def __init__(self, *args: Any, owners: list[Choice], parks: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner.choices = owners
        self.park.choices = parks

    @property
    def chosen_state(self) -> TodoState | None:
        """None for all of them."""
        if self.state.data == ALL:
            return None
        return one_of(TodoState)(self.state.data) or TodoState.OPEN


MORE_FILTERS = ("source", "owner", "park")
"""Filters behind the fold."""
