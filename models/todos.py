from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from models.base import Base, Editable
from models.enums import Repeat, TodoSource, TodoState
from models.types import UtcDateTime, enum_column
from models.users import User

if TYPE_CHECKING:
    from models.firms import Firm
    from models.parks import Park
    from models.projects import Project


NO_DAY: Final = date(9999, 12, 31)
"""Where lists put what is due on no day."""


def _open_index(name: str, *columns: str) -> Index:
    """Of what is still to do, by the day it is due."""
    still = text("state = 'open'")
    return Index(name, *columns, "listed_on", "id", postgresql_where=still, sqlite_where=still)


def _listed_on(context: Any) -> date:
    """For rows that are written without the session, many at once."""
    return context.get_current_parameters().get("due_on") or NO_DAY


class Todo(Editable, Base):
    """One thing that somebody has to do by a day: written by a person, or a duty of another record."""

    __tablename__ = "todos"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        _open_index("ix_todos_open_of_owner", "owner_id"),
        _open_index("ix_todos_open_of_park", "park_id"),
        _open_index("ix_todos_open"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    note: Mapped[str | None]
    state: Mapped[TodoState] = mapped_column(enum_column(TodoState), default=TodoState.OPEN)
    due_on: Mapped[date | None]
    listed_on: Mapped[date] = mapped_column(default=_listed_on)
    """The day it is due, or past all days: what lists are ordered by is never null."""
    snoozed_until: Mapped[date | None]
    """Until that day it doesn't come up by itself; what is overdue stays overdue."""
    repeat: Mapped[Repeat] = mapped_column(enum_column(Repeat), default=Repeat.NEVER)
    repeat_from: Mapped[date | None]
    """The day from which its rhythm is counted: the 31st comes again on the 31st after a shorter month."""
    skips_days_off: Mapped[bool] = mapped_column(default=False)
    """Whether a day off in its rhythm means the working day after it."""
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("todos.id"), index=True)
    """The one before it in the rhythm, by whose doing it was made."""
    source: Mapped[TodoSource] = mapped_column(enum_column(TodoSource), default=TodoSource.OWN)
    source_id: Mapped[int | None]
    """The record it came from, of the kind that ``source`` says; None for a person's own."""
    source_owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Whom that record names, whomever it was passed on to since; nobody once the record took it back."""
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Who passed it to its owner; None where its owner wrote it."""
    park_id: Mapped[int | None] = mapped_column(ForeignKey("parks.id"), index=True)
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    closed_note: Mapped[str | None]
    reminded_on: Mapped[date | None]

    owner: Mapped[User] = relationship(foreign_keys=[owner_id])
    given_by: Mapped[User | None] = relationship(foreign_keys=[given_by_id])
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    closed_by: Mapped[User | None] = relationship(foreign_keys=[closed_by_id])
    park: Mapped[Park | None] = relationship()
    firm: Mapped[Firm | None] = relationship()
    project: Mapped[Project | None] = relationship()

    @validates("due_on")
    def _list_by(self, _key: str, due_on: date | None) -> date | None:
        self.listed_on = due_on or NO_DAY
        return due_on
