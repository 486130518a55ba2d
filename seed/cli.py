"""Commands that fill a new system."""

from __future__ import annotations

import click
from flask import current_app

from crm.core.commands import Group
from crm.core.transactions import transaction
from kernel.errors import RuleError
from seed import reference
from seed.demo import zone
from seed.demo.zone import Size

seed = Group("seed", help="Fill a new system.")
commands = [seed]

USUAL = Size()


@seed.command("reference")
def load_reference() -> None:
    """Load the public facts: parks, plan, register, ranking lists, exchange rates. Repeatable."""
    with transaction():
        counts = reference.load()
    click.echo(", ".join(f"{name}: {count} new" for name, count in counts.items()))


@seed.command("demo")
@click.option("--firms", default=USUAL.firms, show_default=True, type=click.IntRange(1, 5_000_000))
@click.option("--projects", default=USUAL.projects, show_default=True, type=click.IntRange(0, 5_000_000))
@click.option(
    "--engagements", default=USUAL.engagements, show_default=True, type=click.IntRange(0, 20_000_000)
)
@click.option("--entries", default=USUAL.entries, show_default=True, type=click.IntRange(0, 20_000_000))
@click.option("--random-seed", default=2026, show_default=True)
def make_demo(firms: int, projects: int, engagements: int, entries: int, random_seed: int) -> None:
    """Make up a zone of any size: fictional firms and people, marked 示例. Same seed, same data."""
    if current_app.config["CRM_ENV"] == "production":
        raise RuleError("A made-up zone has no place in production.")
    with transaction():
        zone.make(Size(firms, projects, engagements, entries), seed=random_seed)
    click.echo(f"Made up {firms} firms, {projects} projects and {engagements} engagements.")
