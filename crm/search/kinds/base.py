"""What a kind of record is to the search box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement

from models import Base, User

Words = tuple[Sequence[str | None], Sequence[str | None]]
"""Texts as people write them, in any script; and numbers, which are matched as they stand."""

LONGEST = 300
"""Characters of a text that are indexed: what stands further down is for reading."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its words, who may see it, how a find is written, which page opens it."""

    model: type[Base]
    label: LazyString
    icon: str
    words: Callable[[Any], Words]
    visible: Callable[[User | None], ColumnElement[bool]]
    title: Any
    note: Any
    endpoint: str
    argument: str
    suffix: str = ""
    """Where the records of one table are found by other words by other people."""
    mask: Callable[[str], str] = str
    """What the box shows of a title."""

    @property
    def name(self) -> str:
        return f"{self.model.__tablename__}{self.suffix}"

    @property
    def token(self) -> str:
        """The kind among the words of the index; no name has a word like it."""
        return f"kind0{self.name.replace('_', '0')}"
