"""Where a long title breaks."""

from __future__ import annotations

TITLE_LENGTH = 19
"""Characters of 22 pt in the width of the type area; a twentieth has no room in Word."""


def title_lines(title: str) -> list[str]:
    """A title longer than a line, parted once: behind a bracket or a comma near the middle if it can be.

    A name in Chinese may stand before words in English: their letters are half as wide, and stay together.
    """
    if _width(title) <= TITLE_LENGTH or not title[0] > "\u2e80":
        return [title]
    middle = _width(title) / 2
    ends = [at + 1 for at, sign in enumerate(title) if sign in "）》」、，： " and at + 1 < len(title)]
    near = [at for at in ends if max(_width(title[:at]), _width(title[at:])) <= TITLE_LENGTH]
    at = min(near, key=lambda end: abs(_width(title[:end]) - middle), default=-(-len(title) // 2))
    return [title[:at].strip(), title[at:].strip()]


def _width(text: str) -> float:
    return sum(1 if sign > "\u2e80" else 0.5 for sign in text)
