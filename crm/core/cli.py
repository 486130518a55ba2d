"""Commands of the house itself: the schema and the worker."""

from __future__ import annotations

import signal
from types import FrameType

import click
from flask.cli import with_appcontext
from sqlalchemy import update
from sqlalchemy.orm import Session

from crm.core import jobs, migrating
from crm.core.commands import Command, Group
from crm.core.database import get_engine
from kernel import clock
from models import Counter

db = Group("db", help="The database's schema.")

BEAT_SECONDS = 20


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
    last = 0

    def should_stop() -> bool:
        nonlocal last
        second = int(clock.real_now().timestamp())
        if second - last >= BEAT_SECONDS:
            last = second
            _beat(second)
        return stopping

    jobs.work(stop=should_stop)


def _beat(second: int) -> None:
    with Session(get_engine()) as own, own.begin():
        changed = own.execute(update(Counter).where(Counter.name == jobs.WORKER_COUNTER).values(value=second))
        if changed.rowcount == 0:  # type: ignore[attr-defined]
            own.add(Counter(name=jobs.WORKER_COUNTER, value=second))
