"""What people hand in, and what they say of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from crm.imports.columns import COLUMNS, KIND_WORDS, fold_heading
from crm.imports.rules import Kind
from crm.web.fields import FilesField
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from crm.web.labels import language
from kernel.errors import RuleError

Named = tuple[str, bytes]
ANSWER = "answer-"
HEADING = "heading-"
LEAVE_OUT = "-"
"""Of a heading: its column is left out."""


class UploadForm(BaseForm):
    """An import file, and the files that its rows name."""

    file = FileField(_l("Import file"))
    evidence = FilesField(_l("Evidence files"))

    def sent_file(self) -> Named | None:
        upload = self.file.data
        return (upload.filename, upload.read()) if upload and upload.filename else None

    def needed_file(self) -> Named:
        """Raises RuleError where none was sent."""
        sent = self.sent_file()
        if sent is None:
            raise RuleError(_("Choose a file."), fields={"file": _("Choose a file.")})
        return sent

    @property
    def has_evidence(self) -> bool:
        return bool(self.evidence.data)

    def sent_evidence(self) -> Iterator[Named]:
        """Read one by one: together they may be large."""
        for upload in self.evidence.data or ():
            yield upload.filename, upload.read()


class PlainForm(BaseForm):
    """A button: nothing but the page's token."""


class UndoForm(BaseForm):
    reason = TextAreaField(_l("Reason"), validators=[DataRequired(), Length(max=500)])


class BatchFilterForm(FilterForm):
    kind = SelectField(
        _l("Kind"),
        choices=[("", _l("All kinds")), *((kind.value, KIND_WORDS[kind]) for kind in Kind)],
        validate_choice=True,
    )


def heading_choices(kind: Kind, *, known: Sequence[str]) -> list[tuple[str, str]]:
    """What an unknown heading may mean: one of the columns that no other heading names."""
    free = [column for column in COLUMNS[kind] if column.name not in known]
    words = [(each.name, f"{each.heading(language())} ({each.name})") for each in free]
    return [(LEAVE_OUT, _("Leave this column out")), *words]


def sent_mapping(heads: Sequence[str]) -> dict[str, str]:
    """What was chosen for each heading, by its place in ``heads``."""
    chosen = {head: request.form.get(f"{HEADING}{at}", "") for at, head in enumerate(heads)}
    return {
        fold_heading(head): "" if choice == LEAVE_OUT else choice for head, choice in chosen.items() if choice
    }


def sent_answers() -> dict[str, str]:
    """What was chosen for each question: ``row/column`` → key."""
    return {name: value for name, value in _answers() if value}


def _answers() -> Iterator[tuple[str, Any]]:
    for name, value in request.form.items():
        if name.startswith(ANSWER):
            row, _mark, column = name.removeprefix(ANSWER).partition("/")
            if row.isdecimal() and column:
                yield f"{row}/{column}", value
