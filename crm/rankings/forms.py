"""What the places of an edition are narrowed by."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from crm.rankings.labels import GROUP_STATES, SHIFTS
from crm.web.filters import FilterForm


class EditionFilterForm(FilterForm):
    q = StringField(_l("Name or stock code"), validators=[Optional(), Length(max=100)])
    state = SelectField(_l("State of the group"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(state.value, str(word)) for state, word in GROUP_STATES.items()]
        self.state.choices = [("", str(_l("All states"))), *words]


class CompareForm(FilterForm):
    shift = SelectField(_l("What became of them"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(shift.value, str(word)) for shift, word in SHIFTS.items()]
        self.shift.choices = [("", str(_l("All"))), *words]
