"""Cells as people read them: codes in the words of the pages."""

from __future__ import annotations

from collections.abc import Callable

from crm.core.parks import list_parks
from crm.imports.columns import COLUMNS, shown
from crm.imports.rules import Kind
from crm.imports.vocabulary import Names
from crm.web.labels import local_name


def park_names() -> Names:
    return {park.code: local_name(park) for park in list_parks()}


def showing(kind: Kind) -> Callable[[str, str], str]:
    """The text of a column's cell in the reader's words: ``(column, text)``."""
    columns = {column.name: column for column in COLUMNS[kind]}
    parks = park_names()

    def show(name: str, text: str) -> str:
        return shown(columns[name], text, parks) if name in columns else text

    return show
