"""The walk past every door is worth what it can read: planted words come out of every kind of file."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest
from weasyprint import HTML
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request

from tests.architecture.outsiders import MARKER, file_texts, links_of

pytestmark = pytest.mark.no_database


def _pdf() -> bytes:
    letter = "".join(f"<i>{letter}</i>" for letter in MARKER)
    return bytes(HTML(string=f'<p style="letter-spacing: 4pt">{letter}</p>').write_pdf())


def _word() -> bytes:
    document = docx.Document()
    words = document.add_paragraph()
    for letter in MARKER:
        words.add_run(letter)
    return _kept(document)


def _excel() -> bytes:
    book = openpyxl.Workbook()
    book.active.append([MARKER])
    return _kept(book)


def _packed() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("papers/1.pdf", _pdf())
    return packed.getvalue()


def _kept(file: object) -> bytes:
    kept = io.BytesIO()
    file.save(kept)  # type: ignore[attr-defined]
    return kept.getvalue()


@pytest.mark.parametrize("make", [_pdf, _word, _packed, _excel])
def test_the_walk_reads_what_a_file_says(make) -> None:
    content = make()

    assert MARKER.encode() not in content
    assert any(MARKER in text for text in file_texts(content))


def test_what_only_begins_like_a_file_is_read_as_it_stands() -> None:
    for start in (b"%PDF-1.7", b"PK\x03\x04"):
        assert any(MARKER in text for text in file_texts(start + MARKER.encode()))


def test_the_walk_follows_what_pages_offer() -> None:
    page = """<a href="/portal?page=2&amp;x=1#part">a</a> <img src="code.svg">
        <i data-lookup-url="/firms/lookup"></i> <a href="https://elsewhere.example/x">b</a>
        <a href="/static/app.css">c</a> <a href="mailto:x@y.z">d</a>"""
    reply = TestResponse([page.encode()], "200 OK", Headers({"Content-Type": "text/html"}), Request({}))

    found = [*links_of(reply, "/catalogue/k/")]

    assert found == ["/portal?page=2&x=1", "/catalogue/k/code.svg", "/firms/lookup"]
