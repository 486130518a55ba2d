"""Conditions of a clause as people write them, a line each, and as the rule table keeps them.

``education >= doctorate #diploma`` · ``experience_years >= 10 ~1`` · ``age <= 55`` ·
``award_grade >= national or patents >= 5``: ``~`` is the margin, ``#`` the paper, ``or`` joins alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_LEAF = re.compile(
    r"(?P<field>[a-z_]+)\s*(?P<side>>=|<=|≥|≤)\s*(?P<value>[a-z_0-9]+)"
    r"(?:\s*~\s*(?P<margin>\d{1,9}))?(?:\s*#\s*(?P<paper>[a-z_]+))?"
)
_OR = re.compile(r"\s+(?:or|或)\s+")


class UnreadableError(ValueError):
    """A line that isn't a condition; ``args[0]`` is the line."""


def read_conditions(text: str) -> list[dict[str, Any]]:
    """
    Raises:
        UnreadableError: a line is none.
    """
    nodes: list[dict[str, Any]] = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        leaves = [_read_leaf(part, line) for part in _OR.split(line)]
        nodes.append(leaves[0] if len(leaves) == 1 else {"any": leaves})
    return nodes


def write_conditions(nodes: Sequence[Mapping[str, Any]]) -> str:
    """The lines that :func:`read_conditions` reads back."""
    return "\n".join(" or ".join(_write_leaf(leaf) for leaf in node.get("any") or [node]) for node in nodes)


def _read_leaf(part: str, line: str) -> dict[str, Any]:
    match = _LEAF.fullmatch(part.strip())
    if match is None:
        raise UnreadableError(line)
    value = match["value"]
    leaf: dict[str, Any] = {
        "field": match["field"],
        "least" if match["side"] in (">=", "≥") else "most": int(value) if value.isdecimal() else value,
    }
    if match["margin"] is not None:
        leaf["margin"] = int(match["margin"])
    if match["paper"] is not None:
        leaf["paper"] = match["paper"]
    return leaf


def _write_leaf(leaf: Mapping[str, Any]) -> str:
    side, value = (">=", leaf["least"]) if "least" in leaf else ("<=", leaf["most"])
    margin = f" ~{leaf['margin']}" if leaf.get("margin") else ""
    paper = f" #{leaf['paper']}" if leaf.get("paper") else ""
    return f"{leaf['field']} {side} {value}{margin}{paper}"
