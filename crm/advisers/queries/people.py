"""Who acts on what advisers hand in: those who may, and the one of them whose to-do it becomes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from crm.core.database import session
from models import Adviser, Project, Todo, User
from models.enums import Role, TodoSource, TodoState


def office_ids() -> list[int]:
    """The office, which rules."""
    return _ids(User.role == Role.COORDINATOR)


def people_of(park_id: int) -> list[int]:
    """Who leads the park."""
    return _ids(User.role == Role.PARK_LEAD, User.park_id == park_id)


def confirmers_of(project: Project) -> list[int]:
    """Who answers what an adviser tells of a project: whoever is responsible, else its park's leads, else
    its officers."""
    of_park = (User.role.in_((Role.OFFICER, Role.PARK_LEAD)), User.park_id == project.park_id)
    responsible = _ids(User.id == project.responsible_id, *of_park) if project.responsible_id else []
    return responsible or people_of(project.park_id) or _ids(*of_park)


def _ids(*fits: object) -> list[int]:
    query = select(User.id).where(User.is_enabled, User.archived_at.is_(None), *fits)  # type: ignore[arg-type]
    return list(session.scalars(query.order_by(User.id)))


def pick_owner(user_ids: Sequence[int], source: TodoSource, source_id: int) -> int | None:
    """Whose to-do it is: it stays with whom it was given, else goes to who has the fewest open ones."""
    present = session.scalar(
        select(Todo.source_owner_id).where(Todo.source == source, Todo.source_id == source_id)
    )
    if present in user_ids:
        return present
    open_ones = _count_open(user_ids)
    return min(user_ids, key=lambda number: (open_ones.get(number, 0), number), default=None)


def _count_open(user_ids: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(Todo.owner_id, func.count().label("number"))
        .where(Todo.owner_id.in_(user_ids), Todo.state == TodoState.OPEN)
        .group_by(Todo.owner_id)
    )
    return {row.owner_id: row.number for row in rows}


def account_of(adviser_id: int) -> int | None:
    """The account that acts for an adviser; None where there is none, or the adviser was put away."""
    return session.scalar(
        select(Adviser.user_id).where(Adviser.id == adviser_id, Adviser.archived_at.is_(None))
    )
