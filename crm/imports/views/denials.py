"""Rows that were denied go into the audit log: one record for a file, however many they are."""

from __future__ import annotations

from crm.imports.service import DeniedRowsError
from crm.web.denials import note_denied
from crm.web.forms import BaseForm


def note_denied_rows(form: BaseForm) -> None:
    if isinstance(form.refused_with, DeniedRowsError):
        note_denied(form.refused_with.denial)
