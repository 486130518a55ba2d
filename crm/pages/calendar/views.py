"""The calendar: a month of days, on a phone the days on which there is something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm.core import workdays
from crm.core.permissions import Permission
from crm.pages.calendar import queries
from crm.pages.calendar.forms import CalendarFilterForm
from crm.pages.calendar.queries import Item, Wanted
from crm.pages.calendar.rules import CalendarKind, read_month
from crm.projects import queries as projects
from crm.web.display import endpoint_url
from crm.web.filters import active_filters
from crm.web.guards import may, signed_in_user
from kernel import clock
from models.enums import Side

bp = Blueprint("calendar", __name__, url_prefix="/calendar")


@dataclass(frozen=True, slots=True)
class Look:
    icon: str
    tone: str


LOOKS = {
    CalendarKind.ENGAGEMENT: Look(icon="message-circle", tone="quiet"),
    CalendarKind.TO_DO: Look(icon="checkbox", tone="primary"),
    CalendarKind.MILESTONE: Look(icon="flag", tone="info"),
    CalendarKind.DELEGATION: Look(icon="plane", tone="accent"),
    CalendarKind.PROMOTION: Look(icon="speakerphone", tone="accent"),
}
PAGES = {
    CalendarKind.ENGAGEMENT: ("engagements.detail", "engagement_id"),
    CalendarKind.TO_DO: ("todos.detail", "todo_id"),
    CalendarKind.MILESTONE: ("projects.detail", "project_id"),
    CalendarKind.DELEGATION: ("delegations.detail", "delegation_id"),
    CalendarKind.PROMOTION: ("promotions.detail", "promotion_id"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing as a day lists it."""

    kind: CalendarKind
    icon: str
    tone: str
    title: str
    at: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day with what stands on it, and who is off."""

    on: date
    is_outside: bool
    is_working: bool
    off_here: str
    off_there: str
    """Empty where Taiwan works that day."""
    entries: list[Entry]


@bp.get("")
@may(Permission.VIEW_ENGAGEMENTS)
def index() -> ResponseReturnValue:
    user = signed_in_user()
    form = CalendarFilterForm.from_address(choices=projects.list_choices(viewer=user))
    month = read_month(request.args.get("month", ""), clock.today())
    weeks = list(month.weeks())
    first, last = weeks[0][0], weeks[-1][-1]
    read = form.readable()
    items, is_cut = queries.list_items(
        Wanted(first, last, read["kind"], read["person"], read["park"]), viewer=user
    )
    by_day = _by_day(items)
    off = workdays.list_days_off(first, last)
    return render_template(
        "calendar/index.html",
        form=form,
        chips=active_filters(form),
        month=month,
        weeks=[[_day(on, month.first, off, by_day) for on in week] for week in weeks],
        is_cut=is_cut,
        most=queries.MOST,
        looks=LOOKS,
        user=user,
    )


def _day(on: date, month: date, off: workdays.DaysOff, by_day: dict[date, list[Item]]) -> Day:
    return Day(
        on,
        on.month != month.month,
        off.is_working(on, Side.MAINLAND),
        off.name(on, Side.MAINLAND),
        (off.name(on, Side.TAIWAN) or _("Off in Taiwan")) if off.is_holiday(on, Side.TAIWAN) else "",
        [_entry(item, on) for item in by_day.get(on, ())],
    )


def _by_day(items: list[Item]) -> dict[date, list[Item]]:
    days: dict[date, list[Item]] = {}
    for item in items:
        for on in _days_of(item):
            days.setdefault(on, []).append(item)
    return days


def _days_of(item: Item) -> Iterator[date]:
    on = item.first
    while on <= item.last:
        yield on
        on += timedelta(days=1)


def _entry(item: Item, on: date) -> Entry:
    look = LOOKS[item.kind]
    endpoint, argument = PAGES[item.kind]
    arguments: dict[str, object] = {argument: item.record_id}
    if item.kind is CalendarKind.MILESTONE:
        arguments["tab"] = "milestones"
    at = f"{item.at:%H:%M}" if item.at else ""
    is_late = item.kind is CalendarKind.TO_DO and not item.is_over and on < clock.today()
    return Entry(
        item.kind,
        look.icon,
        "bad" if is_late else look.tone,
        item.title,
        at,
        endpoint_url(endpoint, **arguments),
    )
