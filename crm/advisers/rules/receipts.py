"""The number on a receipt: drawn by lot, so that no two of them tell how many lie between."""

from __future__ import annotations

from collections.abc import Callable, Sequence

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without what is mistaken for another when it is read out."""
LENGTH = 12
GROUP = 4


def receipt_number(draw: Callable[[Sequence[str]], str]) -> str:
    """Such as ``YJ-7KQ2-M9XA-4TPC``; ``draw`` takes one of a sequence so that nobody can foresee it."""
    drawn = "".join(draw(ALPHABET) for _place in range(LENGTH))
    return "-".join(["YJ", *(drawn[place : place + GROUP] for place in range(0, LENGTH, GROUP))])
