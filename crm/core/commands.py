"""Commands that fail with one clear line, change nothing then, and act under their own name."""

from __future__ import annotations

import os
from typing import Any

import click
from flask import g
from flask.cli import AppGroup

from crm.core.actors import Actor, acting
from crm.core.database import is_reading, session
from kernel.errors import CrmError


class Command(click.Command):
    """One command: the system acts, unless the command names somebody."""

    def invoke(self, ctx: click.Context) -> Any:
        g.locale = "zh_Hans_CN" if os.environ.get("LANG", "").startswith("zh") else "en"
        is_reading.set(False)
        try:
            with acting(Actor(None, "system", ctx.command_path)):
                return super().invoke(ctx)
        except CrmError as error:
            session.rollback()
            raise click.ClickException(error.message) from error


class Group(AppGroup):
    """A group of such commands, each in an application context."""

    command_class = Command
