"""Names across scripts: one fold for matching, one set of tokens for search.

Traditional to simplified (OpenCC ``tw2s``) is a safe key; the way back is lossy and never taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

MAX_SYLLABLES = 16
_OVERRIDES = {
    "长荣": [["chang"], ["rong"]],
    "长兴": [["chang"], ["xing"]],
    "长春": [["chang"], ["chun"]],
    "长庚": [["chang"], ["geng"]],
    "长华": [["chang"], ["hua"]],
    "长圣": [["chang"], ["sheng"]],
    "银行": [["yin"], ["hang"]],
    "重鹏": [["chong"], ["peng"]],
    "单井": [["dan"], ["jing"]],
    "长沙": [["chang"], ["sha"]],
    "重庆": [["chong"], ["qing"]],
}
_SUFFIXES = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|股份公司|公司|集团|控股"
    r"|co\.?,?\s*ltd\.?|corporation|corp\.?|inc\.?|limited|ltd\.?|holdings?|group|company)$"
)
_CJK = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_CJK_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_WORD = re.compile(r"[a-z0-9]+")


@cache
def _converter() -> Any:
    """Imported with the first name: most commands start without."""
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC("tw2s")


@cache
def _to_traditional() -> Any:
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC("s2tw")


def in_traditional(text: str) -> str:
    """A text of our own in traditional script. Not for names: they stay as registered.

    What is traditional already stays as it is: a second pass would make 嶽陽 of 岳陽.
    """
    converted = str(_to_traditional().convert(text))
    traditional = _differing(text, str(_converter().convert(text)))
    return text if traditional and traditional >= _differing(text, converted) else converted


def _differing(before: str, after: str) -> int:
    return sum(one != other for one, other in zip(before, after, strict=False))


@cache
def _pinyin() -> Any:
    """Its dictionary takes half a second to read."""
    import pypinyin  # noqa: PLC0415

    pypinyin.load_phrases_dict(_OVERRIDES)
    return pypinyin


def in_simplified(text: str) -> str:
    """The text in simplified script for reading: letters keep their case."""
    return str(_converter().convert(unicodedata.normalize("NFKC", text))).strip()


@lru_cache(maxsize=65_536)
def simplify(text: str) -> str:
    """Simplified characters, full width made half, case folded, outer space gone."""
    return in_simplified(text).casefold()


def fold(name: str) -> str:
    """The key under which two writings of one name meet: simplified, no punctuation, no
    股份有限公司 and the like at its end."""
    text = simplify(name)
    while (shorter := _SUFFIXES.sub("", text).rstrip(" ,.")) != text and shorter:
        text = shorter
    return re.sub(r"[\W_]+", "", text)


def _words(run: str) -> list[str]:
    """Letters and digits between the characters."""
    return _WORD.findall(run)


@lru_cache(maxsize=65_536)
def _syllables(simplified: str) -> tuple[str, ...]:
    spoken: list[str] = _pinyin().lazy_pinyin(simplified, errors=_words)
    return tuple(spoken)


def pinyin(name: str) -> str:
    """``鴻海`` becomes ``honghai``; letters and digits in a name stay."""
    return "".join(_syllables(simplify(name)))


def initials(name: str) -> str:
    """``鴻海`` becomes ``hh``."""
    return "".join(part[0] for part in _syllables(simplify(name)) if part)


def tokens(names: Iterable[str | None], codes: Iterable[str | None] = ()) -> str:
    """The search text of a record: characters, pairs, words, and pinyin and initials from every syllable on.

    A query's words are matched as prefixes of these tokens, so a syllable start anywhere in a name is found.
    """
    found: dict[str, None] = {}
    for name in filter(None, names):
        text = simplify(name)
        for run in _CJK_RUN.findall(text):
            found |= dict.fromkeys(run)
            found |= dict.fromkeys(run[at : at + 2] for at in range(len(run) - 1))
            found |= dict.fromkeys(_spoken(run))
        found |= dict.fromkeys(_WORD.findall(text))
    for code in filter(None, codes):
        found |= dict.fromkeys(_WORD.findall(simplify(code)))
    return " ".join(found)


def query_tokens(query: str) -> list[tuple[str, bool]]:
    """What a typed query asks for: (token, is it a prefix). All of them must be there."""
    text = simplify(query)
    wanted: dict[tuple[str, bool], None] = {}
    for run in _CJK_RUN.findall(text):
        pairs = [run[at : at + 2] for at in range(len(run) - 1)] or [run]
        wanted |= dict.fromkeys((pair, False) for pair in pairs)
    for word in _WORD.findall(_CJK.sub(" ", text)):
        wanted[(word, True)] = None
    return list(wanted)


def _spoken(run: str) -> Sequence[str]:
    syllables = _syllables(run)[:MAX_SYLLABLES]
    starts = range(len(syllables))
    return [
        *("".join(syllables[at:]) for at in starts),
        *("".join(part[0] for part in syllables[at:] if part) for at in starts),
    ]
