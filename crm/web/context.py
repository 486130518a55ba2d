"""What every template can say."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Flask, request
from flask_babel import format_date, format_datetime, gettext
from flask_login import current_user

from crm.core import permissions
from crm.core.noticing import headline
from crm.core.permissions import Permission
from crm.core.visibility import may_see_project
from crm.web import labels, paging
from crm.web.guards import signed_in_user
from crm.web.languages import LANGUAGES
from crm.web.navigation import navigation_for
from kernel import clock, money
from models import Project


def install(app: Flask) -> None:
    app.jinja_env.globals.update(
        label=labels.label,
        local_name=labels.local_name,
        phrase=labels.phrase,
        own_lang=labels.own_lang,
        list_url=paging.list_url,
        sort_url=paging.sort_url,
        may=_may,
        sees_project=_sees_project,
        languages=LANGUAGES,
    )
    app.jinja_env.filters.update(
        money=money.group_minor,
        iso_date=_iso_date,
        local_date=local_date,
        moment=_moment,
        month=_month,
        own_words=labels.own_words,
        weekday=_weekday,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    signed_in = current_user.is_authenticated
    warns, unread = headline(signed_in_user()) if signed_in else (False, 0)
    return {
        "locale": labels.language(),
        "navigation": navigation_for(signed_in_user()) if signed_in else [],
        "classified_notice": _notice() if warns else None,
        "unread_notices": unread,
        "is_outsider": signed_in and signed_in_user().role in permissions.OUTSIDERS,
        "is_demo": signed_in and signed_in_user().is_demo,
        "replayed_clock": clock.now() if clock.is_fixed() else None,
        "as_of": _as_of(),
        "today": clock.today(),
    }


def _notice() -> str:
    return str(gettext("Classified matter must not be entered into this system."))


def _as_of() -> date | None:
    try:
        return clock.parse_day(request.args.get("as_of", ""))
    except ValueError:
        return None


def _sees_project(project: Project) -> bool:
    return current_user.is_authenticated and may_see_project(signed_in_user(), project)


def _may(permission: str) -> bool:
    return current_user.is_authenticated and permissions.may(signed_in_user(), Permission(permission))


def _iso_date(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def local_date(day: date | None) -> str:
    """``2024-06-30``, or ``2024年6月30日`` for readers of Chinese."""
    if day is None:
        return ""
    if labels.language().startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    return day.isoformat()


def _month(day: date) -> str:
    """``2026年11月`` or ``November 2026``."""
    return str(format_date(day, "yyyy年M月" if labels.language().startswith("zh") else "MMMM yyyy"))


def _weekday(day: date) -> str:
    return str(format_date(day, "EEE"))


def _moment(moment: datetime | None) -> str:
    """A moment in the business zone, to the minute."""
    return "" if moment is None else format_datetime(moment, "yyyy-MM-dd HH:mm")
