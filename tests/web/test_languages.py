"""In which language somebody is met who hasn't chosen one."""

from __future__ import annotations

import pytest
from flask import Flask

from crm.web.languages import language_of_browser


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("de,en;q=0.5,zh;q=0.4", "en"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh_Hant_TW"),
        ("zh-HK", "zh_Hant_TW"),
        ("zh-Hant", "zh_Hant_TW"),
        ("zh-Hans-HK", "zh_Hans_CN"),
        ("zh-SG", "zh_Hans_CN"),
        ("zh", "zh_Hans_CN"),
        ("en;q=0.3,zh-TW;q=0.9", "zh_Hant_TW"),
        ("en;q=0,zh-TW;q=0.1", "zh_Hant_TW"),
        ("de-DE,fr;q=0.7", "zh_Hans_CN"),
        ("*", "zh_Hans_CN"),
        ("", "zh_Hans_CN"),
    ],
)
def test_a_browser_is_met_in_the_first_of_its_languages_that_is_ours(
    app: Flask, asked: str, language: str
) -> None:
    with app.test_request_context(headers={"Accept-Language": asked}):
        assert language_of_browser() == language


@pytest.mark.parametrize(("cookie", "lang"), [("zh_Hant_TW", "zh-Hant-TW"), ("xx", "en")])
def test_what_was_chosen_goes_before_what_the_browser_asks_for(app: Flask, cookie: str, lang: str) -> None:
    browser = app.test_client()
    browser.set_cookie("language", cookie)

    assert f'<html lang="{lang}"' in browser.get("/sign-in", headers={"Accept-Language": "en"}).text


def test_the_sign_in_page_speaks_the_browsers_language(app: Flask) -> None:
    page = app.test_client().get("/sign-in", headers={"Accept-Language": "zh-TW,zh;q=0.9"}).text

    assert '<html lang="zh-Hant-TW"' in page
