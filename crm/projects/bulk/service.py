"""Changing one field of many projects, all or none, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from crm.core.actors import current_actor
from crm.core.database import session
from crm.core.permissions import Permission, is_own_park, may
from crm.projects import service as projects
from crm.projects.bulk import queries
from kernel import clock
from kernel.errors import ConflictError, NotAllowedError, RuleError
from models import BulkChange, BulkChangeRow, Project, User
from models.enums import BulkField

LONGEST_SOURCE = 200


@dataclass(frozen=True, slots=True)
class Planned:
    """What a change would do to one project; ``refused`` says why it would do nothing."""

    project: Project
    before: Any
    refused: str | None


def preview(chosen: Sequence[Project], field: BulkField, value: Any, *, by: User | None) -> list[Planned]:
    """What would change, project by project, without changing it."""
    return [
        Planned(project, getattr(project, field.value), _refusal(project, field, value, by))
        for project in chosen
    ]


def _refusal(project: Project, field: BulkField, value: Any, by: User | None) -> str | None:
    if by is not None and not is_own_park(by, project.park_id):
        return str(_("Belongs to another park."))
    if project.is_archived:
        return str(_("Was put away."))
    if getattr(project, field.value) == value:
        return str(_("Is so already."))
    return None


def change_many(field: BulkField, value: Any, versions: Mapping[int, int], *, by: User | None) -> BulkChange:
    """Change the field of every project named, at the version that was seen: all of them or none.

    Raises:
        NotAllowedError: not for who asks.
        RuleError: none or too many are named, or one of them can't be changed.
        ConflictError: somebody changed one of them since; it is named.
    """
    if by is not None and not may(by, Permission.EDIT_PROJECTS):
        raise NotAllowedError(_("You may not change projects."))
    if not versions or len(versions) > queries.MOST:
        raise RuleError(_("Between 1 and %(most)s projects are changed at once.", most=queries.MOST))
    value = _checked(field, value)
    chosen = queries.list_chosen(versions, viewer=by)
    _refuse_any(chosen, field, value, versions, by)
    change = BulkChange(field=field, value=value)
    for project in chosen:
        before = getattr(project, field.value)
        setattr(project, field.value, value)
        projects.touch(project)
        change.rows.append(BulkChangeRow(project=project, before=before, left_version=0))
    session.add(change)
    with session.no_autoflush:
        for row in change.rows:
            row.left_version = row.project.lock_version + 1
    session.flush()
    return change


def _checked(field: BulkField, value: Any) -> Any:
    if field is not BulkField.SOURCE:
        return value
    text = str(value or "").strip()
    if len(text) > LONGEST_SOURCE:
        raise RuleError(_("At most %(number)s characters.", number=LONGEST_SOURCE))
    return text or None


def _refuse_any(
    chosen: Sequence[Project], field: BulkField, value: Any, versions: Mapping[int, int], by: User | None
) -> None:
    if len(chosen) != len(versions):
        raise RuleError(_("One of the projects is not there any more, or not yours to see."))
    stale = [project.ref for project in chosen if project.lock_version != versions[project.id]]
    if stale:
        words = _(
            "Somebody else changed in the meantime: %(which)s. Nothing was changed.",
            which=_(", ").join(stale),
        )
        raise ConflictError(words)
    refused = [
        f"{each.project.ref}: {each.refused}" for each in preview(chosen, field, value, by=by) if each.refused
    ]
    if refused:
        raise RuleError(" ".join(refused))


@dataclass(frozen=True, slots=True)
class Undone:
    """How many are as they were, and the numbers of those that somebody changed since."""

    number: int
    kept: list[str]


def undo_change(change: BulkChange, *, by: User | None) -> Undone:
    """Take a change back wherever nobody changed the project since; the others stay, and are named.

    Raises:
        NotAllowedError: not for who asks.
        RuleError: it was taken back already, or every project was changed since.
    """
    if by is not None and not may(by, Permission.EDIT_PROJECTS):
        raise NotAllowedError(_("You may not change projects."))
    if change.undone_at is not None:
        raise RuleError(_("It was taken back already."))
    back = [row for row in change.rows if _is_untouched(row, by)]
    kept = [row.project.ref for row in change.rows if row not in back]
    if not back:
        raise RuleError(
            _("Every one of the projects was changed since: %(which)s.", which=_(", ").join(kept))
        )
    for row in back:
        setattr(row.project, change.field.value, row.before)
        projects.touch(row.project)
    change.undone_at, change.undone_by_id = clock.now(), current_actor().user_id
    session.flush()
    return Undone(len(back), kept)


def _is_untouched(row: BulkChangeRow, by: User | None) -> bool:
    is_own = by is None or is_own_park(by, row.project.park_id)
    return is_own and not row.project.is_archived and row.project.lock_version == row.left_version
