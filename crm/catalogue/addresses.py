"""Where the public finds an offer: an address to share, and the same as a code to photograph."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlencode

import segno
from flask import current_app, has_request_context, request, url_for

from crm.catalogue.queries import PublishedFilters
from models.enums import OfferLanguage


def base_url() -> str:
    """How people reach this installation: as set, else as this request reached it."""
    if base := current_app.config.get("BASE_URL"):
        return str(base)
    return request.url_root.rstrip("/") if has_request_context() else ""


def public_url(key: str, language: OfferLanguage, base: str | None = None) -> str:
    """The whole address of an offer in a language."""
    if has_request_context():
        path = url_for("showcase.offer", key=key, lang=language.value)
        path = path.removeprefix(request.script_root)
    else:
        path = f"/catalogue/{key}?lang={language.value}"
    return f"{base if base is not None else base_url()}{path}"


def catalogue_url(language: OfferLanguage, base: str, filters: PublishedFilters) -> str:
    """The public list of what was chosen, in a language."""
    chosen = {"lang": language.value, "park": filters.park_id, "industry": filters.industry_id}
    return f"{base}/catalogue?{urlencode({name: value for name, value in chosen.items() if value})}"


def svg_code(address: str) -> bytes:
    """A code as a drawing: sharp at any size."""
    buffer = BytesIO()
    segno.make(address, error="m").save(buffer, kind="svg", scale=6, border=4, title=address)
    return buffer.getvalue()


def png_code(address: str) -> bytes:
    buffer = BytesIO()
    segno.make(address, error="m").save(buffer, kind="png", scale=12, border=4)
    return buffer.getvalue()
