"""What belongs to a person: one table of what can, by kind of record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, null, select, union_all

from crm.core.database import session
from crm.core.permissions import PARK_ROLES, READERS
from crm.core.visibility import own_park_id
from crm.pages.handover.labels import Belonging
from crm.pages.handover.rules import can_take_over
from models import (
    Contact,
    DelegationCommitment,
    Engagement,
    Issue,
    Milestone,
    Procedure,
    Project,
    Todo,
    User,
)
from models.enums import CommitmentState, IssueState, Role, Status, TodoSource, TodoState


@dataclass(frozen=True, slots=True)
class Held:
    """Records of a kind: which column names the person, which still matter, and to which park they belong."""

    model: Any
    owner: str
    matters: tuple[ColumnElement[bool], ...]
    park: Any = None
    """A column; None where they belong to no park."""
    is_of_project: bool = False
    """The park is that of its project."""


def _open_steps() -> ColumnElement[bool]:
    steps = select(Todo.source_id).where(Todo.source == TodoSource.ENGAGEMENT, Todo.state == TodoState.OPEN)
    return Engagement.id.in_(steps)


HELD: Mapping[Belonging, Held] = {
    Belonging.TODOS: Held(Todo, "owner_id", (Todo.state == TodoState.OPEN,), Todo.park_id),
    Belonging.STEPS: Held(
        Engagement, "next_owner_id", (Engagement.archived_at.is_(None), _open_steps()), Engagement.park_id
    ),
    Belonging.PROJECTS: Held(
        Project,
        "responsible_id",
        (Project.archived_at.is_(None), Project.status.in_((Status.ACTIVE, Status.PAUSED))),
        Project.park_id,
    ),
    Belonging.CONTACTS: Held(Contact, "owner_id", (Contact.archived_at.is_(None),)),
    Belonging.ISSUES: Held(
        Issue, "owner_id", (Issue.archived_at.is_(None), Issue.state != IssueState.CLOSED), Issue.park_id
    ),
    Belonging.MILESTONES: Held(
        Milestone,
        "owner_id",
        (Milestone.archived_at.is_(None), Milestone.actual_on.is_(None)),
        is_of_project=True,
    ),
    Belonging.PROCEDURES: Held(
        Procedure,
        "responsible_id",
        (Procedure.is_needed.is_(True), Procedure.done_on.is_(None)),
        is_of_project=True,
    ),
    Belonging.COMMITMENTS: Held(
        DelegationCommitment,
        "owner_id",
        (
            DelegationCommitment.archived_at.is_(None),
            DelegationCommitment.state == CommitmentState.OPEN,
        ),
    ),
}


def _conditions(held: Held, owner: User, by: User, to: User | None) -> list[ColumnElement[bool]]:
    """The owner's, of the parks for which both who hands over and who takes over work."""
    conditions = [getattr(held.model, held.owner) == owner.id, *held.matters]
    parks = {own_park_id(by), own_park_id(to)} - {None}
    for park_id in parks:
        if held.is_of_project:
            projects = select(Project.id).where(Project.park_id == park_id)
            conditions.append(held.model.project_id.in_(projects))
        elif held.park is not None:
            conditions.append((held.park == park_id) | held.park.is_(null()))
    return conditions


def count_held(owner: User, *, by: User, to: User | None) -> dict[Belonging, int]:
    """How many records of each kind would pass, in one statement."""
    counts = [
        select(literal(kind.value), func.count())
        .select_from(held.model)
        .where(*_conditions(held, owner, by, to))
        for kind, held in HELD.items()
    ]
    found = {Belonging(kind): number for kind, number in session.execute(union_all(*counts))}
    return {kind: found[kind] for kind in HELD}


def list_held(kind: Belonging, owner: User, *, by: User, to: User) -> Sequence[Any]:
    """The records of a kind that pass."""
    held = HELD[kind]
    query: Select[Any] = select(held.model).where(*_conditions(held, owner, by, to)).order_by(held.model.id)
    return session.scalars(query).unique().all()


def list_leavers(by: User) -> Sequence[User]:
    """Whose records the person may hand over, whether or not they are still here."""
    query = select(User).where(User.role.in_(READERS), User.archived_at.is_(None))
    park_id = own_park_id(by)
    if park_id is not None:
        query = query.where(User.park_id == park_id, User.role.in_(PARK_ROLES))
    return session.scalars(query.order_by(User.is_enabled, User.display_name, User.id)).all()


def list_takers(leaver: User, by: User) -> Sequence[User]:
    """Who may take over from the person."""
    query = select(User).where(
        User.is_enabled,
        User.archived_at.is_(None),
        User.id != leaver.id,
        User.role.in_((*PARK_ROLES, Role.COORDINATOR)),
    )
    of_park = own_park_id(leaver) or own_park_id(by)
    found = session.scalars(query.order_by(User.display_name, User.id))
    return [user for user in found if can_take_over(user.role, user.park_id, of_park=of_park)]
