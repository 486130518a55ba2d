"""A report as part of a page: no style and no script of its own, charts as data for ECharts."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from reports import formatting
from reports.content import Document
from reports.render.pieces import chapters, pieces
from reports.render.shown import colon_of
from reports.render.templating import Link, address_of, environment


def render(document: Document, *, link: Link | None = None, pictures: dict[str, str] | None = None) -> Markup:
    """The fragment that a page embeds; ``link`` makes every figure open its rows.

    ``pictures`` are charts drawn already, by key, for where no script draws them.
    """
    template = environment.get_template("page.html")
    html = template.render(
        document=document,
        words=document.words,
        chapters=chapters(pieces(document, pictures=pictures)),
        address=partial(address_of, link=link),
        signed_on=formatting.show_date(document.signed_on, document.locale) if document.signed_on else "",
        as_of=formatting.show_date(document.as_of, document.locale),
        known_at=formatting.show_moment(document.known_at, document.locale, document.words.beijing_time),
        colon=colon_of(document),
    )
    # The template escapes whatever came from people.
    return Markup(html)  # noqa: S704
