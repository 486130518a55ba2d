"""What a calendar is narrowed by."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from crm.pages.calendar.rules import CalendarKind
from crm.projects.queries import Choices
from crm.web.choices import members, one_of, records, to_id
from crm.web.filters import FilterForm


class CalendarFilterForm(FilterForm):
    kind = SelectField(
        _l("Kind"),
        coerce=one_of(CalendarKind),
        choices=lambda: members(CalendarKind, str(_l("All kinds"))),
    )
    person = SelectField(_l("Person"), coerce=to_id)
    park = SelectField(_l("Park"), coerce=to_id)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person.choices = records(choices.staff, str(_l("Everybody")))
        self.park.choices = records(choices.parks, str(_l("All parks")))
