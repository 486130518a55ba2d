"""Filters live in the address: a form without a token, bound to the arguments of the request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from flask import request
from wtforms import BooleanField, Form, SelectField

from crm.web.fields import QuickMeta
from crm.web.paging import list_url


class FilterForm(Form):
    """What a list can be narrowed by; every field is optional. An unreadable value narrows nothing."""

    Meta = QuickMeta

    @classmethod
    def from_address(cls, **kwargs: Any) -> Self:
        form = cls(request.args, **kwargs)
        form.validate()
        return form

    def readable(self) -> dict[str, Any]:
        """The inputs by name, None for one that can't be read."""
        return {name: None if field.errors else field.data for name, field in self._fields.items()}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it. A ticked box has no value but its label."""

    label: str
    value: str
    remove_url: str


def active_filters(form: FilterForm) -> list[Chip]:
    """The filters in force, in the order of the form."""
    chips = []
    for name, field in form._fields.items():
        typed = request.args.get(name, "").strip()
        if typed and not field.errors:
            chips.append(Chip(str(field.label.text), _shown(field, typed), list_url(**{name: None})))
    return chips


def _shown(field: Any, typed: str) -> str:
    if isinstance(field, SelectField):
        words = {str(value): str(text) for value, text, *_ in field.iter_choices()}
        return words.get(typed, typed)
    return "" if isinstance(field, BooleanField) else typed
