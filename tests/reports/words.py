"""The reports' fixed texts from the catalogues: real text has real widths and real glyphs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from reports.content import Locale
from reports.words import Translate

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"


@cache
def catalogue(locale: Locale) -> dict[str, str]:
    with (TRANSLATIONS / locale.value / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale=locale.value)}


def translator(locale: Locale) -> Translate:
    """English as it stands; a text that the catalogue lacks fails, so that none is forgotten."""
    return str if locale is Locale.EN else catalogue(locale).__getitem__
