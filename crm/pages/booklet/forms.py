"""Which booklet, and as which file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from crm.bulletins.reports import LOCALES
from crm.web.choices import records, to_id
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from crm.web.languages import LANGUAGES
from models import Industry, Park

FORMATS = {"pdf": _l("PDF"), "docx": _l("Word")}


class BookletFilterForm(FilterForm):
    park = SelectField(_l("Park"), coerce=to_id)
    industry = SelectField(_l("Industry"), coerce=to_id)
    locale = SelectField(_l("Language of the booklet"), choices=[(each, LANGUAGES[each]) for each in LOCALES])

    def __init__(self, *args: Any, parks: Sequence[Park], industries: Sequence[Industry], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.park.choices = records(parks, str(_l("All parks")))
        self.industry.choices = records(industries, str(_l("All industries")))


class BookletFileForm(BaseForm):
    file_format = SelectField(_l("Format"), choices=list(FORMATS.items()))
