"""What report, as of when, in which language and format."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired

from crm.bulletins.reports import LOCALES, MEDIA_TYPES, REPORTS
from crm.web.context import LANGUAGES
from crm.web.fields import DateField
from crm.web.forms import BaseForm

FORMATS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "json": "JSON"}


class ReportForm(BaseForm):
    """An order for a report."""

    name = SelectField(_l("Report"), choices=[(key, report.title) for key, report in REPORTS.items()])
    as_of = DateField(_l("As of"), validators=[InputRequired()])
    park = SelectField(_l("Park"), validate_choice=True)
    locale = SelectField(_l("Language"), choices=[(key, LANGUAGES[key]) for key in LOCALES])
    file_format = SelectField(
        _l("Format"), choices=[(key, word) for key, word in FORMATS.items() if key in MEDIA_TYPES]
    )
