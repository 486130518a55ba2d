"""The headline figures on the command line."""

from __future__ import annotations

import json
from datetime import date, datetime

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from crm.core.commands import Command
from crm.indicators import figures, queries
from kernel import clock
from kernel.errors import RuleError


@click.command("figures", cls=Command)
@click.option("--as-of", "as_of_text", help="Business date, such as 2024-12-31; today by default.")
@click.option("--known-at", "known_at_text", help="Moment with its offset, such as 2025-01-10T02:00:00Z.")
@click.option("--plan", "plan_key", help="Key of a plan; the one in force at the date by default.")
@click.option("--json", "is_json", is_flag=True, help="As JSON, for machines.")
@with_appcontext
def figures_command(
    as_of_text: str | None, known_at_text: str | None, plan_key: str | None, *, is_json: bool
) -> None:
    """The headline figures: every lens, both targets, the rates of the field."""
    as_of = read_as_of(as_of_text)
    plan = queries.get_plan(plan_key) if plan_key else queries.get_plan_at(as_of)
    answer = figures.as_json(figures.headline(plan, as_of, read_known_at(known_at_text)))
    if is_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    click.echo(f"{answer['plan']} as of {answer['as_of']}, as known at {answer['known_at']}")
    for key, lens in answer["lenses"].items():
        click.echo(f"  {key:<20} USD {lens['usd']:>22}  {lens['entries']} entries")
    groups = answer["targets"]["top-100-settled"]
    click.echo(f"  Top-100 groups settled: {groups['actual']} of {groups['target']}, gone {groups['gone']}")


def read_as_of(text: str | None) -> date:
    """Raises RuleError for what is no date."""
    if not text:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RuleError(_("--as-of is a date such as 2024-12-31.")) from error


def read_known_at(text: str | None) -> datetime:
    """Raises RuleError for what is no moment, or has no offset."""
    if not text:
        return clock.now()
    try:
        return clock.parse_moment(text)
    except ValueError as error:
        raise RuleError(_("--known-at is a moment with its offset, such as 2025-01-10T02:00:00Z.")) from error


commands = [figures_command]
