"""Reading what applicants type, the order of their steps, and what a file may be: pure decisions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from crm.talent.rules.answers import BOUNDS, STEPS
from kernel import money
from models.enums import TalentDocumentKind, TalentKind

PAGES: Final = ("person", "ability", "work", "statement", "papers", "consent", "send")
"""The steps in their order; the first four hold answers."""
ASKING: Final = PAGES[:4]

PAY: Final = "monthly_pay"
_NUMBER = re.compile(r"\d{1,12}")

MAX_FILE_BYTES: Final = 10 * 2**20
MAX_FILES: Final = 20
FILE_ENDINGS: Final = ("pdf", "jpg", "jpeg", "png")

_NOT_ASKED: Final[Mapping[TalentKind, frozenset[str]]] = {
    TalentKind.PERSON: frozenset({"business_name", "team_name", "team_size", "team_doctorates"}),
    TalentKind.TEAM: frozenset({"business_name"}),
    TalentKind.SELF_EMPLOYED: frozenset({"team_name", "team_size", "team_doctorates"}),
}


def next_page(page: str) -> str:
    """The step after this one; the last leads to itself."""
    return PAGES[min(PAGES.index(page) + 1, len(PAGES) - 1)]


def previous_page(page: str) -> str | None:
    place = PAGES.index(page)
    return PAGES[place - 1] if place else None


def page_of(name: str) -> str:
    """On which step something stands that is missing: an answer, a paper, the consent."""
    if name.startswith("paper_") and name not in STEPS["person"]:
        return "papers"
    if name in ("park_id", "employer_id"):
        return "work"
    return next((page for page, names in STEPS.items() if name in names), name)


def is_asked(name: str, kind: TalentKind | None) -> bool:
    """Whether a question is put to this kind of applicant."""
    return kind is None or name not in _NOT_ASKED[kind]


def read(name: str, typed: str) -> Any:
    """The answer as it is kept: numbers as numbers where the text is one; otherwise the text, which
    :mod:`crm.talent.rules.answers` then faults."""
    text = typed.replace("\0", "").strip()
    if not text:
        return None
    if name not in BOUNDS:
        return text
    plain = unicodedata.normalize("NFKC", text)
    if name != PAY:
        return int(plain) if _NUMBER.fullmatch(plain) else text
    try:
        return money.parse_amount(plain)
    except ValueError:
        return text


def shown(name: str, value: Any) -> str:
    """An answer as it is typed."""
    if value is None:
        return ""
    return money.format_minor(value) if name == PAY and isinstance(value, int) else str(value)


def store_name(kind: TalentDocumentKind, file_name: str) -> str:
    """The name under which a paper lies in the store: it says nothing of a person."""
    ending = file_name.rpartition(".")[2].lower()
    return f"{kind.value}.{ending}" if ending in FILE_ENDINGS else f"{kind.value}"


def is_taken(file_name: str) -> bool:
    return file_name.rpartition(".")[2].lower() in FILE_ENDINGS
