"""`flask import` and `flask export`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from crm.core import auditing
from crm.core.actors import Actor, acting
from crm.core.commands import Command, Group
from crm.core.database import session
from crm.core.transactions import transaction
from crm.imports import queries, rules
from crm.imports.exporting import export_file
from crm.imports.kinds.base import Scene
from crm.imports.planning import ImportFile, Plan
from crm.imports.rows import BadCell, RowState
from crm.imports.rules import Kind
from crm.imports.service import BadRowsError, DeniedRowsError, ImportOutcome, import_file
from crm.imports.undoing import undo_import
from crm.users.queries import find_user_by_name
from kernel.errors import NotAllowedError, NotFoundError, RuleError
from models import User

KINDS = click.Choice([kind.value for kind in Kind])
ENTITY = "import_batches"
"""What a refusal in the audit log is about."""
SHOWN = 1_000
"""So many bad cells or remarks are printed; the rest is counted. `--json` names every one."""


class ImportGroup(Group):
    """`import KIND FILE` beside `import undo BATCH`: every kind is a command of the group."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*(kind.value for kind in Kind), *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in list(Kind):
            return _command_for(Kind(cmd_name))
        return super().get_command(ctx, cmd_name)


imports = ImportGroup("import", help="Take a file of KIND in, or put a batch back (`import undo BATCH`).")


def _command_for(kind: Kind) -> click.Command:
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--as", "user_name", required=True, metavar="USER", help="Whose rights it is done with.")
    @click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
    @click.option("--json", "as_json", is_flag=True, help="Print what a program can read.")
    @with_appcontext
    def run(file: Path, user_name: str, *, dry_run: bool, as_json: bool) -> None:
        _import(kind, file, user_name, is_dry_run=dry_run, as_json=as_json)

    words = f"Take a file of {kind.value} in: all of it or nothing."
    return click.command(kind.value, cls=Command, help=words)(run)


def _import(kind: Kind, path: Path, user_name: str, *, is_dry_run: bool, as_json: bool) -> None:
    user = find_actor(user_name)
    with acting(Actor(user.id, user.name, "flask import")):
        try:
            outcome = _run(kind, path, user, is_dry_run=is_dry_run)
        except BadRowsError as error:
            _note_denied(kind, error)
            _print_bad(kind, path, error.bad, as_json=as_json)
            raise
        except NotAllowedError as error:
            auditing.refuse(f"flask import {kind.value}", error.message, entity=ENTITY)
            raise
        except RuleError as error:
            if as_json:
                _print_json({"kind": kind.value, "file": path.name, "error": error.message})
            raise
        batch = outcome.batch.id if outcome.batch is not None and not is_dry_run else None
    _print_outcome(outcome.plan, batch, is_dry_run=is_dry_run, as_json=as_json)


def _run(kind: Kind, path: Path, user: User, *, is_dry_run: bool) -> ImportOutcome:
    file = ImportFile(path.name, _read(path))
    scene = Scene(user, files=beside(path), is_rehearsal=is_dry_run)
    with transaction():
        outcome = import_file(kind, file, scene)
        if is_dry_run:
            session.rollback()
    return outcome


def _note_denied(kind: Kind, error: BadRowsError) -> None:
    """One record for the whole file. The transaction was rolled back before."""
    if isinstance(error, DeniedRowsError):
        session.rollback()
        auditing.refuse(f"flask import {kind.value}", error.denial, entity=ENTITY)


def find_actor(name: str) -> User:
    """The active account that a command names.

    Raises:
        NotFoundError: there is none.
        NotAllowedError: it is disabled.
    """
    user = find_user_by_name(name)
    if user is None:
        raise NotFoundError(_("There is no user %(name)s.", name=name))
    if not user.is_active:
        raise NotAllowedError(_("The account %(name)s is disabled.", name=name))
    return user


def beside(path: Path) -> Callable[[str], bytes | None]:
    """The files in the import file's own folder; nothing outside of it, also by a link."""
    folder = path.resolve().parent

    def read(name: str) -> bytes | None:
        try:
            wanted = (folder / name).resolve()
            if wanted.parent != folder or not wanted.is_file():
                return None
            return wanted.read_bytes()
        except (OSError, ValueError):
            return None

    return read


