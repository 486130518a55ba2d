"""Commands that fail with one clear line, change nothing then, and act under their own name."""

from __future__ import annotations

import logging
import os
from datetime import date, datetime
from typing import Any

import click
from flask import g
from flask.cli import AppGroup
from flask_babel import gettext as _
from flask_babel import refresh
from sqlalchemy.exc import DBAPIError

from crm.core.actors import Actor, acting
from crm.core.database import is_reading, session
from crm.core.days import read_day, read_moment
from kernel import clock
from kernel.errors import CrmError

_log = logging.getLogger(__name__)


class Command(click.Command):
    """One command: the system acts, unless the command names somebody."""

    def invoke(self, ctx: click.Context) -> Any:
        g.locale = "zh_Hans_CN" if os.environ.get("LANG", "").startswith("zh") else "en"
        refresh()
        is_reading.set(False)
        try:
            with acting(Actor(None, "system", ctx.command_path)):
                return super().invoke(ctx)
        except CrmError as error:
            session.rollback()
            raise click.ClickException(error.message) from error
        except DBAPIError as error:
            session.rollback()
            _log.debug("the database refused", exc_info=error)
            reason = str(error.orig).partition("\n")[0]
            raise click.ClickException(_("The database refuses: %(reason)s", reason=reason)) from error


class Group(AppGroup):
    """A group of such commands, each in an application context."""

    command_class = Command


def read_as_of(text: str | None) -> date:
    """Raises RuleError for what is no date, or one too far off."""
    return read_day(text, _("--as-of is a date such as 2024-12-31.")) if text else clock.today()


def read_known_at(text: str | None) -> datetime:
    """Raises RuleError for what is no moment, has no offset, or is too far off."""
    words = _("--known-at is a moment with its offset, such as 2025-01-10T02:00:00Z.")
    return read_moment(text, words) if text else clock.now()
