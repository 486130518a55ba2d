"""Every text is there in three languages, with the same places to fill in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {"_": None, "gettext": None, "_l": None, "lazy_gettext": None, "t": None, "ngettext": (1, 2)}
PLACE = re.compile(r"%\(\w+\)s")

pytestmark = pytest.mark.no_database


@pytest.fixture(scope="module")
def texts() -> set[str]:
    """The source texts of all code and templates."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        mapping, options = parse_mapping_cfg(file)
    found = set()
    for folder in ("crm", "reports", "templates"):
        for _name, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, mapping_of(mapping, folder), options_of(options, folder), keywords=KEYWORDS
        ):
            found.add(message if isinstance(message, str) else message[0])
    return found - {""}


def mapping_of(mapping: list[tuple[str, str]], folder: str) -> list[tuple[str, str]]:
    """The patterns that are about a folder, as seen from inside it."""
    return [
        (pattern.removeprefix(f"{folder}/"), method)
        for pattern, method in mapping
        if pattern.startswith(folder)
    ]


def options_of(options: dict[str, dict[str, str]], folder: str) -> dict[str, dict[str, str]]:
    return {pattern.removeprefix(f"{folder}/"): values for pattern, values in options.items()}


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "zh_Hant_TW"])
def test_every_text_is_translated(texts: set[str], locale: str) -> None:
    catalogue = read_catalogue(locale)

    missing = sorted(text for text in texts if not (message := catalogue.get(text)) or not message.string)

    assert not missing, f"{len(missing)} texts lack {locale}: {missing[:20]}"


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "zh_Hant_TW"])
def test_a_translation_has_the_places_of_its_source(locale: str) -> None:
    for message in read_catalogue(locale):
        if message.id:
            for source, said in zip(forms(message.id), forms(message.string), strict=False):
                assert sorted(PLACE.findall(source)) == sorted(PLACE.findall(said)), message.id


def test_the_traditional_texts_are_in_traditional_script() -> None:
    for message in read_catalogue("zh_Hant_TW"):
        assert not set("".join(forms(message.string))) & set("产业园签约录项资账当"), message.id


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """Singular and plural, or the one there is; Chinese has one for both."""
    return (text,) if isinstance(text, str) else tuple(text)


def read_catalogue(locale: str) -> Catalog:
    with (ROOT / "translations" / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)
