"""Lights by command: after thresholds were set otherwise, or to see how long a pass takes."""

from __future__ import annotations

import time

import click
from flask.cli import with_appcontext

from crm.core.commands import Command
from crm.core.transactions import transaction
from crm.pipeline.lights import service


@click.command("lights", cls=Command)
@with_appcontext
def refresh_lights() -> None:
    """Work out the lights of all projects now."""
    begun = time.perf_counter()
    with transaction():
        found = service.refresh_lights()
    seconds = time.perf_counter() - begun
    click.echo(f"Looked at {found.seen:,} projects in {seconds:.1f} s: {found.turned:,} lights turned.")


commands = [refresh_lights]
