"""Who acts, and by which way in: what the audit log and every recorded row name."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    user_id: int | None
    name: str
    origin: str
    """``POST /projects``, ``flask import``, ``job report``."""
    request_id: str = field(default_factory=lambda: secrets.token_hex(8))


SYSTEM = Actor(None, "system", "system", "system")

_current: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)


def current_actor() -> Actor:
    return _current.get()


def set_actor(actor: Actor) -> None:
    _current.set(actor)


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Name ``actor`` as the one who does what happens inside."""
    token = _current.set(actor)
    try:
        yield
    finally:
        _current.reset(token)
