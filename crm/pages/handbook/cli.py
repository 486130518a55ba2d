"""`handbook --delegation REF --out FILE`: the handbook of a delegation on the command line."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from crm.bulletins import reports
from crm.core.commands import Command
from crm.delegations.queries.records import find_delegation_by_ref
from crm.pages.handbook.forms import FORMATS
from crm.pages.handbook.queries import EDITIONS, EXTERNAL, ask, document_of
from kernel.errors import NotFoundError, RuleError


@click.command("handbook", cls=Command)
@click.option("--delegation", "ref", required=True, metavar="REF", help="Number of the delegation.")
@click.option("--edition", type=click.Choice(EDITIONS), default=EXTERNAL, show_default=True)
@click.option("--locale", type=click.Choice(reports.LOCALES), default=reports.LOCALES[0], show_default=True)
@click.option("--format", "file_format", type=click.Choice(list(FORMATS)), default="pdf", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@with_appcontext
def handbook_command(ref: str, *, edition: str, locale: str, file_format: str, out: Path) -> None:
    """Write the handbook of a delegation."""
    delegation = find_delegation_by_ref(ref)
    if delegation is None:
        raise NotFoundError(_("There is no delegation %(ref)s.", ref=ref))
    content = reports.render(document_of(ask(delegation.id, edition, locale, viewer=None)), file_format)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise RuleError(_("%(file)s can't be written: %(why)s", file=str(out), why=error.strerror)) from error
    click.echo(f"{out}: {len(content):,} bytes")


commands = [handbook_command]
