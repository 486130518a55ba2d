"""What report, as of when, in which language and format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from crm.bulletins.reports import LOCALES, MEDIA_TYPES, REPORTS
from crm.web.choices import records, to_id
from crm.web.fields import DateField
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from crm.web.languages import LANGUAGES
from models import Park

FORMATS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "html": _l("Web page"), "json": "JSON"}


def format_choices() -> list[tuple[str, str]]:
    return [(key, str(word)) for key, word in FORMATS.items() if key in MEDIA_TYPES]


class ReportForm(BaseForm):
    """An order for a report."""

    name = SelectField(_l("Report"), choices=[(key, report.title) for key, report in REPORTS.items()])
    as_of = DateField(_l("As of"), validators=[InputRequired()])
    park = SelectField(_l("Park"), validate_choice=True)
    locale = SelectField(_l("Language"), choices=[(key, LANGUAGES[key]) for key in LOCALES])
    file_format = SelectField(_l("Format"), choices=format_choices)


class IssueForm(BaseForm):
    """What is issued stands in the address: what one sees."""


class FileForm(BaseForm):
    """A file of an issued report."""

    file_format = SelectField(_l("Format"), choices=format_choices)


class IssuedFilterForm(FilterForm):
    q = StringField(_l("Number or title"), validators=[Optional(), Length(max=100)])
    name = SelectField(_l("Report"))
    park = SelectField(_l("Park"), coerce=to_id)
    year = SelectField(_l("Year"), coerce=to_id)

    def __init__(self, *args: Any, parks: Sequence[Park], years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name.choices = [
            ("", str(_l("All reports"))),
            *((key, str(each.title)) for key, each in REPORTS.items()),
        ]
        self.park.choices = records(parks, str(_l("All parks")))
        self.year.choices = [("", str(_l("All years"))), *((str(year), str(year)) for year in years)]
