"""The headline figures on the command line."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from crm.core.commands import Command, read_as_of, read_known_at
from crm.indicators import figures, queries


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
    plan = queries.get_plan_for(plan_key, as_of)
    answer = figures.as_json(figures.headline(plan, as_of, read_known_at(known_at_text)))
    if is_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    click.echo(f"{answer['plan']} as of {answer['as_of']}, as known at {answer['known_at']}")
    for key, lens in answer["lenses"].items():
        click.echo(f"  {key:<20} USD {lens['usd']:>22}  {lens['entries']} entries")
    groups = answer["targets"]["top-100-settled"]
    click.echo(f"  Top-100 groups settled: {groups['actual']} of {groups['target']}, gone {groups['gone']}")


commands = [figures_command]
