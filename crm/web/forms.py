"""The base of all forms: what was typed stays, and a refusal stands beside its cause."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from crm.core.transactions import transaction
from crm.web.denials import note_denied
from crm.web.fields import QuickMeta
from kernel.errors import ConflictError, CrmError, DeniedError, RuleError


class BaseForm(FlaskForm):  # type: ignore[misc]
    """A form with CSRF protection and a place for refusals that belong to no single field."""

    Meta = QuickMeta

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused_with: CrmError | None = None

    @contextmanager
    def saving(self) -> Iterator[None]:
        """The one way to save what a form holds: a transaction, and a refusal goes back into the form.

        Code goes on behind the block either way: ask ``has_failed`` there.
        """
        with self.refusing(), transaction():
            yield

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """The same for what holds transactions of its own."""
        try:
            yield
        except (RuleError, ConflictError) as error:
            self.refuse(error)

    def refuse(self, error: CrmError) -> None:
        """Show a refusal: beside the inputs that it names, and at the head. A denied attempt is logged."""
        self.refused_with = error
        if isinstance(error, DeniedError):
            note_denied(error.message)
        for name, message in error.fields.items():
            if name in self._fields:
                field = self._fields[name]
                field.errors = [*field.errors, message or error.message]

    @property
    def refusal(self) -> str | None:
        if self.refused_with is None:
            return None
        # What the form itself goes on to tell is said once.
        return getattr(self.refused_with, "headline", None) or self.refused_with.message

    @property
    def has_failed(self) -> bool:
        return self.refused_with is not None or bool(self.errors)

    @property
    def has_conflict(self) -> bool:
        """Somebody else saved first."""
        return isinstance(self.refused_with, ConflictError)


class ReasonForm(BaseForm):
    """Why something is put away or taken back."""

    reason = StringField(_l("Reason"), validators=[DataRequired(), Length(max=500)])


def form_page(template: str, form: BaseForm, **context: Any) -> ResponseReturnValue:
    """The page of a form: 422 when it was sent and refused."""
    page = render_template(template, form=form, **context)
    return page, 422 if form.is_submitted() and form.has_failed else 200


def reason_page(
    template: str, act: Callable[[str], object], *, done: str, back: str, **context: Any
) -> ResponseReturnValue:
    """Ask why, and ``act`` on the answer; then say that it is ``done`` and go ``back``."""
    form = ReasonForm()
    if form.validate_on_submit():
        with form.saving():
            act(form.reason.data or "")
        if not form.has_failed:
            flash(done, "success")
            return redirect(back)
    return form_page(template, form, **context)
