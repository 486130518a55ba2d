"""Which of the three languages a browser reads, before anybody is known."""

from __future__ import annotations

from flask import request
from flask_babel import force_locale
from flask_babel.speaklater import LazyString

from models import User
from models.enums import Role

LANGUAGES = {"zh_Hans_CN": "简体中文", "zh_Hant_TW": "繁體中文", "en": "English"}
DEFAULT_LANGUAGE = "zh_Hans_CN"
OWN_LANGUAGES = {Role.ADVISER: "zh_Hant_TW"}
"""What people of a role read until they choose, whatever their browser asks for."""
COOKIE = "language"
_TRADITIONAL = {"hant", "tw", "hk", "mo"}
"""Scripts and places of a language tag that mean traditional script."""


def language_of(user: User) -> str:
    """The person's own choice, else this browser's, else what people of the role read."""
    if user.locale in LANGUAGES:
        return str(user.locale)
    own = OWN_LANGUAGES.get(user.role)
    return language_of_browser() if own is None or request.cookies.get(COOKIE) in LANGUAGES else own


def language_of_browser() -> str:
    """What was chosen in this browser, else the first language it asks for that is one of ours."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    for tag, quality in request.accept_languages:
        if quality > 0 and (language := _spoken(tag)):
            return language
    return DEFAULT_LANGUAGE


def in_house(words: str | LazyString) -> str:
    """What the machine writes into a record, in the language of the house: it is read by everybody, and not
    only by whose click it came from. Only words that are still to be translated (``_l``) are."""
    with force_locale(DEFAULT_LANGUAGE):
        return str(words).strip()


def _spoken(tag: str) -> str | None:
    """``zh-HK`` is traditional, ``zh`` and ``zh-Hans-HK`` simplified Chinese; None: not ours."""
    language, *rest = tag.lower().replace("_", "-").split("-")
    if language == "en":
        return "en"
    if language != "zh":
        return None
    is_traditional = "hans" not in rest and not _TRADITIONAL.isdisjoint(rest)
    return "zh_Hant_TW" if is_traditional else DEFAULT_LANGUAGE
