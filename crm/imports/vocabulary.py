"""Words for choices: a cell may hold the code of the contract, or a word of the pages in any language."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import TypeVar

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from crm.web.labels import label
from crm.web.languages import LANGUAGES

Names = Mapping[str, str]
"""Codes with their words in the reader's language, in the order in which they are offered."""

NO_NAMES: Names = {}
M = TypeVar("M")


def fold(word: str) -> str:
    """Capitals, width and space make no other word."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


def matching(word: str, known: Mapping[M, Collection[str]]) -> list[M]:
    """The members that ``word`` may mean, where ``known`` has every member's folded words.

    One is what it should be; none is unknown, several aren't clear.
    """
    wanted = fold(word)
    return [member for member, words in known.items() if wanted in words]


def in_all_languages(text: LazyString) -> frozenset[str]:
    """A text of the pages, folded, as each of their languages writes it, whoever reads."""
    return frozenset(fold(_in(language, text)) for language in LANGUAGES)


def _in(language: str, text: LazyString) -> str:
    with force_locale(language):
        return str(text)


@cache
def words_of(members: tuple[StrEnum, ...]) -> Mapping[StrEnum, frozenset[str]]:
    """The labels of each member in every language of the pages."""
    return {member: in_all_languages(LazyString(label, member)) for member in members}


def named(members: Iterable[StrEnum]) -> Names:
    return {member.value: label(member) for member in members}


def listed(names: Names) -> str:
    """``lead (Lead), talks (In talks)``: every code with its word."""
    return ", ".join(_("%(code)s (%(word)s)", code=code, word=word) for code, word in names.items())
