"""`reward-statement --adviser REF --year YEAR --out FILE`: an adviser's statement on the command line."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from crm.bulletins import reports
from crm.core.commands import Command
from crm.pages.reward_statements import queries
from crm.pages.reward_statements.queries import FIRST_YEAR, LAST_YEAR
from kernel.errors import NotFoundError, RuleError


@click.command("reward-statement", cls=Command)
@click.option("--adviser", "ref", required=True, metavar="REF", help="Number of the adviser.")
@click.option("--year", type=click.IntRange(FIRST_YEAR, LAST_YEAR), required=True)
@click.option("--locale", type=click.Choice(reports.LOCALES), default=reports.LOCALES[0], show_default=True)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(list(reports.MEDIA_TYPES)),
    default="pdf",
    show_default=True,
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@with_appcontext
def statement_command(ref: str, *, year: int, locale: str, file_format: str, out: Path) -> None:
    """Write the statement of an adviser's rewards of a year."""
    adviser = queries.find_adviser_by_ref(ref)
    if adviser is None:
        raise NotFoundError(_("There is no adviser %(ref)s.", ref=ref))
    asked = queries.ask(adviser.id, year, locale, viewer=None)
    content = reports.render(queries.document_of(asked), file_format)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise RuleError(_("%(file)s can't be written: %(why)s", file=str(out), why=error.strerror)) from error
    click.echo(f"{out}: {len(content):,} bytes")


commands = [statement_command]
