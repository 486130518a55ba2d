"""How personal data is masked, what a contact's data may look like, and who can introduce us to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from heapq import heapify, heappop, heappush
from itertools import count
from typing import NamedTuple, Protocol, TypeVar

from models.enums import ConsentPurpose

MASK = "***"
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_PHONE = re.compile(r"[0-9+()（）\s/.,;；、#~ext转轉分机機-]{5,60}", re.IGNORECASE)
LEAST_DIGITS = 5


def mask_phone(phone: str | None) -> str:
    """The last two digits only: enough to tell two numbers apart, too little to call."""
    digits = re.sub(r"\D", "", phone or "")
    if not phone:
        return ""
    return MASK + digits[-2:] if len(digits) > 6 else MASK


def mask_email(email: str | None) -> str:
    """The domain only: it is the firm's, the rest the person's."""
    if not email:
        return ""
    _name, at, domain = email.rpartition("@")
    return f"{MASK}{at}{domain}" if at else MASK


def is_email(text: str) -> bool:
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Digits with the usual signs between, an extension, or several numbers."""
    return _PHONE.fullmatch(text) is not None and sum(map(str.isdigit, text)) >= LEAST_DIGITS


# --- Roles and consent ---------------------------------------------------------------------------


def is_current(until_on: date | None, today: date) -> bool:
    """``until_on`` is the first day on which it no longer holds."""
    return until_on is None or until_on > today


class ConsentFacts(Protocol):
    """What is read of one recorded word of a person."""

    @property
    def id(self) -> int: ...
    @property
    def purpose(self) -> ConsentPurpose: ...
    @property
    def is_withdrawal(self) -> bool: ...


C = TypeVar("C", bound=ConsentFacts)


def holding_consents(said: Iterable[C]) -> dict[ConsentPurpose, C]:
    """The last word on each purpose, where it is a yes. What is recorded later holds."""
    last = {each.purpose: each for each in sorted(said, key=lambda each: each.id)}
    return {purpose: each for purpose, each in last.items() if not each.is_withdrawal}


# --- The warm path -------------------------------------------------------------------------------


class NodeKind(StrEnum):
    USER = "user"
    CONTACT = "contact"
    FIRM = "firm"
    ASSOCIATION = "association"


class Node(NamedTuple):
    """One of ours, a person, a firm, an association."""

    kind: NodeKind
    id: int


class Tie(StrEnum):
    """What joins two of them."""

    KNOWS = "knows"
    MET = "met"
    WORKS_AT = "works_at"
    WORKED_AT = "worked_at"
    BELONGS_TO = "belongs_to"
    MEMBER = "member"
    INTRODUCED = "introduced"


COSTS: Mapping[Tie, int] = {
    Tie.KNOWS: 4,
    Tie.MET: 3,
    Tie.WORKS_AT: 1,
    Tie.WORKED_AT: 2,
    Tie.BELONGS_TO: 2,
    Tie.MEMBER: 2,
    Tie.INTRODUCED: 1,
}
"""How cold a tie is: the lower, the sooner one asks. Who knows somebody is as warm as he knows them well."""

OFTEN = 3
"""Met so often, somebody is known."""
MAX_TIES = 4
COLD_END = 1
"""A path that ends at the firm itself, not at a person there, is a step short."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie between two, with what shows it: an engagement, how often, since or on which day, a note."""

    one: Node
    other: Node
    tie: Tie
    cost: int
    engagement_id: int | None = None
    times: int = 0
    on: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """From one of ours to the target: ``nodes`` are one more than ``edges``."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    cost: int

    @property
    def order(self) -> tuple[int, int, tuple[Node, ...]]:
        return self.cost, len(self.edges), self.nodes


def knowing_cost(strength: int) -> int:
    return COSTS[Tie.KNOWS] - max(1, min(3, strength))


def meeting_cost(times: int) -> int:
    return COSTS[Tie.MET] - (1 if times >= OFTEN else 0)


def warm_paths(edges: Iterable[Edge], targets: Iterable[Node], *, limit: int = 5) -> list[Path]:
    """The warmest way from each of ours to any of ``targets``, the warmest first, over at most four ties.

    Nobody of ours stands in the middle: whoever is one of ours asks himself. The same edges give the same
    answer in whatever order they come.
    """
    near = _neighbours(edges)
    ends = [Path((node,), (), COLD_END if node.kind is NodeKind.FIRM else 0) for node in sorted(set(targets))]
    waiting = [(path.order, number, path) for number, path in enumerate(ends)]
    heapify(waiting)
    number = count(len(ends))
    seen: dict[tuple[Node, int], int] = {}
    found: dict[Node, Path] = {}
    while waiting and len(found) < limit:
        _order, _number, path = heappop(waiting)
        at = path.nodes[0]
        if at.kind is NodeKind.USER:
            found.setdefault(at, path)
            continue
        if _is_beaten(seen, at, path) or len(path.edges) == MAX_TIES:
            continue
        seen[at, len(path.edges)] = path.cost
        for edge, beyond in near.get(at, ()):
            if beyond not in path.nodes:
                longer = Path((beyond, *path.nodes), (edge, *path.edges), path.cost + edge.cost)
                heappush(waiting, (longer.order, next(number), longer))
    return sorted(found.values(), key=lambda path: path.order)


def _is_beaten(seen: Mapping[tuple[Node, int], int], at: Node, path: Path) -> bool:
    """Whether as warm and as short a way to ``at`` was followed already."""
    return any(seen.get((at, length), path.cost + 1) <= path.cost for length in range(len(path.edges) + 1))


def _neighbours(edges: Iterable[Edge]) -> dict[Node, list[tuple[Edge, Node]]]:
    """By node the warmest tie to each neighbour, in a fixed order."""
    best: dict[tuple[Node, Node], Edge] = {}
    for edge in edges:
        pair = (min(edge.one, edge.other), max(edge.one, edge.other))
        if pair not in best or _warmth(edge) < _warmth(best[pair]):
            best[pair] = edge
    near: dict[Node, list[tuple[Edge, Node]]] = {}
    for (one, other), edge in sorted(best.items(), key=lambda item: item[0]):
        near.setdefault(one, []).append((edge, other))
        near.setdefault(other, []).append((edge, one))
    return near


def _warmth(edge: Edge) -> tuple[int, str, int]:
    return edge.cost, edge.tie.value, edge.engagement_id or 0
