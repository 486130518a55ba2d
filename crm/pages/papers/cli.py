"""`paper NAME --firm REF --out FILE`: a paper on a firm on the command line."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from crm.bulletins import reports
from crm.core.commands import Command
from crm.firms.queries import find_firm_by_ref
from crm.pages.papers.queries import FORMATS, PAPERS, ask, check_wording, document_of
from kernel.errors import NotFoundError, RuleError


@click.command("paper", cls=Command)
@click.argument("name", type=click.Choice(list(PAPERS)))
@click.option("--firm", "ref", required=True, metavar="REF", help="Number of the firm.")
@click.option("--locale", type=click.Choice(reports.LOCALES), default=reports.LOCALES[0], show_default=True)
@click.option("--format", "file_format", type=click.Choice(list(FORMATS)), default="pdf", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@with_appcontext
def paper_command(name: str, *, ref: str, locale: str, file_format: str, out: Path) -> None:
    """Write the measures for one firm, or its profile."""
    firm = find_firm_by_ref(ref)
    if firm is None:
        raise NotFoundError(_("There is no firm %(ref)s.", ref=ref))
    document = document_of(ask(name, firm.id, locale, viewer=None))
    check_wording(document)
    content = reports.render(document, file_format)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise RuleError(_("%(file)s can't be written: %(why)s", file=str(out), why=error.strerror)) from error
    click.echo(f"{out}: {len(content):,} bytes")


commands = [paper_command]
