"""`decision-letter REF --out FILE`: the letter on a talent's application on the command line."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from crm.core import auditing
from crm.core.commands import Command
from crm.core.database import session
from crm.talent import letters
from crm.talent.queries import applications as queries
from crm.web.languages import DEFAULT_LANGUAGE, LANGUAGES
from kernel.errors import NotFoundError, RuleError
from models.enums import AuditAction


@click.command("decision-letter", cls=Command)
@click.argument("ref")
@click.option(
    "--language",
    "--locale",
    "locale",
    type=click.Choice(list(LANGUAGES)),
    default=DEFAULT_LANGUAGE,
    show_default=True,
)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(list(letters.FORMATS)),
    help="As the file's ending says, else pdf.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@with_appcontext
def decision_letter_command(ref: str, *, locale: str, file_format: str | None, out: Path) -> None:
    """Write the letter on a talent's application.

    REF is the number of the application, such as TA-000001, or of its decision. Names stand in it in clear:
    that it was taken is in the audit log.
    """
    application_id = queries.find_id_by_number(ref)
    if application_id is None:
        raise NotFoundError(_("There is no talent application %(ref)s.", ref=ref))
    application = queries.get_application(application_id, viewer=None)
    document = letters.letter(application, locale=locale)
    content = letters.render(document, file_format or _format_of(out))
    # The reading is over: what the log says is written in a transaction of its own, before the file is there.
    session.rollback()
    entity_id = str(application_id)
    auditing.note(AuditAction.EXPORTED, entity="talent_applications", entity_id=entity_id, file=out.name)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise RuleError(_("%(file)s can't be written: %(why)s", file=str(out), why=error.strerror)) from error
    click.echo(f"{out}: {len(content):,} bytes")


def _format_of(out: Path) -> str:
    ending = out.suffix.removeprefix(".").lower()
    return ending if ending in letters.FORMATS else "pdf"


commands = [decision_letter_command]
