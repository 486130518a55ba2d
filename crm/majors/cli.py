"""`majors fill`: a record in the library for every pipeline project that has none yet."""

from __future__ import annotations

import click
from flask_babel import ngettext

from crm.core.commands import Group
from crm.core.transactions import transaction
from crm.majors.service import following

majors = Group("majors", help="The library of major projects.")


@majors.command("fill")
def fill() -> None:
    """Open a record for every project that has none, as after an upgrade; may be repeated."""
    with transaction():
        number = following.fill_missing()
    click.echo(
        ngettext(
            "%(num)s record was opened in the library.", "%(num)s records were opened in the library.", number
        )
    )


commands = [majors]
