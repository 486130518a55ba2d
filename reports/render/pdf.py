"""A report as PDF in the layout of official documents, its exact figures embedded."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from kernel.clock import format_moment
from reports import formatting
from reports.content import Document, Locale
from reports.errors import PdfUnavailableError
from reports.render import codes, json
from reports.render.heights import stays_together
from reports.render.pieces import pieces, sections
from reports.render.shown import PRINTED_ROWS, colon_of
from reports.render.standalone import SVG, drawn
from reports.render.templating import TEMPLATES, environment
from reports.render.titles import title_lines

ATTACHMENT = "figures.json"
GENERATOR = "Xiangtai CRM"
VARIANT = "pdf/a-3u"
"""An archive's PDF (ISO 19005-3): fonts inside, text extractable, attachments allowed."""


def render(document: Document) -> bytes:
    """The same document gives the same bytes on the same machine.

    Raises:
        PdfUnavailableError: the layout libraries are missing.
        ChartsUnavailableError: the charts can't be drawn.
    """
    weasyprint = _weasyprint()
    pictures = drawn(document)
    fetcher = fetcher_of(weasyprint, frozenset(pictures.values()) | codes.pictures_in(document))
    data = json.render(document)
    page = weasyprint.HTML(string=_html(document, pictures), url_fetcher=fetcher)
    laid_out: bytes = page.write_pdf(
        stylesheets=[weasyprint.CSS(string=_style(document), url_fetcher=fetcher)],
        attachments=[_attachment(weasyprint, document, data)],
        pdf_identifier=hashlib.sha256(data.encode()).digest()[:16],
        pdf_variant=VARIANT,
        custom_metadata=True,
    )
    return laid_out


def _weasyprint() -> Any:
    """Imported when needed: without Pango the rest of the system works on."""
    try:
        import weasyprint  # noqa: PLC0415
    except (ImportError, OSError) as missing:
        raise PdfUnavailableError(
            "PDF files need the libraries libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0: "
            "run `make setup` as root."
        ) from missing
    return weasyprint


def fetcher_of(weasyprint: Any, own: frozenset[str]) -> Callable[..., Any]:
    """Hands out the pictures made for this document and nothing else: no network, no files."""

    class OwnPictures(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in own:
                raise ValueError("a report loads nothing from elsewhere")
            picture = base64.b64decode(url.removeprefix(SVG))
            return weasyprint.urls.URLFetcherResponse(url, picture, {"Content-Type": "image/svg+xml"})

    fetcher: Callable[..., Any] = OwnPictures()
    return fetcher


def _attachment(weasyprint: Any, document: Document, data: str) -> Any:
    return weasyprint.Attachment(
        string=data,
        name=ATTACHMENT,
        description=document.title,
        created=document.known_at,
        modified=document.known_at,
        relationship="Data",
    )


def _html(document: Document, pictures: dict[str, str]) -> str:
    words = document.words
    return environment.get_template("pdf.html").render(
        document=document,
        words=words,
        stays_together=stays_together,
        title_lines=title_lines(document.title),
        picture_of=codes.picture_of,
        sections=sections(list(pieces(document, rows=PRINTED_ROWS, pictures=pictures))),
        address=lambda _figure: None,
        as_of=formatting.show_date(document.as_of, document.locale),
        known_at=formatting.show_moment(document.known_at, document.locale, words.beijing_time),
        signed_on=formatting.show_date(document.signed_on, document.locale) if document.signed_on else "",
        colon=colon_of(document),
        attachment=words.attachment % {"name": ATTACHMENT},
        generator=GENERATOR,
        created=format_moment(document.known_at.replace(microsecond=0)),
    )


def _style(document: Document) -> str:
    """The style sheet in the fonts of the language's script, with the widths of columns put before it."""
    widths = " ".join(f".report-width-{share} {{ width: {share}% }}" for share in range(1, 101))
    sheets = ("official.css", "book.css") if document.cover else ("official.css",)
    style = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in sheets)
    if document.locale is Locale.ZH_HANT:
        style = style.replace(" CJK SC", " CJK TC")
    return f"{widths}\n{style}\n{_foot(document)}"


def _foot(document: Document) -> str:
    """An issued report's number and hash at the foot of every page."""
    if document.seal is None:
        return ""
    return f'@page {{ @bottom-center {{ content: "{document.seal.line}" }} }}'
