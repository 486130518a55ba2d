"""A report as a page that stands alone: one file with its style and its charts, which loads nothing."""

from __future__ import annotations

import base64

from markupsafe import Markup

from reports.content import Document
from reports.render import charts, page
from reports.render.templating import TEMPLATES, environment

SVG = "data:image/svg+xml;base64,"


def render(document: Document) -> str:
    """An HTML file to keep, send on, and open without any server.

    Raises:
        ChartsUnavailableError: the charts can't be drawn.
    """
    style = (TEMPLATES / "standalone.css").read_text(encoding="utf-8")
    return environment.get_template("standalone.html").render(
        document=document,
        # Our own file, no input.
        style=Markup(style),  # noqa: S704
        body=page.render(document, pictures=drawn(document)),
    )


def drawn(document: Document) -> dict[str, str]:
    """The charts by key, as pictures that stand in the address itself."""
    return {
        key: SVG + base64.b64encode(drawing.svg.encode()).decode()
        for key, drawing in charts.draw(document).items()
    }
