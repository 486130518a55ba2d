"""When somebody else saved first: both versions of a form side by side, and what the person chose to keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from flask import request
from flask_babel import gettext as _
from wtforms import BooleanField, SelectField

from crm.web.fields import AmountField, LockVersionField
from crm.web.forms import BaseForm
from kernel import money


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One input: what is saved, what was typed, and whether they differ."""

    name: str
    label: str
    theirs: str
    mine: str

    @property
    def differs(self) -> bool:
        return self.theirs != self.mine


def conflict_rows(form: BaseForm, read: Callable[[], Any]) -> list[ConflictRow]:
    """Where somebody else saved first: both versions of every input that the record now read has, and from
    now on the record's version in the form. Else nothing."""
    if not form.has_conflict:
        return []
    rows, record = [], read()
    for name, field in form._fields.items():
        if isinstance(field, LockVersionField):
            field.data = record.lock_version
            field.raw_data = None
        elif hasattr(record, name):
            theirs = _shown(field, getattr(record, name))
            rows.append(ConflictRow(name, str(field.label.text), theirs, _shown(field, field.data)))
    return rows


def keep_theirs(form: BaseForm, record: Any) -> None:
    """Take the saved value wherever the person chose it over their own."""
    for name, field in form._fields.items():
        if request.form.get(f"keep_{name}") == "theirs" and hasattr(record, name):
            field.data = getattr(record, name)
            field.raw_data = None


def _shown(field: Any, value: Any) -> str:
    if isinstance(field, BooleanField):
        return str(_("Yes") if value else _("No"))
    if value is None or value == "":
        return ""
    if isinstance(field, SelectField):
        words = {str(choice): str(text) for choice, text, *_rest in field.iter_choices()}
        chosen = value if isinstance(value, list) else [value]
        plain = [str(each.value if isinstance(each, Enum) else each) for each in chosen]
        return str(_(", ")).join(words.get(each, each) for each in plain)
    if isinstance(field, AmountField):
        return money.group_minor(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value).strip()
