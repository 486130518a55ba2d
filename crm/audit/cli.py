"""Commands of the auditor."""

from __future__ import annotations

import click
from flask_babel import gettext as _

from crm.core import auditing
from crm.core.commands import Group
from crm.core.database import is_reading, session

audit = Group("audit", help="The audit log.")
commands = [audit]


@audit.command("verify")
def verify() -> None:
    """Walk the chain of the log and name its first break. Prints number and hash of the last record, which
    kept elsewhere make a cut-off end show."""
    is_reading.set(True)
    length, end = auditing.head(session())
    found = auditing.find_break(session())
    if found:
        raise click.ClickException(_("The audit log is broken at %(found)s.", found=found))
    click.echo(
        _("The audit log is whole: %(number)s records, the last one is %(hash)s.", number=length, hash=end)
    )
