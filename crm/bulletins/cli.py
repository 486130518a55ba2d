"""Reports on the command line: `report NAME`, `report issue NAME`, `report reissue NUMBER`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from crm.bulletins import reports
from crm.bulletins.orders import Order
from crm.bulletins.queries.issued import document_of, get_issued_by_number, question_of
from crm.bulletins.reports import LOCALES, MEDIA_TYPES
from crm.bulletins.service import issue_report
from crm.core.actors import Actor, acting
from crm.core.commands import Command, Group, read_as_of, read_known_at
from crm.core.parks import find_park
from crm.core.transactions import transaction
from crm.indicators import queries
from crm.users.queries import find_user_by_name
from kernel.errors import NotAllowedError, NotFoundError, RuleError
from models import Park, User
from reports.comparing import differences

MAKE = "make"
OTHER_FIGURES = 3
"""Exit status: the file is written, but today's recomputation gives other figures."""
SHOWN = 10

Run = Callable[..., None]


class ReportGroup(Group):
    """`report NAME` beside `report issue NAME` and `report reissue NUMBER`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What begins with no command of the group is an order for a report."""
        if args and args[0] not in (*self.commands, "--help"):
            args = [MAKE, *args]
        return super().parse_args(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return make_command if cmd_name == MAKE else super().get_command(ctx, cmd_name)


report = ReportGroup("report", help="Write the report NAME, issue it, or print an issued one again.")


def asks(run: Run) -> Run:
    """The options of a question."""
    for option in (
        click.option("--locale", type=click.Choice(LOCALES), default=LOCALES[0], show_default=True),
        click.option("--park", "park_code", help="Code of a park; the whole zone by default."),
        click.option("--plan", "plan_key", help="Key of a plan; the one in force at the date by default."),
        click.option("--known-at", "known_at_text", help="Moment with its offset; now by default."),
        click.option("--as-of", "as_of_text", help="Business date; today by default."),
    ):
        run = option(run)
    return run


in_format = click.option(
    "--format", "file_format", type=click.Choice(list(MEDIA_TYPES)), default="pdf", show_default=True
)
OUT = click.Path(path_type=Path, dir_okay=False)


@click.command(MAKE, cls=Command)
@click.argument("name", required=False)
@click.option("--list", "is_list", is_flag=True, help="Which reports there are.")
@asks
@in_format
@click.option("--out", type=OUT, help="File to write.")
@with_appcontext
def make_command(
    name: str | None, *, file_format: str, out: Path | None, is_list: bool, **question: Any
) -> None:
    """Write the report NAME as page, PDF, Word, Excel or JSON: flask report NAME --out FILE."""
    if is_list:
        for key in reports.REPORTS:
            click.echo(key)
        return
    if name is None or out is None:
        raise RuleError(_("Say which report and where to write it: report progress --out FILE."))
    _write(out, reports.render(reports.build(name, _order(**question)), file_format))


@report.command("issue")
@click.argument("name")
@asks
@click.option("--as", "user_name", required=True, metavar="USER", help="Whose rights it is done with.")
@with_appcontext
def issue_command(name: str, *, user_name: str, **question: Any) -> None:
    """Freeze the report NAME as it is now, and give it a number."""
    user = _find_actor(user_name)
    with acting(Actor(user.id, user.name, "flask report issue")), transaction():
        issued = issue_report(name, _order(**question), by=user)
    click.echo(f"{issued.number}: {issued.title}, SHA-256 {issued.sha256}")


@report.command("reissue")
@click.argument("number")
@in_format
@click.option("--out", type=OUT, required=True, help="File to write.")
@click.pass_context
@with_appcontext
def reissue_command(ctx: click.Context, number: str, *, file_format: str, out: Path) -> None:
    """Print the issued report NUMBER again: the figures are those that were frozen.

    Says whether its question, asked again today, has the same answer; if it hasn't, the exit status is 3.
    """
    issued = get_issued_by_number(number, viewer=None)
    document = document_of(issued)
    _write(out, reports.render(document, file_format))
    found = differences(document, reports.build(issued.name, question_of(issued)))
    if not found:
        click.echo(_("Asked again today, the same question gives the same figures."))
        return
    click.echo(
        _(
            "Warning: asked again today, the same question gives other figures in %(count)s places. The file "
            "has the figures as they were issued.",
            count=len(found),
        ),
        err=True,
    )
    for line in found[:SHOWN]:
        click.echo(f"  {line}", err=True)
    ctx.exit(OTHER_FIGURES)


def _order(
    as_of_text: str | None,
    known_at_text: str | None,
    plan_key: str | None,
    park_code: str | None,
    locale: str,
) -> Order:
    as_of = read_as_of(as_of_text)
    plan = queries.get_plan_for(plan_key, as_of)
    return Order(plan, as_of, read_known_at(known_at_text), _park(park_code), locale)


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise RuleError(_("%(file)s can't be written: %(why)s", file=str(out), why=error.strerror)) from error
    click.echo(f"{out}: {len(content):,} bytes")


def _park(code: str | None) -> Park | None:
    if code is None:
        return None
    park = find_park(code)
    if park is None:
        raise NotFoundError(_("There is no park %(code)s.", code=code))
    return park


def _find_actor(name: str) -> User:
    """Raises NotFoundError, and NotAllowedError for an account that is disabled."""
    user = find_user_by_name(name)
    if user is None:
        raise NotFoundError(_("There is no user %(name)s.", name=name))
    if not user.is_active:
        raise NotAllowedError(_("The account %(name)s is disabled.", name=name))
    return user


commands = [report]
