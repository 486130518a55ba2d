"""Inputs of the domain: exact amounts, ISO dates, percents, look-ups, files, versions."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_wtf.file import MultipleFileField
from wtforms import Field, SelectField
from wtforms.widgets import HiddenInput, TextInput

from kernel import money


class AmountField(Field):
    """An amount; ``data`` is an integer of minor units. What was typed is shown again as typed."""

    data: int | None
    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        self._typed = valuelist[0] if valuelist else ""
        if not self._typed.strip():
            return
        try:
            self.data = money.parse_amount(self._typed)
        except ValueError as error:
            raise ValueError(
                _("Write an amount such as 1,250,000.00: at most two decimals and seventeen digits.")
            ) from error

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else money.group_minor(int(self.data))


class DateField(Field):
    """A date written as 2024-06-30."""

    data: date | None
    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            return
        try:
            self.data = date.fromisoformat(text)
        except ValueError as error:
            raise ValueError(_("Write a date such as 2024-06-30.")) from error

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class PercentField(Field):
    """A percentage with up to two decimals; ``data`` is in hundredths of a percent."""

    data: int | None
    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        text = valuelist[0].strip().rstrip("%") if valuelist else ""
        if not text:
            return
        try:
            self.data = money.parse_amount(text)
        except ValueError as error:
            raise ValueError(_("Write a percentage such as 33.33.")) from error

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else money.format_minor(int(self.data))


class LookupField(SelectField):
    """A choice found by typing: ``lookup`` is the address that answers; any id is taken here, and
    the view checks it by a query limited to the viewer."""

    def __init__(self, label: str | None = None, *, lookup: str = "", **kwargs: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, coerce=_to_id, **kwargs)
        self.lookup = lookup


class LockVersionField(Field):
    """The version that the person saw: a change made since then is a conflict."""

    data: int | None
    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isdecimal() else None

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class FilesField(MultipleFileField):  # type: ignore[misc]
    """Files to hand in; ``data`` is a list of uploads, empty ones left out."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [upload for upload in valuelist if upload and upload.filename]


def _to_id(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isdecimal() else None


def set_choice(field: SelectField, value: object, label: str) -> None:
    """Let a look-up show what is chosen."""
    field.choices = [(str(value), label)]
