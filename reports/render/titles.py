"""Where a long title breaks."""

from __future__ import annotations

TITLE_LENGTH = 20
"""Characters of 22 pt in the width of the type area."""


def title_lines(title: str) -> list[str]:
    """A title longer than a line, parted once: behind a bracket or a comma near the middle if it can be."""
    if len(title) <= TITLE_LENGTH or not title[0] > "\u2e80":
        return [title]
    middle = len(title) / 2
    ends = [at + 1 for at, sign in enumerate(title) if sign in "）》」、，： " and at + 1 < len(title)]
    near = [at for at in ends if at <= TITLE_LENGTH and len(title) - at <= TITLE_LENGTH]
    at = min(near, key=lambda end: abs(end - middle), default=-(-len(title) // 2))
    return [title[:at].strip(), title[at:].strip()]
