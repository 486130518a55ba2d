"""The templates that page and PDF share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kernel.figures import Figure, RowFilter

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "reports"

#: Turns the rows behind a figure into an address, or None where the reader may not open them.
Link = Callable[[RowFilter], str | None]

environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def address_of(figure: Figure | None, link: Link | None) -> str | None:
    if figure is None or figure.rows is None or link is None:
        return None
    return link(figure.rows)
