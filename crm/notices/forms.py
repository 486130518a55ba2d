"""What a person chooses of notices."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from crm.notices import labels as _words  # noqa: F401 - names the kinds
from crm.web.choices import members, one_of
from crm.web.fields import QuickMeta
from crm.web.forms import BaseForm
from models.enums import NoticeKind


class KindsField(SelectMultipleField):
    """Kinds as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ChoicesForm(BaseForm):
    kinds = KindsField(_l("By mail as well"), coerce=one_of(NoticeKind))
    days_ahead = IntegerField(_l("Reminder of a to-do, days before it is due"), validators=[Optional()])

    def __init__(self, *args: Any, offered: Collection[NoticeKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds.choices = members(offered)


class UnsubscribeForm(BaseForm):
    """Its token stands in the address."""

    class Meta(QuickMeta):
        csrf = False
