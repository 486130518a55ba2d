"""Duties of other records as to-dos, and what every to-do goes through."""

from __future__ import annotations

from datetime import date

from flask_babel.speaklater import LazyString

from crm.core.actors import current_actor
from crm.core.database import session
from crm.todos import queries
from crm.web.languages import in_house
from kernel import clock
from models import Todo
from models.enums import Repeat, TodoSource, TodoState


def put_todo(
    source: TodoSource,
    source_id: int,
    *,
    title: str | LazyString,
    owner_id: int,
    due_on: date | None,
    park_id: int | None,
    firm_id: int | None = None,
    project_id: int | None = None,
) -> Todo:
    """The record's duty as one open to-do: made, or changed to what the record says now.

    What a person closed stays closed until the record asks for something else: other words, another day,
    another owner. What the record itself closed opens again with it.
    Whoever it was passed on to keeps it, until the record names somebody else. What a machine says as title
    or note comes lazy (``_l``): it is written in the language of the house.
    """
    todo = queries.find_of_source(source, source_id)
    title = in_house(title)
    if todo is not None and _is_over(todo, (title, due_on, owner_id)):
        return todo
    if todo is None:
        todo = new_todo(owner_id)
        todo.source, todo.source_id = source, source_id
        session.add(todo)
    if todo.source_owner_id != owner_id:
        todo.owner_id, todo.given_by_id = owner_id, None
    todo.source_owner_id = owner_id
    if todo.due_on != due_on or todo.state is not TodoState.OPEN:
        todo.snoozed_until = todo.reminded_on = None
    todo.title, todo.due_on = title, due_on
    todo.park_id, todo.firm_id, todo.project_id = park_id, firm_id, project_id
    open_todo(todo)
    session.flush()
    return todo


def settle_todo(source: TodoSource, source_id: int, *, note: str = "") -> None:
    """The duty is met: the record itself says so."""
    todo = queries.find_of_source(source, source_id)
    if todo is None:
        return
    todo.source_owner_id = None
    if todo.state is TodoState.OPEN:
        close_todo(todo, TodoState.DONE, note)


def drop_todo(source: TodoSource, source_id: int, *, note: str | LazyString = "") -> None:
    """The duty is no more: the record took it back. One that was done stays done."""
    todo = queries.find_of_source(source, source_id)
    if todo is not None and todo.state is TodoState.OPEN:
        todo.source_owner_id = None
        close_todo(todo, TodoState.DROPPED, note)


def _is_over(todo: Todo, asked: tuple[str, date | None, int]) -> bool:
    """Whether a person closed just this duty: other changes of the record don't bring it back."""
    return todo.state is not TodoState.OPEN and asked == (todo.title, todo.due_on, todo.source_owner_id)


def new_todo(owner_id: int) -> Todo:
    return Todo(
        owner_id=owner_id,
        state=TodoState.OPEN,
        source=TodoSource.OWN,
        repeat=Repeat.NEVER,
        created_at=clock.now(),
        created_by_id=current_actor().user_id,
    )


def close_todo(todo: Todo, state: TodoState, note: str | LazyString) -> None:
    todo.state = state
    todo.closed_at, todo.closed_by_id = clock.now(), current_actor().user_id
    todo.closed_note = in_house(note) or None


def open_todo(todo: Todo) -> None:
    todo.state = TodoState.OPEN
    todo.closed_at = todo.closed_by_id = todo.closed_note = None
