from __future__ import annotations

import re

import pytest
from flask import Flask
from flask_babel import force_locale

from crm.notices.labels import SENTENCES, sentence
from models.enums import NoticeKind

WORDS = {
    "who": "王小明",
    "title": "送规划图",
    "deputy": "李四",
    "to": "赵五",
    "number": "12",
    "due": "2024-06-10",
    "start": "2024-06-10",
    "until": "2024-06-12",
    "light": "red",
    "claim_state": "granted",
}


@pytest.mark.parametrize("kind", list(NoticeKind))
@pytest.mark.parametrize("language", ["en", "zh_Hans_CN", "zh_Hant_TW"])
def test_every_kind_says_all_its_words_in_every_language(app: Flask, kind, language) -> None:
    names = re.findall(r"%\((\w+)\)s", str(SENTENCES[kind]))
    assert names
    with app.test_request_context(), force_locale(language):
        said = sentence(kind, {name: WORDS[name] for name in names})
    plain = [WORDS[name] for name in names if name in ("who", "title", "deputy", "to", "number")]
    assert all(word in said for word in plain)
    assert ("6月10日" in said) is (language != "en" and bool({"due", "start"} & set(names)))


def test_a_missing_word_is_a_dash() -> None:
    assert sentence(NoticeKind.ISSUE_RAISED, {"who": "x", "title": "y"}).count("—") == 1
