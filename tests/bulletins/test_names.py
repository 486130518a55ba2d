"""What firms are called in reports."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale

from crm.bulletins.queries.names import firm_name, investor_name
from crm.web.labels import phrase
from models import Firm

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("locale", "name", "investor"),
    [
        ("en", "Example Optics Ltd.", "Example Optics Ltd. (示例集團)"),
        ("zh_Hans_CN", "示例光電", "示例光電（示例集團）"),
        ("zh_Hant_TW", "示例光電", "示例光電（示例集團）"),
    ],
)
def test_readers_of_english_get_the_english_name_where_there_is_one(
    app: Flask, locale: str, name: str, investor: str
) -> None:
    group = Firm(ref="G", name_hant="示例集團")
    firm = Firm(ref="F", name_hant="示例光電", name_en="Example Optics Ltd.", group=group)

    with app.test_request_context(), force_locale(locale):
        assert (firm_name(firm), investor_name(firm)) == (name, investor)


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "Twice that of 2021"), ("zh_Hant_TW", "比2021年翻一番"), ("zh_Hans_CN", "比2021年翻一番")],
)
def test_what_the_plan_states_in_words_is_said_in_the_readers_language(
    app: Flask, locale: str, said: str
) -> None:
    with app.test_request_context(), force_locale(locale):
        assert phrase("比2021年翻一番") == said
        assert phrase("as somebody wrote it") == "as somebody wrote it"
