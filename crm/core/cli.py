"""Commands of the house itself: the schema, backups and the worker."""

from __future__ import annotations

import signal
from pathlib import Path
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _

from crm.core import backups, jobs, migrating, restoring, schedules
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


@click.command("backup", cls=Command)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--without-missing", is_flag=True, help="Go on where stored files are missing or damaged.")
@with_appcontext
def backup(file: Path, *, without_missing: bool) -> None:
    """Write all rows and stored files to FILE, while the system runs. Prints the end of the audit log, which
    kept elsewhere makes a cut-off end show. FILE is not encrypted."""
    made = backups.write(file, without_missing=without_missing)
    if made.missing:
        click.echo(_("%(count)s stored files are missing from it.", count=len(made.missing)), err=True)
    _tell(made)


@click.command("restore", cls=Command)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Fill an empty system with what the backup FILE holds, and check every row and the audit log."""
    _tell(restoring.restore(file, is_production=current_app.config["CRM_ENV"] == "production"))


def _tell(manifest: backups.Manifest) -> None:
    click.echo(
        _(
            "%(rows)s rows, %(files)s files of %(at)s. Last record of the audit log: %(number)s, %(hash)s.",
            rows=sum(held.rows for held in manifest.tables.values()),
            files=manifest.files,
            at=manifest.made_at,
            number=manifest.chain_length,
            hash=manifest.chain_head,
        )
    )


@click.command("worker", cls=Command)
@click.option("--once", is_flag=True, help="Do what is waiting, then end.")
@with_appcontext
def worker(*, once: bool) -> None:
    """Do the machine's work: reports, large imports and exports."""
    if once:
        schedules.enqueue_due()
        while jobs.run_next():
            pass
        return
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    jobs.work(stop=lambda: stopping, between=schedules.enqueue_due)


commands = [db, backup, restore, worker]
