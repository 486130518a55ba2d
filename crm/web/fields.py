"""Inputs of the domain: exact amounts, ISO dates, percents, look-ups, files, versions; quick selects."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from markupsafe import escape
from wtforms import DateTimeLocalField, Field, RadioField, SelectField, ValidationError
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta
from wtforms.widgets import HiddenInput, Select, TextInput

from crm.core.days import far_off
from crm.web.choices import members, one_of, to_id
from kernel import clock, money
from models.enums import Matter


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
            self.data = clock.parse_day(text)
        except clock.FarOffError as error:
            raise ValueError(far_off()) from error
        except ValueError as error:
            raise ValueError(_("Write a date such as 2024-06-30.")) from error

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class MomentField(DateTimeLocalField):
    """A day and a time of the business zone, without seconds."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is None:
            return
        try:
            clock.within_reach(self.data.date())
        except clock.FarOffError as error:
            self.data = None
            raise ValueError(far_off()) from error


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
        super().__init__(label, choices=[], validate_choice=False, coerce=to_id, **kwargs)
        self.lookup = lookup


class LockVersionField(Field):
    """The version that the person saw: a change made since then is a conflict.

    A form that is filled from a record has to send it back; one for a new record has none.
    """

    data: int | None
    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = to_id(valuelist[0]) if valuelist else None

    def pre_validate(self, form: BaseForm) -> None:
        if self.data is None and self.object_data is not None:
            raise ValidationError(unseen())

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


def unseen() -> str:
    """What is said where a form doesn't tell which version of the record the person saw."""
    return str(_("It isn't clear which version you saw. Load the page again and change it there."))


class MatterField(RadioField):
    """Which matter a record with a protected group is about: asked where a protection stood in the way."""

    def __init__(self, **kwargs: Any) -> None:
        choices = partial(members, Matter)
        label = _l("Which matter is it?")
        super().__init__(label, coerce=one_of(Matter), choices=choices, validate_choice=False, **kwargs)
        # It is drawn like any radio field.
        self.type = "RadioField"


class FilesField(MultipleFileField):  # type: ignore[misc]
    """Files to hand in; ``data`` is a list of uploads, empty ones left out."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [upload for upload in valuelist if upload and upload.filename]


def plain_text(text: str | None) -> str | None:
    """What is worth keeping of a text; PostgreSQL keeps no NUL."""
    return (text or "").replace("\0", "").strip() or None


def set_choice(field: SelectField, value: object, label: str) -> None:
    """Let a look-up show what is chosen."""
    field.choices = [(str(value), label)]


class QuickSelect(Select):
    """The same HTML in a third of the time: a filter bar has a hundred options, most without attributes."""

    @classmethod
    def render_option(cls, choice: Any, **kwargs: Any) -> str:  # type: ignore[override] # stubs of 3.2
        if kwargs or choice.render_kw:
            return super().render_option(choice, **kwargs)
        start = "<option selected value" if choice.selected else "<option value"
        return f'{start}="{escape(choice.value)}">{escape(choice.label or choice.value)}</option>'


class QuickMeta(DefaultMeta):
    def render_field(self, field: Any, render_kw: Any) -> Any:
        if type(field.widget) is Select:
            field.widget = QuickSelect(multiple=field.widget.multiple)
        return super().render_field(field, render_kw)
