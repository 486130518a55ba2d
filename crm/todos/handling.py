"""What people do with to-dos: write, finish, put off, pass on, drop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from crm.core import events
from crm.core.database import session
from crm.core.noticing import notify
from crm.core.permissions import is_own_park
from crm.core.records import refuse_stale
from crm.core.workdays import add_working_days, is_working_day
from crm.firms import queries as firms
from crm.projects import queries as projects
from crm.todos import queries, rules, service
from crm.todos.rules import Snooze
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Todo, User
from models.enums import NoticeKind, Repeat, Role, TodoSource, TodoState


@dataclass(frozen=True, slots=True)
class TodoFields:
    """What people write of a to-do of their own."""

    title: str
    owner_id: int
    due_on: date | None = None
    firm_id: int | None = None
    project_id: int | None = None
    repeat: Repeat = Repeat.NEVER
    skips_days_off: bool = False
    note: str | None = None


def write_todo(written: TodoFields, *, by: User) -> Todo:
    """Write one down, for oneself or for a colleague.

    Raises:
        NotFoundError: a firm or project that the person may not see.
        RuleError: something written can't be.
    """
    todo = service.new_todo(by.id)
    _write(todo, written, by)
    session.add(todo)
    session.flush()
    if todo.owner_id != by.id:
        _give(todo, by)
    return todo


def edit_todo(todo: Todo, written: TodoFields, *, by: User, lock_version: int | None = None) -> Todo:
    """Write it anew.

    Raises:
        NotAllowedError: whose it isn't.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: it stands in another record or is closed, or something written can't be.
    """
    _check_open(todo, by)
    refuse_stale(todo, lock_version, _("Somebody else changed this to-do in the meantime."))
    if todo.source is not TodoSource.OWN:
        raise RuleError(_("This stands in another record: change it there."))
    before = (todo.owner_id, todo.due_on)
    _write(todo, written, by)
    if todo.due_on != before[1]:
        todo.reminded_on = todo.snoozed_until = None
    if todo.owner_id != before[0]:
        _give(todo, by)
    return todo


def finish_todo(todo: Todo, *, by: User, note: str = "") -> Todo | None:
    """It is done; one that repeats comes again at once: the next one, or None.

    Raises:
        NotAllowedError: whose it isn't.
        RuleError: it is closed already.
    """
    _check_open(todo, by)
    service.close_todo(todo, TodoState.DONE, note)
    events.todo_finished.send(todo)
    return _follow(todo) if todo.repeat is not Repeat.NEVER and todo.due_on is not None else None


def reopen_todo(todo: Todo, *, by: User) -> None:
    """Take it back; the next one of its rhythm, still untouched, is dropped again.

    Raises:
        NotAllowedError: whose it isn't.
        RuleError: it is open.
    """
    check_may_act(todo, by)
    if todo.state is TodoState.OPEN:
        raise RuleError(_("This to-do is open."))
    service.open_todo(todo)
    events.todo_reopened.send(todo)
    follower = queries.find_follower(todo)
    if follower is not None and follower.state is TodoState.OPEN:
        service.close_todo(follower, TodoState.DROPPED, "")


def snooze_todo(todo: Todo, how: Snooze, *, by: User, until: date | None = None) -> date:
    """Let it keep quiet until a day, which is the answer.

    Raises:
        NotAllowedError: whose it isn't.
        RuleError: it is closed, or the day isn't ahead.
    """
    _check_open(todo, by)
    today = clock.today()
    days = {
        Snooze.TOMORROW: today + timedelta(days=1),
        Snooze.WORKING_DAY: add_working_days(today, 1),
        Snooze.WEEK: today + rules.WEEK,
        Snooze.DAY: until,
    }
    day = days[how]
    if day is None or day <= today:
        words = _("Choose a day after today.")
        raise RuleError(words, fields={"until": words})
    todo.snoozed_until = day
    return day


def delegate_todo(todo: Todo, to_id: int | None, *, by: User, note: str | None = None) -> None:
    """Pass it on to a colleague, who is told.

    Raises:
        NotAllowedError: whose it isn't.
        RuleError: it is closed, or the colleague can't take it.
    """
    _check_open(todo, by)
    receiver = _receiver(to_id, by)
    if receiver.id == todo.owner_id or not rules.can_hold(
        todo.park_id, role=receiver.role, park_id=receiver.park_id
    ):
        words = _("Choose somebody else, of the park that it belongs to.")
        raise RuleError(words, fields={"to_id": words})
    todo.owner, todo.owner_id = receiver, receiver.id
    if note:
        todo.note = "\n".join(filter(None, (todo.note, note.strip())))
    _give(todo, by)


def abandon_todo(todo: Todo, *, reason: str, by: User) -> None:
    """It isn't going to be done.

    Raises:
        NotAllowedError: whose it isn't.
        RuleError: no reason, or it is closed.
    """
    _check_open(todo, by)
    if not reason.strip():
        words = _("Say why it is dropped.")
        raise RuleError(words, fields={"reason": words})
    service.close_todo(todo, TodoState.DROPPED, reason)


def may_act(todo: Todo, by: User) -> bool:
    return rules.can_act(
        is_owner=todo.owner_id == by.id,
        is_giver=todo.given_by_id == by.id,
        is_deputy=queries.stands_in_for(by, todo.owner_id),
        leads=_leads(todo, by),
    )


def check_may_act(todo: Todo, by: User) -> None:
    """Raises NotAllowedError for whom it doesn't concern."""
    if not may_act(todo, by):
        raise NotAllowedError(_("Its owner, who passed it on, who stands in and who leads change it."))


