"""The sample report in every format, made once."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pypdf
import pytest

from reports.content import Document, Locale
from reports.documents import progress
from reports.render import docx, json, page, pdf, xlsx
from tests.reports.sample import hostile_input, progress_input
from tests.reports.words import translator


@dataclass(frozen=True, repr=False)
class Outputs:
    document: Document
    page: str
    pdf: bytes
    docx: bytes
    xlsx: bytes
    json: str

    @property
    def pdf_text(self) -> str:
        reader = pypdf.PdfReader(io.BytesIO(self.pdf))
        return "\n".join(sheet.extract_text() for sheet in reader.pages)


def outputs_of(document: Document) -> Outputs:
    return Outputs(
        document,
        str(page.render(document)),
        pdf.render(document),
        docx.render(document),
        xlsx.render(document),
        json.render(document),
    )


def sample_document(locale: Locale = Locale.ZH_HANS) -> Document:
    return progress.build(progress_input(locale), translator(locale))


@pytest.fixture(scope="session")
def outputs() -> Outputs:
    return outputs_of(sample_document())


@pytest.fixture(scope="session")
def hostile_outputs() -> Outputs:
    return outputs_of(progress.build(hostile_input(), translator(Locale.ZH_HANS)))
