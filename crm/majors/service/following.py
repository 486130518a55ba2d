"""Records of pipeline projects: opened with them, and following where lists are narrowed by them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import inspect

from crm.core.database import session
from crm.majors.queries import records as queries
from crm.majors.rules import preparation_of
from crm.majors.service.records import touch
from kernel import clock
from models import MajorProject, Project

BATCH = 500

_waiting: ContextVar[MajorProject | None] = ContextVar("waiting", default=None)


@contextmanager
def becoming(major: MajorProject) -> Iterator[None]:
    """The pipeline project that is opened inside is what ``major`` becomes: it gets no second record."""
    token = _waiting.set(major)
    try:
        yield
    finally:
        _waiting.reset(token)


def follow_project(project: Project) -> MajorProject:
    """The record of the project, opened if there is none, with what follows from the project."""
    with session.no_autoflush:
        is_new = not inspect(project).persistent
        major = None if is_new else project.major
        if major is None and (major := _waiting.get()) is not None:
            major.project = project
        if major is None:
            return open_for(project)
        _follow(major, project)
        return major


def open_for(project: Project) -> MajorProject:
    now = clock.now()
    major = MajorProject(
        project=project,
        park_id=project.park_id,
        preparation=preparation_of(project.stage, project.status),
        name_key=project.name_key,
        archived_at=project.archived_at,
        archived_reason=project.archived_reason,
        created_at=now,
        updated_at=now,
    )
    session.add(major)
    return major


def fill_missing() -> int:
    """A record for every project that has none, such as those written in bulk; how many there were."""
    total = 0
    while found := queries.list_projects_without(BATCH):
        for project in found:
            open_for(project)
        session.flush()
        total += len(found)
    return total


def _follow(major: MajorProject, project: Project) -> None:
    wanted = {
        "park_id": project.park_id,
        "preparation": preparation_of(project.stage, project.status),
        "name_key": project.name_key,
    }
    if major.ref is None:
        # What the library planned itself stays, whatever becomes of the project.
        wanted |= {"archived_at": project.archived_at, "archived_reason": project.archived_reason}
    changed = {name: value for name, value in wanted.items() if getattr(major, name) != value}
    for name, value in changed.items():
        setattr(major, name, value)
    if changed:
        touch(major)