def _read(path: Path) -> bytes:
    if path.stat().st_size > rules.MAX_BYTES:
        raise RuleError(_("The file is larger than %(limit)s MB.", limit=rules.MAX_BYTES // 2**20))
    return path.read_bytes()


@imports.command("undo")
@click.argument("batch", type=int)
@click.option("--as", "user_name", required=True, metavar="USER", help="Whose rights it is done with.")
@click.option("--json", "as_json", is_flag=True, help="Print what a program can read.")
def undo(batch: int, user_name: str, *, as_json: bool) -> None:
    """Put back what BATCH changed, or say which rows have changed since."""
    user = find_actor(user_name)
    with acting(Actor(user.id, user.name, "flask import undo")), transaction():
        record = queries.get_batch(batch, viewer=user)
        try:
            outcome = undo_import(record, by=user)
        except BadRowsError as error:
            _note_denied(Kind(record.kind), error)
            _print_bad(Kind(record.kind), Path(record.file_name), error.bad, as_json=as_json)
            raise
    if as_json:
        _print_json({"batch": batch, "undone": True, "notes": outcome.notes})
        return
    click.echo(_("Batch %(number)s was undone.", number=batch))
    for note in outcome.notes:
        click.echo(note)


@click.command("export", cls=Command)
@click.argument("kind", type=KINDS)
@click.option("--out", "path", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option(
    "--as", "user_name", metavar="USER", help="Only what this user may see, masked as for that user."
)
@with_appcontext
def export(kind: str, path: Path, user_name: str | None) -> None:
    """Write every record of KIND as CSV or xlsx, in the columns of its import."""
    viewer = find_actor(user_name) if user_name else None
    actor = Actor(viewer.id, viewer.name, "flask export") if viewer else Actor(None, "system", "flask export")
    with acting(actor):
        count = export_file(Kind(kind), path, viewer=viewer)
    click.echo(_("%(count)s rows of %(kind)s written to %(path)s.", count=count, kind=kind, path=path))


def _print_outcome(plan: Plan, batch: int | None, *, is_dry_run: bool, as_json: bool) -> None:
    counts = plan.counts
    numbers = {state.value: counts[state] for state in (RowState.NEW, RowState.CHANGED, RowState.SAME)}
    if as_json:
        head = {"kind": plan.kind.value, "file": plan.file.name, "dry_run": is_dry_run, "batch": batch}
        _print_json({**head, **numbers, "bad": [], "notes": plan.notes})
        return
    click.echo(
        _("%(kind)s: %(new)s new, %(changed)s changed, %(same)s same.", kind=plan.kind.value, **numbers)
    )
    notes = plan.notes
    for note in notes[:SHOWN]:
        click.echo(note)
    if len(notes) > SHOWN:
        click.echo(_("… and %(more)s more; --json names every one.", more=len(notes) - SHOWN))
    if is_dry_run:
        click.echo(_("Nothing was written: this was a dry run."))
    elif batch is not None and plan.kind is not Kind.DECISIONS:
        click.echo(
            _("Batch %(number)s; `flask import undo %(number)s --as USER` puts it back.", number=batch)
        )


def _print_bad(kind: Kind, path: Path, bad: list[BadCell], *, as_json: bool) -> None:
    if as_json:
        _print_json({"kind": kind.value, "file": path.name, "bad": [_as_json(cell) for cell in bad]})
        return
    for cell in bad[:SHOWN]:
        place = _("row %(row)s, %(column)s", row=cell.row, column=cell.column or _("whole row"))
        choices = "; ".join(f"{each.key} = {each.label}" for each in cell.candidates)
        click.echo(f"{place}: {cell.reason}" + (f" [{choices}]" if choices else ""))
    if len(bad) > SHOWN:
        click.echo(_("… and %(more)s more; --json names every one.", more=len(bad) - SHOWN))


def _as_json(cell: BadCell) -> dict[str, Any]:
    found: dict[str, Any] = {"row": cell.row, "column": cell.column, "reason": cell.reason}
    if cell.candidates:
        found["candidates"] = [{"key": each.key, "label": each.label} for each in cell.candidates]
    return found


def _print_json(value: dict[str, Any]) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    click.echo()


commands = (imports, export)
