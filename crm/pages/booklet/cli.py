"""`booklet --out FILE`: the catalogue as a booklet on the command line."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _

from crm.bulletins import reports
from crm.core.commands import Command
from crm.core.parks import find_park
from crm.pages.booklet.forms import FORMATS
from crm.pages.booklet.queries import ask, document_of
from kernel.errors import NotFoundError, RuleError


@click.command("booklet", cls=Command)
@click.option("--park", "park_code", metavar="CODE", help="Code of a park; all of them by default.")
@click.option("--locale", type=click.Choice(reports.LOCALES), default=reports.LOCALES[0], show_default=True)
@click.option("--format", "file_format", type=click.Choice(list(FORMATS)), default="pdf", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@with_appcontext
def booklet_command(*, park_code: str | None, locale: str, file_format: str, out: Path) -> None:
    """Write the booklet of what is published."""
    park = find_park(park_code) if park_code else None
    if park_code and park is None:
        raise NotFoundError(_("There is no park %(code)s.", code=park_code))
    base = str(current_app.config.get("BASE_URL") or "")
    asked = ask(park.id if park else None, None, locale, base)
    content = reports.render(document_of(asked), file_format)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise RuleError(_("%(file)s can't be written: %(why)s", file=str(out), why=error.strerror)) from error
    click.echo(f"{out}: {len(content):,} bytes")


commands = [booklet_command]
