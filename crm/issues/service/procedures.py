"""Approvals done for a firm: beginning the checklist, keeping it, and the to-dos of what is overdue."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import date

from flask_babel import gettext as _

from crm.core import storage
from crm.core.database import session
from crm.core.permissions import check_own_park
from crm.core.records import hold, refuse_put_away, refuse_stale
from crm.core.workdays import add_working_days
from crm.issues.queries import issues
from crm.issues.queries import procedures as queries
from crm.issues.service.steps import File
from crm.todos.service import drop_todo, put_todo, settle_todo
from kernel import clock
from kernel.errors import RuleError
from models import Procedure, ProcedureDocument, ProcedureKind, Project, User
from models.enums import ProcedureState, TodoSource

MOST_AT_ONCE = 1000
OWN_POSITION = 900
"""Approvals that aren't among the usual ones stand behind them."""


@dataclass(frozen=True, slots=True)
class ProcedureFields:
    """What people write of an approval. ``name`` only where it is none of the usual ones."""

    name: str | None = None
    department: str | None = None
    papers: str | None = None
    is_needed: bool = True
    due_on: date | None = None
    done_on: date | None = None
    number: str | None = None
    responsible_id: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class KindFields:
    """What the office says of a usual approval."""

    name_hans: str
    name_hant: str
    name_en: str
    department: str
    working_days: int
    papers: str | None = None
    is_used: bool = True


def begin(project: Project, *, by: User | None) -> int:
    """Put the usual approvals on the project's list that aren't on it yet; how many there were.

    Each is due as many working days from today as it usually takes.

    Raises:
        NotAllowedError: another park's.
        RuleError: the project was put away, or all of them are there.
    """
    check_own_park(project.park_id, by)
    hold(project)
    refuse_put_away(project, project.name)
    known = {procedure.kind_id for procedure in queries.list_procedures(project.id)}
    new = [kind for kind in queries.list_kinds(only_used=True) if kind.id not in known]
    if not new:
        raise RuleError(_("The usual approvals are on the list already."))
    due = _due_days({kind.working_days for kind in new})
    for kind in new:
        session.add(
            Procedure(
                project=project,
                kind=kind,
                position=kind.position,
                department=kind.department,
                papers=kind.papers,
                due_on=due[kind.working_days],
                responsible_id=project.responsible_id,
                created_at=clock.now(),
                created_by_id=by.id if by else None,
            )
        )
    session.flush()
    return len(new)


def add_procedure(
    project: Project, written: ProcedureFields, files: Collection[File], *, by: User | None
) -> Procedure:
    """Put an approval on the list that is none of the usual ones.

    Raises:
        NotAllowedError: another park's.
        RuleError: something written can't be.
    """
    check_own_park(project.park_id, by)
    refuse_put_away(project, project.name)
    _check(written, project, needs_name=True)
    procedure = Procedure(
        project=project,
        position=OWN_POSITION,
        created_at=clock.now(),
        created_by_id=by.id if by else None,
        **asdict(written),
    )
    session.add(procedure)
    session.flush()
    _keep_files(procedure, files, by)
    sync_todo(procedure)
    return procedure


def edit_procedure(
    procedure: Procedure,
    written: ProcedureFields,
    files: Collection[File],
    *,
    by: User | None,
    lock_version: int | None = None,
) -> Procedure:
    """
    Raises:
        NotAllowedError: another park's.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: something written can't be.
    """
    check_own_park(procedure.project.park_id, by)
    refuse_put_away(procedure.project, procedure.project.name)
    refuse_stale(procedure, lock_version, _("Somebody else changed this approval in the meantime."))
    _check(written, procedure.project, needs_name=procedure.kind_id is None)
    for each in fields(ProcedureFields):
        if each.name != "name" or procedure.kind_id is None:
            setattr(procedure, each.name, getattr(written, each.name))
    session.flush()
    _keep_files(procedure, files, by)
    sync_todo(procedure)
    return procedure


def edit_kind(kind: ProcedureKind, written: KindFields, *, lock_version: int | None = None) -> ProcedureKind:
    """
    Raises:
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: something written can't be.
    """
    refuse_stale(kind, lock_version, _("Somebody else changed this approval in the meantime."))
    if written.working_days < 0:
        words = _("Not less than zero.")
        raise RuleError(words, fields={"working_days": words})
    for name, value in asdict(written).items():
        setattr(kind, name, value)
    session.flush()
    return kind


def sync_todo(procedure: Procedure) -> None:
    """What is overdue is a to-do of who is responsible; what is done or not needed is none."""
    state = procedure.state_on(clock.today())
    if state is ProcedureState.OVERDUE and procedure.responsible_id is not None:
        project = procedure.project
        put_todo(
            TodoSource.PROCEDURE,
            procedure.id,
            title=f"{name_of(procedure)} · {project.name}",
            owner_id=procedure.responsible_id,
            due_on=procedure.due_on,
            park_id=project.park_id,
            firm_id=project.firm_id,
            project_id=project.id,
        )
    elif state is ProcedureState.DONE:
        settle_todo(TodoSource.PROCEDURE, procedure.id)
    else:
        drop_todo(TodoSource.PROCEDURE, procedure.id)


def put_overdue() -> int:
    """A to-do for every approval that is past its day; how many there are."""
    found = queries.list_overdue(clock.today(), MOST_AT_ONCE)
    for procedure in found:
        sync_todo(procedure)
    return len(found)


def name_of(procedure: Procedure) -> str:
    """As people wrote it, or as the usual one is called on the mainland: a to-do is read in any language."""
    return procedure.name or (procedure.kind.name_hans if procedure.kind else "")


def _due_days(lengths: Collection[int]) -> dict[int, date]:
    """The day so many working days from today, counted on from the shorter ones."""
    days: dict[int, date] = {}
    day, passed = clock.today(), 0
    for length in sorted(lengths):
        day, passed = add_working_days(day, length - passed), length
        days[length] = day
    return days


def _check(written: ProcedureFields, project: Project, *, needs_name: bool) -> None:
    faults: dict[str, str] = {}
    if needs_name and not (written.name or "").strip():
        faults["name"] = _("Name the approval.")
    if written.done_on is not None and written.done_on > clock.today():
        faults["done_on"] = _("This day lies ahead.")
    if written.done_on is not None and not written.is_needed:
        faults["is_needed"] = _("What was done was needed.")
    if (
        written.responsible_id is not None
        and issues.find_owner(written.responsible_id, project.park_id) is None
    ):
        faults["responsible_id"] = _("Choose one of the park's people or of the provincial office.")
    if faults:
        raise RuleError(_("Some of what was written can't be."), fields=faults)


def _keep_files(procedure: Procedure, files: Collection[File], by: User | None) -> None:
    for file in files:
        attachment = storage.attach(file.content, file.name, by_id=by.id if by else None)
        session.add(ProcedureDocument(procedure=procedure, attachment=attachment))
    session.flush()
