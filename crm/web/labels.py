"""Words for values: enum members as each feature's labels.py names them, and names by language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from flask_babel import get_locale
from flask_babel.speaklater import LazyString

from crm.core.names import in_traditional

_labels: dict[tuple[type[Enum], Enum], LazyString | str] = {}
"""By enum and member: members of two enums are equal where their texts are."""
_phrases: dict[str, LazyString] = {}


def register_labels(kind: type[Enum], words: dict[Any, LazyString | str]) -> None:
    """Name every member of ``kind``.

    Raises:
        ValueError: a member has no name.
    """
    missing = [member for member in kind if member not in words]
    if missing:
        raise ValueError(f"no label for {missing}")
    _labels.update({(kind, member): word for member, word in words.items()})


def label(member: Enum | None) -> str:
    """The member in the reader's language; nothing for None."""
    return "" if member is None else str(_labels[type(member), member])


def register_phrases(words: Mapping[str, LazyString]) -> None:
    """Translate texts that stand in records as the plan or a published list words them."""
    _phrases.update(words)


def phrase(text: str | None) -> str:
    """A recorded text in the reader's language where it is a known phrase, else as it was written."""
    return "" if text is None else str(_phrases.get(text, text))


def language() -> str:
    """``zh_Hans_CN``, ``zh_Hant_TW`` or ``en``."""
    return str(get_locale() or "en")


def local_name(record: Any, field: str = "name") -> str:
    """A name kept in three scripts, in the reader's; another one where it is missing."""
    order = {"zh_Hans_CN": ("hans", "hant", "en"), "zh_Hant_TW": ("hant", "hans", "en")}
    for script in order.get(language(), ("en", "hans", "hant")):
        if value := getattr(record, f"{field}_{script}", None):
            return str(value)
    return ""


def own_words(text: str | None) -> str:
    """What we or the plan wrote, in the reader's script; a text in traditional script keeps it.

    Not for what is quoted word by word, and not for names of firms and people.
    """
    return in_traditional(text or "") if language() == "zh_Hant_TW" else text or ""


def own_lang() -> str:
    """What language :func:`own_words` gives, for the ``lang`` of the element around it."""
    return "zh-Hant" if language() == "zh_Hant_TW" else "zh-Hans"
