"""Which file of a handbook is ordered."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from crm.web.forms import BaseForm

FORMATS = {"pdf": _l("PDF"), "docx": _l("Word")}


class HandbookFileForm(BaseForm):
    file_format = SelectField(_l("Format"), choices=list(FORMATS.items()))
