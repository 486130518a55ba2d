"""The PDF: the layout of official documents, its own fonts, nothing fetched."""

from __future__ import annotations

import builtins
import io
import re
import shutil
import socket
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
import weasyprint

from reports.content import Document, Heading, Locale, Paragraph
from reports.errors import PdfUnavailableError
from reports.render import pdf
from tests.reports.conftest import Outputs, sample_document

pytestmark = pytest.mark.no_database

MILLIMETRE = 72 / 25.4


def reader(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def plain_document(*paragraphs: str, locale: Locale = Locale.ZH_HANS) -> Document:
    blocks = tuple(Paragraph((text,)) for text in paragraphs)
    return replace(sample_document(locale), blocks=blocks)


def lines_of(content: bytes, page: int, folder: Path) -> list[tuple[float, float, float, str]]:
    """Lines of a page: left, top and right edge in millimetres, and text."""
    file = folder / "report.pdf"
    file.write_bytes(content)
    boxes = subprocess.run(
        ["pdftotext", "-bbox-layout", "-f", str(page), "-l", str(page), str(file), "-"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    found = re.findall(
        r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>(.*?)</line>', boxes, re.S
    )
    return [
        (
            float(left) / MILLIMETRE,
            float(top) / MILLIMETRE,
            float(right) / MILLIMETRE,
            "".join(re.findall(r">([^<]*)</word>", words)),
        )
        for left, top, right, words in found
    ]


def test_a_page_holds_22_lines_of_28_characters(tmp_path: Path) -> None:
    content = pdf.render(plain_document("国" * 3000))

    lines = [line for line in lines_of(content, 2, tmp_path) if "国" in line[3]]

    assert len(lines) == 22
    assert {len(line[3]) for line in lines} == {28}
    assert lines[0][0] == pytest.approx(28, abs=0.5)
    assert lines[0][2] == pytest.approx(210 - 26, abs=0.7)


def test_paragraphs_begin_two_characters_in(tmp_path: Path) -> None:
    lines = [line for line in lines_of(pdf.render(plain_document("国" * 60)), 1, tmp_path) if "国" in line[3]]

    assert lines[0][0] - lines[1][0] == pytest.approx(31.58 / MILLIMETRE, abs=0.3)
    assert len(lines[0][3]) == 26


def test_page_numbers_stand_at_the_outer_edge(tmp_path: Path) -> None:
    content = pdf.render(plain_document("国" * 1500))

    first, second = (
        next(line for line in lines_of(content, page, tmp_path) if line[3].startswith("—")) for page in (1, 2)
    )

    assert (first[3], second[3]) == ("—1—", "—2—")
    assert first[0] > 150
    assert second[0] < 60


def test_pages_are_a4_upright_or_on_their_side(outputs: Outputs) -> None:
    sizes = {
        (round(float(sheet.mediabox.width) / MILLIMETRE), round(float(sheet.mediabox.height) / MILLIMETRE))
        for sheet in reader(outputs.pdf).pages
    }

    assert sizes == {(210, 297), (297, 210)}


@pytest.mark.parametrize(
    ("locale", "script"), [(Locale.ZH_HANS, "SC"), (Locale.ZH_HANT, "TC"), (Locale.EN, "SC")]
)
def test_every_font_is_embedded_and_ours(locale: Locale, script: str, tmp_path: Path) -> None:
    assert shutil.which("pdffonts"), "poppler-utils is missing"
    file = tmp_path / "report.pdf"
    document = sample_document(locale)
    # The head with both kinds of type, bold text and a chart.
    file.write_bytes(pdf.render(replace(document, blocks=document.blocks[:9])))

    listed = subprocess.run(["pdffonts", str(file)], capture_output=True, check=True, text=True).stdout
    fonts = listed.splitlines()[2:]

    assert len(fonts) >= 3
    for font in fonts:
        assert re.match(rf"[A-Z]{{6}}\+Noto-(Serif|Sans)-CJK-{script}", font), font
        assert re.search(r"\syes yes yes\s", font), font


def test_the_file_says_what_it_is(outputs: Outputs) -> None:
    file = reader(outputs.pdf)

    assert file.metadata is not None
    assert file.metadata.title == outputs.document.title
    assert file.metadata.subject == "2022—2025年规划期"
    assert file.trailer["/Root"]["/Lang"] == "zh-Hans-CN"
    assert b"pdfaid" in file.trailer["/Root"]["/Metadata"].get_data()


def test_every_heading_is_a_bookmark(outputs: Outputs) -> None:
    def titles(entries: list[Any]) -> list[str]:
        return [
            title
            for entry in entries
            for title in (titles(entry) if isinstance(entry, list) else [str(entry.title)])
        ]

    marks = titles(reader(outputs.pdf).outline)

    headings = [block.text for block in outputs.document.blocks if isinstance(block, Heading)]
    assert len(marks) == len(headings)
    assert all(mark.endswith(text) for mark, text in zip(marks, headings, strict=True))


def test_the_same_report_gives_the_same_bytes() -> None:
    document = plain_document("同一份报告。")

    assert pdf.render(document) == pdf.render(document)


def test_text_from_people_fetches_nothing(hostile_outputs: Outputs, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    document = replace(hostile_outputs.document, blocks=hostile_outputs.document.blocks[:6])

    content = pdf.render(document)

    assert "<script>" in reader(content).pages[0].extract_text()
    assert "root:" not in hostile_outputs.pdf_text


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "http://127.0.0.1/", "data:image/svg+xml;base64,PHN2Zy8+", "ftp://h/x"]
)
def test_the_fetcher_hands_out_only_what_was_made_for_the_file(url: str) -> None:
    own = "data:image/svg+xml;base64,PHN2Zz48L3N2Zz4="
    fetch = pdf.fetcher_of(weasyprint, frozenset({own}))

    with pytest.raises(ValueError, match="nothing from elsewhere"):
        fetch(url)
    assert fetch(own).read() == b"<svg></svg>"


def test_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def without_pango(name: str, *rest: Any, **named: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return original(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without_pango)

    with pytest.raises(PdfUnavailableError, match="libpango"):
        pdf.render(plain_document("无"))


def test_long_tables_are_cut_on_paper_and_say_so(outputs: Outputs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "PRINTED_ROWS", 3)
    table = next(block for block in outputs.document.blocks if getattr(block, "key", "") == "groups-counted")

    file = reader(pdf.render(replace(outputs.document, blocks=(table,))))

    said = "".join(sheet.extract_text() for sheet in file.pages)
    assert "共5行，此处印出3行" in said
    assert "示例化學集團" not in said
    assert "示例化學集團" in file.attachments["figures.json"][0].decode()
