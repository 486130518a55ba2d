"""The base of all forms: what was typed stays, and a refusal stands beside its cause."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from kernel.errors import CrmError


class BaseForm(FlaskForm):  # type: ignore[misc]
    """A form with CSRF protection and a place for refusals that belong to no single field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusal: str | None = None

    def refuse(self, error: CrmError) -> None:
        """Show a refusal: beside the inputs that it names, and at the head."""
        self.refusal = error.message
        for name, message in error.fields.items():
            if name in self._fields:
                field = self._fields[name]
                field.errors = [*field.errors, message or error.message]

    @property
    def has_failed(self) -> bool:
        return bool(self.refusal or self.errors)


def form_page(template: str, form: BaseForm, **context: Any) -> ResponseReturnValue:
    """The page of a form: 422 when it was sent and refused."""
    page = render_template(template, form=form, **context)
    return page, 422 if form.is_submitted() and form.has_failed else 200
