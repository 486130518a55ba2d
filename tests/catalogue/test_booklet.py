"""The booklet: what is public, in its language, with a code for each offer in every file."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from flask import Flask

from crm.bulletins import reports
from crm.catalogue.rules import Written
from crm.core.database import session
from crm.core.parks import find_park
from crm.pages.booklet.queries import ask, document_of
from kernel import clock
from models.enums import OfferLanguage, Role
from reports.content import Code, Notice
from reports.render import frozen
from tests.factories.catalogue import make_offer, make_published
from tests.factories.zone import get_park
from tests.reports.reading import word_text

BASE = "https://crm.example.gov.cn"
TEXTS = {
    OfferLanguage.HANS: Written("示例厂房", "现房出租。"),
    OfferLanguage.EN: Written("Example plant", "To rent."),
}


@pytest.mark.parametrize("locale", reports.LOCALES)
def test_a_booklet_holds_what_is_public_in_its_language(locale: str) -> None:
    offer = make_published(texts=TEXTS)
    make_published("XT", confirmed=False)
    make_offer(texts={OfferLanguage.HANS: Written("标记草稿", "内容")})
    document = document_of(ask(None, None, locale, BASE))
    page = str(reports.render_page(document, lambda _rows: None))

    title = {"zh_Hans_CN": "示例厂房", "zh_Hant_TW": "示例廠房", "en": "Example plant"}[locale]
    assert title in page
    assert "标记草稿" not in page
    assert any(isinstance(block, Notice) for block in document.blocks) == (locale != "zh_Hans_CN")
    codes = [block.address for block in document.blocks if isinstance(block, Code)]
    assert f"{BASE}/catalogue/{offer.public_key}" in codes[0]


def test_a_booklet_of_a_park_holds_that_park_alone() -> None:
    make_published(texts=TEXTS)
    other = make_published("XT", texts={OfferLanguage.HANS: Written("湘潭标记", "内容")})
    park = find_park("YY")
    page = str(reports.render_page(document_of(ask(park.id, None, "zh_Hans_CN", "")), lambda _rows: None))  # type: ignore[union-attr]
    assert "湘潭标记" not in page
    assert other.public_key not in page


def test_a_code_is_a_picture_in_word_and_comes_back_from_what_is_frozen() -> None:
    make_published(texts=TEXTS)
    document = document_of(ask(None, None, "en", BASE))
    with zipfile.ZipFile(BytesIO(reports.render(document, "docx"))) as parts:
        assert any(name.startswith("word/media/") for name in parts.namelist())
    thawed = frozen.from_json(frozen.to_json(document))
    assert (thawed.blocks, thawed.cover) == (document.blocks, document.cover)
    bare = json.loads(frozen.to_json(replace(document, cover=None)))
    assert "cover" not in bare["document"], "frozen as before there were covers"
    assert "data:image/svg+xml;base64," in reports.render(document, "html").decode()


@pytest.mark.parametrize(
    ("locale", "lang", "language", "park"),
    [
        ("zh_Hans_CN", "zh_Hans", "简体中文", "岳阳产业园"),
        ("zh_Hant_TW", "zh_Hant", "繁體中文", "岳阳产业园"),
        ("en", "en", "English", "Park YY"),
    ],
)
def test_the_cover_says_whose_it_is_in_which_language_and_as_of_when(
    locale: str, lang: str, language: str, park: str
) -> None:
    make_published(texts=TEXTS)
    asked = find_park("YY")
    assert asked is not None

    cover = document_of(ask(asked.id, None, locale, BASE)).cover

    assert cover is not None
    assert cover.subject == park
    said = [text for _head, text in cover.facts]
    assert said[0] == language
    assert str(clock.today().year) in said[1]
    assert said[2] == "1"
    assert cover.code is not None
    assert cover.code.address == f"{BASE}/catalogue?lang={lang}&park={asked.id}"
    unreachable = document_of(ask(asked.id, None, locale, "")).cover
    assert unreachable is not None
    assert unreachable.code is None


def test_the_cover_is_the_first_sheet_of_the_pdf_and_its_code_opens_the_public_list(client) -> None:
    make_published(texts=TEXTS)
    document = document_of(ask(None, None, "en", BASE))
    assert document.cover is not None
    assert document.cover.code is not None
    sheets = pypdf.PdfReader(BytesIO(reports.render(document, "pdf"))).pages

    first, second = sheets[0].extract_text(), sheets[1].extract_text()
    assert "All parks" in first
    assert document.cover.code.label.split()[0] in first
    assert "at a glance" not in first
    assert "at a glance" in second
    public = client.get(document.cover.code.address.removeprefix(BASE))
    assert "Example plant" in public.text


def test_a_booklet_is_read_and_ordered(client_for) -> None:
    make_published(texts=TEXTS)
    leader = client_for(Role.LEADER)
    assert "Example plant" in leader.get("/booklet?locale=en").text
    ordered = leader.post("/booklet/file?locale=en", data={"file_format": "pdf"})
    assert ordered.status_code == 302
    assert leader.get(ordered.location).status_code == 200
    assert leader.get("/booklet?locale=xx").status_code == 422
    assert leader.get("/booklet?park=999999").status_code == 404


def test_the_command_writes_the_booklet_of_a_park(app: Flask, tmp_path: Path) -> None:
    get_park("YY")
    session.commit()
    out = tmp_path / "booklet.docx"

    args = ["booklet", "--format", "docx", "--out", str(out), "--park"]
    run = app.test_cli_runner().invoke(args=[*args, "YY"])
    no_park = app.test_cli_runner().invoke(args=[*args, "nowhere"])

    assert run.exit_code == 0
    assert word_text(out.read_bytes())
    assert (no_park.exit_code, no_park.output.count("\n")) == (1, 1)
