"""Reports on the command line."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from crm.bulletins import reports
from crm.bulletins.reports import LOCALES, MEDIA_TYPES, Order
from crm.core.commands import Command, read_as_of, read_known_at
from crm.indicators import queries
from kernel.errors import NotFoundError, RuleError
from models import Park


@click.command("report", cls=Command)
@click.argument("name", required=False)
@click.option("--list", "is_list", is_flag=True, help="Which reports there are.")
@click.option("--as-of", "as_of_text", help="Business date; today by default.")
@click.option("--known-at", "known_at_text", help="Moment with its offset; now by default.")
@click.option("--plan", "plan_key", help="Key of a plan; the one in force at the date by default.")
@click.option("--park", "park_code", help="Code of a park; the whole zone by default.")
@click.option("--locale", type=click.Choice(LOCALES), default=LOCALES[0], show_default=True)
@click.option(
    "--format", "file_format", type=click.Choice(list(MEDIA_TYPES)), default="pdf", show_default=True
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@with_appcontext
def report_command(
    name: str | None,
    *,
    as_of_text: str | None,
    known_at_text: str | None,
    plan_key: str | None,
    park_code: str | None,
    locale: str,
    file_format: str,
    out: Path | None,
    is_list: bool,
) -> None:
    """Write the report NAME as page, PDF, Word, Excel or JSON."""
    if is_list:
        for key in reports.REPORTS:
            click.echo(key)
        return
    if name is None or out is None:
        raise RuleError(_("Say which report and where to write it: report progress --out FILE."))
    as_of = read_as_of(as_of_text)
    order = Order(
        plan=queries.get_plan(plan_key) if plan_key else queries.get_plan_at(as_of),
        as_of=as_of,
        known_at=read_known_at(known_at_text),
        park=_park(park_code),
        locale=locale,
    )
    content = reports.render(reports.build(name, order), file_format)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise RuleError(_("%(file)s can't be written: %(why)s", file=str(out), why=error.strerror)) from error
    click.echo(f"{out}: {len(content):,} bytes")


def _park(code: str | None) -> Park | None:
    if code is None:
        return None
    park = queries.find_park(code)
    if park is None:
        raise NotFoundError(_("There is no park %(code)s.", code=code))
    return park


commands = [report_command]