def _leads(todo: Todo, by: User) -> bool:
    if by.role is Role.PARK_LEAD:
        return todo.park_id is not None and is_own_park(by, todo.park_id)
    return by.role is Role.COORDINATOR


def _check_open(todo: Todo, by: User) -> None:
    check_may_act(todo, by)
    if todo.state is not TodoState.OPEN:
        raise RuleError(_("This to-do is closed. Open it again first."))


def _write(todo: Todo, written: TodoFields, by: User) -> None:
    title = written.title.strip()
    if not title:
        words = _("Say what is to be done.")
        raise RuleError(words, fields={"title": words})
    if written.repeat is not Repeat.NEVER and written.due_on is None:
        words = _("What repeats needs the day on which it is first due.")
        raise RuleError(words, fields={"due_on": words})
    owner = session.get_one(User, todo.owner_id)
    if written.owner_id != todo.owner_id:
        owner = by if written.owner_id == by.id else _receiver(written.owner_id, by)
    if written.firm_id is not None and written.firm_id != todo.firm_id:
        firms.get_firm(written.firm_id, viewer=by)
    project_park = None
    if written.project_id is not None:
        project_park = projects.get_project(written.project_id, viewer=by).park_id
    if todo.due_on != written.due_on or todo.repeat is not written.repeat:
        todo.repeat_from = written.due_on if written.repeat is not Repeat.NEVER else None
    todo.title, todo.note, todo.due_on = title, written.note, written.due_on
    todo.owner_id, todo.repeat, todo.skips_days_off = owner.id, written.repeat, written.skips_days_off
    todo.firm_id, todo.project_id = written.firm_id, written.project_id
    todo.park_id = owner.park_id if owner.role in rules.PARK_ROLES else project_park


def _receiver(user_id: int | None, by: User) -> User:
    receiver = next((user for user in queries.list_receivers(by) if user.id == user_id), None)
    if receiver is None:
        words = _("You can't pass to-dos to this person.")
        raise RuleError(words, fields={"to_id": words, "owner_id": words})
    return receiver


def _give(todo: Todo, by: User) -> None:
    """The new owner hears of it, unless who passes it on took it back to themselves."""
    todo.given_by_id = by.id if todo.owner_id != by.id else None
    todo.snoozed_until = todo.reminded_on = None
    session.flush()
    notify(
        [todo.owner_id],
        NoticeKind.TODO_GIVEN,
        "todos.detail",
        {"todo_id": todo.id},
        who=by.display_name,
        title=queries.title_outside(todo),
    )


def _follow(todo: Todo) -> Todo:
    """The next one of its rhythm."""
    due_on = _next_due(todo)
    follower = queries.find_follower(todo)
    if follower is None:
        follower = service.new_todo(todo.owner_id)
        follower.follows_id = todo.id
        session.add(follower)
    elif follower.state is not TodoState.DROPPED:
        return follower
    for name in (
        "title",
        "note",
        "repeat",
        "repeat_from",
        "skips_days_off",
        "owner_id",
        "given_by_id",
        "park_id",
        "firm_id",
        "project_id",
    ):
        setattr(follower, name, getattr(todo, name))
    follower.due_on = due_on
    follower.snoozed_until = follower.reminded_on = None
    service.open_todo(follower)
    session.flush()
    return follower


def _next_due(todo: Todo) -> date:
    """Past today: turns that were missed are not made up for."""
    due_on = todo.due_on or clock.today()
    start = todo.repeat_from or due_on
    day = rules.next_turn(start, todo.repeat, after=max(due_on, clock.today()))
    if todo.skips_days_off and not is_working_day(day):
        day = add_working_days(day, 1)
    return day
