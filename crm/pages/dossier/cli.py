"""`dossier --project REF --out FILE`: the dossier of a major project on the command line."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from crm.bulletins import reports
from crm.core.commands import Command
from crm.majors.queries.records import find_major_by_ref
from crm.pages.dossier.views import FORMATS
from crm.pages.dossier.writing import document_of
from kernel.errors import NotFoundError, RuleError


@click.command("dossier", cls=Command)
@click.option("--project", "ref", required=True, metavar="REF", help="Its number, or its project's.")
@click.option("--locale", type=click.Choice(reports.LOCALES), default=reports.LOCALES[0], show_default=True)
@click.option("--format", "file_format", type=click.Choice(FORMATS), default="pdf", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@with_appcontext
def dossier_command(ref: str, *, locale: str, file_format: str, out: Path) -> None:
    """Write the dossier of a major project."""
    major = find_major_by_ref(ref)
    if major is None:
        raise NotFoundError(_("There is no major project %(ref)s.", ref=ref))
    content = reports.render(document_of(major, viewer=None, locale=locale), file_format)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise RuleError(_("%(file)s can't be written: %(why)s", file=str(out), why=error.strerror)) from error
    click.echo(f"{out}: {len(content):,} bytes")


commands = [dossier_command]
