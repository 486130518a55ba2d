"""Square codes of addresses, as a drawing for pages and PDF and as a picture for Word."""

from __future__ import annotations

import base64
from io import BytesIO

import segno

from reports.content import Code, Document

SVG = "data:image/svg+xml;base64,"
BORDER = 2
"""Light cells around the code, without which a camera may miss it."""


def picture_of(code: Code) -> str:
    """A drawing that stands in the address itself."""
    return SVG + base64.b64encode(_drawn(code, "svg", scale=4)).decode()


def pictures_in(document: Document) -> frozenset[str]:
    """The drawings of all codes of a document: what its PDF may load."""
    on_cover = [document.cover.code] if document.cover and document.cover.code else []
    codes = [*on_cover, *(block for block in document.blocks if isinstance(block, Code))]
    return frozenset(picture_of(code) for code in codes)


def png_of(code: Code) -> bytes:
    return _drawn(code, "png", scale=8)


def _drawn(code: Code, kind: str, *, scale: int) -> bytes:
    buffer = BytesIO()
    segno.make(code.address, error="m").save(buffer, kind=kind, scale=scale, border=BORDER)
    return buffer.getvalue()
