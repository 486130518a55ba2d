"""Sentences with figures in them, written once per language."""

from __future__ import annotations

import re

from reports.content import FigureItem, Paragraph

_PLACE = re.compile(r"%\((\w+)\)s")


def sentence(pattern: str, **parts: FigureItem | str) -> Paragraph:
    """Put ``parts`` where the translated pattern names them, as in ``%(actual)s``.

    Raises:
        KeyError: the pattern names a part that isn't given, so a translation is wrong.
    """
    pieces = _PLACE.split(pattern)
    # re.split puts the captured names at the odd places.
    runs = [parts[piece] if at % 2 else piece for at, piece in enumerate(pieces)]
    return Paragraph(tuple(run for run in runs if run != ""))
