"""Every pipeline project has a record in the library, which follows it where lists are narrowed by it."""

from __future__ import annotations

from typing import Any

from crm.core import events
from crm.majors.service import following
from models import Project


@events.project_saved.connect
def follow_project(project: Project, **_more: Any) -> None:
    following.follow_project(project)
