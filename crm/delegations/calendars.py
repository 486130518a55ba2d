"""Delegations and to-dos as a calendar file (RFC 5545). What is internal or confidential stands in none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _
from icalendar import Calendar, Event

from crm.delegations.queries import feeds, records
from crm.web.labels import label, local_name
from kernel import clock
from models import Delegation, DelegationSession, DelegationStop, Todo, User
from models.enums import TodoSource

LOOK_BACK = timedelta(days=30)
MOST_TODOS = 500
HOST = "xiangtai-crm"
TITLED = frozenset({TodoSource.OWN, TodoSource.COMMITMENT, TodoSource.FOLLOW_UP})
"""To-dos whose words may leave the house; a next step may come from a confidential talk."""

Link = Callable[[str, dict[str, int]], str]


def file_of(delegation: Delegation, link: Link) -> bytes:
    """One visit: its days, its stops, its talks."""
    calendar = _calendar(local_name(delegation))
    calendar.add_component(_visit(delegation, link))
    for stop in records.list_stops(delegation):
        calendar.add_component(_stop(stop, delegation, link))
    for row in records.list_sessions(delegation):
        calendar.add_component(_talk(row, delegation, link))
    return bytes(calendar.to_ical())


def feed_of(user: User, link: Link) -> bytes:
    """What lies ahead of a person, and the last month."""
    since = clock.today() - LOOK_BACK
    calendar = _calendar(_("Xiangtai CRM: %(name)s", name=user.display_name))
    for delegation in feeds.list_own_delegations(user, since):
        calendar.add_component(_visit(delegation, link))
    for stop in feeds.list_own_stops(user, since):
        calendar.add_component(_stop(stop, stop.delegation, link))
    for todo in feeds.list_own_todos(user, since, MOST_TODOS):
        calendar.add_component(_todo(todo, link))
    return bytes(calendar.to_ical())


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Xiangtai CRM//Calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(clock.BUSINESS_ZONE))
    return calendar


def _visit(delegation: Delegation, link: Link) -> Event:
    """All days of the visit; a day's end in a calendar is the next day."""
    event = _event(f"delegation-{delegation.id}", local_name(delegation))
    event.add("dtstart", delegation.from_on)
    event.add("dtend", delegation.until_on + timedelta(days=1))
    if delegation.place:
        event.add("location", delegation.place)
    return _linked(event, link("delegations.detail", {"delegation_id": delegation.id}))


def _stop(stop: DelegationStop, delegation: Delegation, link: Link) -> Event:
    event = _event(f"stop-{stop.id}", local_name(stop, "title"))
    _span(event, stop.day, stop.starts_at, stop.ends_at)
    place = local_name(stop, "place") or (local_name(stop.park) if stop.park else "")
    if where := " · ".join(each for each in (place, stop.room or "") if each):
        event.add("location", where)
    event.add("description", local_name(delegation))
    return _linked(event, link("delegations.detail", {"delegation_id": delegation.id}))


def _talk(row: DelegationSession, delegation: Delegation, link: Link) -> Event:
    other = row.officer.display_name if row.officer else local_name(row.park)
    event = _event(f"talk-{row.id}", f"{row.firm.name} × {other}")
    _span(event, row.day, row.starts_at, row.ends_at)
    if row.room:
        event.add("location", row.room)
    return _linked(event, link("delegations.detail", {"delegation_id": delegation.id}))


def _todo(todo: Todo, link: Link) -> Event:
    words = todo.title if todo.source in TITLED else label(todo.source)
    event = _event(f"todo-{todo.id}", _("To do: %(what)s", what=words))
    if todo.due_on is None:
        raise ValueError("only what is due on a day stands in a calendar")
    event.add("dtstart", todo.due_on)
    event.add("dtend", todo.due_on + timedelta(days=1))
    return _linked(event, link("todos.detail", {"todo_id": todo.id}))


def _event(name: str, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{name}@{HOST}")
    event.add("dtstamp", clock.now())
    event.add("summary", summary)
    return event


def _span(event: Event, day: date, starts_at: time, ends_at: time) -> None:
    """In UTC, so that no description of a time zone has to come along."""
    for name, at in (("dtstart", starts_at), ("dtend", ends_at)):
        event.add(name, datetime.combine(day, at, clock.BUSINESS_ZONE).astimezone(UTC))


def _linked(event: Event, url: str) -> Event:
    if url:
        event.add("url", url)
    return event
