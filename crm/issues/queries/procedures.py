"""Approvals done for the firm of a project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, case, false, func, select
from sqlalchemy.orm import joinedload, selectinload

from crm.core.database import at_most, session
from crm.core.names import query_tokens
from crm.core.search_index import matches
from crm.core.streaming import iterate
from crm.core.visibility import visible_projects
from kernel.errors import NotFoundError
from models import Procedure, ProcedureDocument, ProcedureKind, Project, User

LISTED = (
    joinedload(Procedure.kind),
    joinedload(Procedure.responsible),
    joinedload(Procedure.project).joinedload(Project.park),
)


@dataclass(frozen=True, slots=True)
class ProcedureFilters:
    """What the list of unfinished approvals is narrowed by; ``query`` names a project or a firm."""

    query: str = ""
    park_id: int | None = None
    responsible_id: int | None = None
    kind_id: int | None = None
    overdue_on: date | None = None


def get_procedure(procedure_id: int, *, viewer: User | None) -> Procedure:
    """
    Raises:
        NotFoundError: no such approval, or of a project that the viewer may not see.
    """
    procedure = session.scalars(
        select(Procedure)
        .join(Procedure.project)
        .where(Procedure.id == procedure_id, visible_projects(viewer))
        .options(*LISTED, selectinload(Procedure.documents).joinedload(ProcedureDocument.attachment))
    ).one_or_none()
    if procedure is None:
        raise NotFoundError(_("There is no such approval, or none that you may see."))
    return procedure


def list_procedures(project_id: int) -> Sequence[Procedure]:
    """The checklist of a project, in its order."""
    return session.scalars(
        select(Procedure)
        .where(Procedure.project_id == project_id)
        .options(
            joinedload(Procedure.kind),
            joinedload(Procedure.responsible),
            selectinload(Procedure.documents).joinedload(ProcedureDocument.attachment),
        )
        .order_by(Procedure.position, Procedure.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the approvals of a project are; those not needed aside."""

    needed: int = 0
    done: int = 0
    overdue: int = 0


def progress_of(project_id: int, today: date) -> Progress:
    done = func.coalesce(func.sum(case((Procedure.done_on.is_not(None), 1), else_=0)), 0)
    is_late = Procedure.done_on.is_(None) & (Procedure.due_on < today)
    late = func.coalesce(func.sum(case((is_late, 1), else_=0)), 0)
    row = session.execute(
        select(func.count(), done, late).where(
            Procedure.project_id == project_id, Procedure.is_needed.is_(True)
        )
    ).one()
    return Progress(int(row[0]), int(row[1]), int(row[2]))


def procedures_query(filters: ProcedureFilters, *, viewer: User | None) -> Select[Procedure]:
    """Unfinished approvals with a due date, of projects that the viewer may see; without an order."""
    return (
        select(Procedure)
        .join(Procedure.project)
        .where(
            visible_projects(viewer),
            Project.archived_at.is_(None),
            Procedure.done_on.is_(None),
            Procedure.is_needed.is_(True),
            Procedure.due_on.is_not(None),
            *_conditions(filters),
        )
        .options(*LISTED)
    )


def _conditions(filters: ProcedureFilters) -> Iterator[ColumnElement[bool]]:
    if filters.park_id is not None:
        yield Project.park_id == filters.park_id
    if filters.responsible_id is not None:
        yield Procedure.responsible_id == filters.responsible_id
    if filters.kind_id is not None:
        yield Procedure.kind_id == filters.kind_id
    if filters.overdue_on is not None:
        yield Procedure.due_on < filters.overdue_on
    if filters.query.strip():
        yield matches(Project, filters.query) if query_tokens(filters.query) else false()


def iterate_procedures(filters: ProcedureFilters, *, viewer: User | None) -> Iterator[Procedure]:
    """Every approval that fits, by its number, in flat memory."""
    return iterate(procedures_query(filters, viewer=viewer), Procedure.id)


def list_overdue(today: date, limit: int) -> Sequence[Procedure]:
    """What is past its day and has somebody who is responsible."""
    return session.scalars(
        procedures_query(ProcedureFilters(overdue_on=today), viewer=None)
        .order_by(Procedure.due_on, Procedure.id)
        .limit(at_most(limit))
    ).all()


# --- The usual ones --------------------------------------------------------------------------------------


def list_kinds(*, only_used: bool = False) -> Sequence[ProcedureKind]:
    query = select(ProcedureKind).order_by(ProcedureKind.position, ProcedureKind.id)
    return session.scalars(query.where(ProcedureKind.is_used.is_(True)) if only_used else query).all()


def get_kind(kind_id: int) -> ProcedureKind:
    """
    Raises:
        NotFoundError: no such kind.
    """
    kind = session.get(ProcedureKind, kind_id)
    if kind is None:
        raise NotFoundError(_("There is no such approval."))
    return kind
