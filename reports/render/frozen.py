"""The content tree as text and back: what is frozen when a report is issued.

The same tree gives the same text, of which a hash can be taken. Reading it gives an equal tree, in
the same order, which any renderer takes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from kernel.clock import format_moment, parse_moment
from kernel.figures import Figure, RowFilter, Unit
from reports import content
from reports.content import Document
from reports.words import Words

FORMAT = 1

_RECORDS: Mapping[str, type[Any]] = {
    each.__name__: each
    for each in (
        content.Chart,
        content.Code,
        content.Column,
        content.Cover,
        content.Definition,
        content.DefinitionList,
        content.Document,
        content.FigureItem,
        content.FigureList,
        content.Heading,
        content.Notice,
        content.Paragraph,
        content.Table,
        Figure,
        RowFilter,
        Words,
    )
}
_ENUMS: Mapping[str, type[StrEnum]] = {
    each.__name__: each for each in (content.Align, content.Kind, content.Locale, content.Scale, Unit)
}
_UNFROZEN = frozenset({"seal"})
"""The seal names the hash of what is frozen, so it can't be part of it."""


def to_json(document: Document) -> str:
    """Raises TypeError for what no tree holds."""
    tree = {"format": FORMAT, "document": _plain(document)}
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Document:
    """Raises ValueError for what :func:`to_json` hasn't written."""
    tree = json.loads(text)
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        raise ValueError(f"no content tree of format {FORMAT}")
    document = _value(tree["document"])
    if not isinstance(document, Document):
        raise ValueError("no document")
    return document


def _plain(value: Any) -> Any:
    """Texts, integers, truth and nothing as they stand; sequences as lists; the rest says its type."""
    if isinstance(value, StrEnum):
        return {"enum": type(value).__name__, "value": value.value}
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime):
        return {"moment": format_moment(value)}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        # An option of a chart, the lenses' names, the data for scripts: JSON already.
        return {"map": dict(value)}
    return _record(value)


def _record(value: Any) -> dict[str, Any]:
    name = type(value).__name__
    if not is_dataclass(value) or _RECORDS.get(name) is not type(value):
        raise TypeError(f"a content tree holds no {name}")
    return {
        "type": name,
        **{
            each.name: _plain(getattr(value, each.name))
            for each in fields(value)
            if each.name not in _UNFROZEN and not _is_left_out(each.name, value)
        },
    }


def _is_left_out(name: str, value: Any) -> bool:
    """What has no cover, and is no letter, is frozen as before there were any: its hash stays the same."""
    return name in ("cover", "signed_on") and getattr(value, name) is None


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(each) for each in plain)
    if not isinstance(plain, dict):
        return plain
    if "type" in plain:
        return _RECORDS[plain["type"]](
            **{name: _value(each) for name, each in plain.items() if name != "type"}
        )
    if "enum" in plain:
        return _ENUMS[plain["enum"]](plain["value"])
    if "map" in plain:
        return plain["map"]
    if "decimal" in plain:
        return Decimal(plain["decimal"])
    return parse_moment(plain["moment"]) if "moment" in plain else date.fromisoformat(plain["day"])
