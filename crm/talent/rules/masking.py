"""What is shown of a person to whom may not read it in clear."""

from __future__ import annotations

HIDDEN = "＊"


def masked_name(name: str | None) -> str:
    """``陳大文`` becomes ``陳＊＊``: the family name alone."""
    return name[0] + HIDDEN * max(len(name) - 1, 1) if name else ""


def masked_number(number: str | None) -> str:
    """The last two characters alone."""
    return (
        "*" * max(len(number) - 2, 2) + number[-2:]
        if number and len(number) > 4
        else "****"
        if number
        else ""
    )


def masked_address(email: str | None) -> str:
    """``someone@example.org`` becomes ``s***@example.org``."""
    name, at, host = (email or "").partition("@")
    return f"{name[:1]}***{at}{host}" if email else ""
