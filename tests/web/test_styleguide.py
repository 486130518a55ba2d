"""The style page shows every component, in valid HTML."""

import re
from collections import Counter

import html5lib
import pytest
from flask.testing import FlaskClient

from app import create_app
from crm.web.styleguide import SECTIONS
from tests.architecture.sources import ROOT

pytestmark = pytest.mark.look

PLACES = (*SECTIONS, "forms?refused=1", "layout/cockpit", "layout/plain", "layout/refusal")
# Shown inside others: the table of looks, the breadcrumbs above each section.
EVERYWHERE = {"looks", "breadcrumbs"}


def parse(html: str):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def test_broken_html_is_recognised() -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        parse("<!DOCTYPE html><title>x</title><p><div></p>")


@pytest.mark.parametrize("place", PLACES)
def test_a_section_is_valid_html_with_a_title_and_unique_ids(client: FlaskClient, place: str) -> None:
    reply = client.get(f"/styleguide/{place}")

    tree = parse(reply.text)
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    assert reply.status_code == 200
    assert tree.findtext("head/title").strip()
    assert [name for name, times in ids.items() if times > 1] == []
    assert len(list(tree.iter("h1"))) == 1


@pytest.mark.parametrize("place", PLACES)
def test_labels_and_descriptions_point_to_something(client: FlaskClient, place: str) -> None:
    tree = parse(client.get(f"/styleguide/{place}").text)
    ids = {element.get("id") for element in tree.iter()}

    pointed = [
        (element.tag, name, target)
        for element in tree.iter()
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls")
        for target in (element.get(name) or "").split()
    ]

    assert [pointer for pointer in pointed if pointer[2] not in ids] == []


def test_every_component_is_shown() -> None:
    components = {path.stem for path in (ROOT / "templates" / "components").glob("*.html")}
    pages = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "templates" / "styleguide").glob("*.html")
    )
    shown = set(re.findall(r'from "components/(\w+)\.html" import', pages))

    assert components - shown - EVERYWHERE - {"file_drop"} == set()
    assert "FilesField" in (ROOT / "crm" / "web" / "styleguide.py").read_text(encoding="utf-8")


def test_production_has_no_style_page(tmp_path) -> None:
    production = create_app(
        {
            "CRM_ENV": "production",
            "CRM_INSTANCE": str(tmp_path),
            "SECRET_KEY": "k" * 64,
            "ALLOWED_HOSTS": "crm.example",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'crm.db'}",
        }
    )

    assert [
        rule.rule for rule in production.url_map.iter_rules() if rule.rule.startswith("/styleguide")
    ] == []
