"""Limits and marks of import files, and who may import what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from models.enums import Role

MAX_ROWS = 200_000
MAX_COLUMNS = 64
MAX_CELL = 10_000
MAX_BYTES = 50 * 2**20
MAX_EVIDENCE_FILES = 500
MAX_EVIDENCE_BYTES = 150 * 2**20
"""Of all evidence that is handed in at once, unpacked."""

CLEAR = "(clear)"
"""Empties a cell of a record that is there."""
MASKED = "***"
"""What an export shows instead of a value that its reader may not see; it changes nothing."""

INLINE_ROWS = 2_000
"""A file of so many rows is previewed and applied while the page waits; a longer one by the worker."""

KEPT_ROWS = 20_000
"""So many rows of each state can be looked at in a preview; the numbers are always those of all rows."""

PREVIEW, APPLY, UNDO, EXPORT = "import-preview", "import-apply", "import-undo", "export"
"""The machine's work: names of jobs."""
RUNS = (APPLY, UNDO, EXPORT)


class Kind(StrEnum):
    """What can be imported and exported; the values are the names of the commands."""

    FIRMS = "firms"
    RANKINGS = "rankings"
    ESTABLISHMENTS = "establishments"
    CONTACTS = "contacts"
    PROJECTS = "projects"
    LEDGER = "ledger"
    DECISIONS = "decisions"
    ENGAGEMENTS = "engagements"
    INDICATORS = "indicators"
    FX = "fx"


OFFICE_KINDS = frozenset({Kind.RANKINGS, Kind.DECISIONS, Kind.FX})
"""These belong to no park: the provincial office alone imports them."""

EVIDENCE_KINDS = frozenset({Kind.ESTABLISHMENTS, Kind.LEDGER})
"""Rows of these name files that are handed in beside the import file."""

FINAL_KINDS = frozenset({Kind.DECISIONS})
"""What was so decided is never taken back, only decided anew."""

IMPORTERS = frozenset({Role.OFFICER, Role.PARK_LEAD, Role.COORDINATOR})


def can_import(role: Role, kind: Kind) -> bool:
    """Coordinators import everything; park staff what belongs to a park."""
    return role is Role.COORDINATOR or (role in IMPORTERS and kind not in OFFICE_KINDS)


def kinds_for(role: Role) -> list[Kind]:
    return [kind for kind in Kind if can_import(role, kind)]


_SEPARATOR = re.compile(r"(?<!\\)((?:\\\\)*)[;；]")


def split_list(text: str) -> list[str]:
    """The parts of ``a;b``; a semicolon inside a part stands behind a backslash."""
    marked = _SEPARATOR.sub("\\1\x00", text)
    parts = [re.sub(r"\\([\\;；])", r"\1", part).strip() for part in marked.split("\x00")]
    return list(dict.fromkeys(part for part in parts if part))


def join_list(parts: Sequence[str]) -> str:
    """The cell that :func:`split_list` reads back as ``parts``."""
    return ";".join(re.sub(r"([\\;；])", r"\\\1", part) for part in parts)


def find_circle(parents: dict[str, str]) -> list[str]:
    """The refs along a circle in child → parent; empty where there is none."""
    settled: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in settled and at not in path:
            path[at] = None
            at = parents.get(at)
        if at is not None and at in path:
            around = list(path)
            return around[around.index(at) :]
        settled.update(path)
    return []
