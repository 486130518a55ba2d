"""A firm's new name is found on its projects too."""

from __future__ import annotations

from crm.core.events import firm_changed
from crm.projects import queries, service
from models import Firm


@firm_changed.connect
def reindex_projects(firm: Firm) -> None:
    for project in queries.list_projects_to_reindex(firm):
        service.index(project, firm)
