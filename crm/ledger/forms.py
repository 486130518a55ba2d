"""What people type about money."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional

from crm.ledger import labels as _words  # noqa: F401 - names the choices
from crm.ledger.lenses.labels import NAMES
from crm.web.choices import members, to_id
from crm.web.fields import AmountField, DateField, FilesField, LookupField, unseen
from crm.web.filters import FilterForm
from crm.web.forms import BaseForm
from crm.web.labels import local_name
from kernel.money import Currency
from models import Park
from models.enums import Basis, Decision, EntryKind, EvidenceType, Measure, Nature, Origin, Standing

MAX_NOTE = 2000
NOTE = Length(max=MAX_NOTE)


def park_choices(parks: Iterable[Park]) -> list[tuple[str, str]]:
    return [(park.code, local_name(park)) for park in parks]


def _one_line(value: str | None) -> str | None:
    return " ".join(value.replace("\0", "").split()) if value else value


def _short(value: str | None) -> str | None:
    """As much as anybody searches for: PostgreSQL takes no word of thousands of characters."""
    return value[:100] if value else value


def _plain(value: str | None) -> str | None:
    """PostgreSQL keeps no NUL in a text."""
    return value.replace("\0", "").strip() if value else value


class EntryForm(BaseForm):
    project = LookupField(_l("Project"), validators=[InputRequired(_l("Choose the project."))])
    kind = SelectField(_l("Kind"), validators=[InputRequired()])
    amount = AmountField(_l("Amount"), validators=[InputRequired(_l("Write the amount."))])
    currency = SelectField(_l("Currency"), validators=[InputRequired()])
    effective_on = DateField(
        _l("Effective date"), validators=[InputRequired(_l("Write the day on which it happened."))]
    )
    nature = SelectField(_l("Nature"), validators=[InputRequired()])
    origin = SelectField(_l("Origin"), validators=[InputRequired()])
    basis = SelectField(_l("Basis"), validators=[Optional()])
    credit = StringField(_l("Credit"), filters=[_one_line], validators=[Optional(), Length(max=200)])
    note = TextAreaField(_l("Note"), filters=[_plain], validators=[NOTE])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = members(EntryKind)
        self.currency.choices = [(each.value, each.value) for each in Currency]
        self.nature.choices = members(Nature)
        self.origin.choices = members(Origin)
        self.basis.choices = [("", _("Not for this kind, or the province's count")), *members(Basis)]


class EvidenceForm(BaseForm):
    type = SelectField(_l("Type of document"), validators=[InputRequired()])
    document_number = StringField(
        _l("Original number of the document"), filters=[_one_line], validators=[Length(max=120)]
    )
    files = FilesField(_l("Files"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type.choices = members(EvidenceType)

    def validate_files(self, field: FilesField) -> None:
        if not field.data:
            raise ValidationError(_("Choose a file."))


class NoteForm(BaseForm):
    """A step that may carry a word: a check, a withdrawal, a reversal."""

    note = TextAreaField(_l("Note"), filters=[_plain], validators=[NOTE])


class DecisionForm(NoteForm):
    decision = RadioField(_l("Decision"), validators=[InputRequired(_l("Choose one."))])
    seen = HiddenField()
    """How many decisions the person saw."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision.choices = members((Decision.VERIFIED, Decision.RETURNED))

    def validate_seen(self, _field: HiddenField) -> None:
        if self.seen_number is None:
            raise ValidationError(unseen())

    @property
    def seen_number(self) -> int | None:
        return to_id(self.seen.data)


class ReviewForm(BaseForm):
    verdict = RadioField(_l("Verdict"), validators=[InputRequired(_l("Choose one."))])
    finding = TextAreaField(_l("Finding"), filters=[_plain], validators=[NOTE])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verdict.choices = [("sound", _("Sound")), ("finding", _("Finding"))]


class EntryFilterForm(FilterForm):
    text = StringField(_l("Reference, project or firm"), filters=[_short])
    park = SelectField(_l("Park"), validators=[Optional()])
    standing = SelectField(_l("Standing"), validators=[Optional()])
    measure = SelectField(_l("Measure"), validators=[Optional()])
    kind = SelectField(_l("Kind"), validators=[Optional()])
    nature = SelectField(_l("Nature"), validators=[Optional()])
    origin = SelectField(_l("Origin"), validators=[Optional()])
    starts_on = DateField(_l("Effective from"), validators=[Optional()])
    ends_on = DateField(_l("Effective to"), validators=[Optional()])
    lens = SelectField(_l("Counted by the lens"), validators=[Optional()])
    mine = BooleanField(_l("Recorded by me"))

    def __init__(self, *args: Any, parks: Iterable[Park] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("All"))]
        self.park.choices = every + park_choices(parks)
        self.lens.choices = every + [(key, str(name)) for key, name in NAMES.items()]
        for field, kind in (
            (self.standing, Standing),
            (self.measure, Measure),
            (self.kind, EntryKind),
            (self.nature, Nature),
            (self.origin, Origin),
        ):
            field.choices = every + members(kind)


class LensForm(FilterForm):
    """Which plan, and as known when; the as-of date has a place of its own on every page."""

    plan = SelectField(_l("Plan"), validators=[Optional()])
    known_at = StringField(_l("As known at"))


class ReconciliationForm(LensForm):
    start = SelectField(_l("From lens"))
    end = SelectField(_l("To lens"))
    park = SelectField(_l("Park"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.start.choices = self.end.choices = [(key, str(name)) for key, name in NAMES.items()]
