"""Commands of the house itself: the schema and the worker."""

from __future__ import annotations

import signal
from types import FrameType

import click
from flask.cli import with_appcontext

from crm.core import jobs, migrating
from crm.core.commands import Command, Group

db = Group("db", help="The database's schema.")


@db.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Move the schema forward, to REVISION or to the newest."""
    migrating.upgrade(revision)
    click.echo(f"The database is at {migrating.current_revision()}.")


@db.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Move the schema back to REVISION (`base` is before the first)."""
    migrating.downgrade(revision)
    click.echo(f"The database is at {migrating.current_revision() or 'base'}.")


@click.command("worker", cls=Command)
@click.option("--once", is_flag=True, help="Do what is waiting, then end.")
@with_appcontext
def worker(*, once: bool) -> None:
    """Do the machine's work: reports, large imports and exports."""
    if once:
        while jobs.run_next():
            pass
        return
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    jobs.work(stop=lambda: stopping)
