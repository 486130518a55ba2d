"""A project as a row of a file: the columns that an import takes, and the same values."""

from __future__ import annotations

from models import Project
from models.enums import Stage

STAGE_DATES = tuple(f"{stage.value}_on" for stage in Stage)
HEAD = (
    "ref",
    "name",
    "firm_ref",
    "park",
    "industry",
    "stage",
    *STAGE_DATES,
    "status",
    "status_reason",
    "status_until",
    "planned_amount",
    "planned_currency",
    "responsible",
)


def row_of(project: Project) -> list[object]:
    """The project in the order of :data:`HEAD`."""
    planned = project.planned
    return [
        project.ref,
        project.name,
        project.firm.ref,
        project.park.code,
        project.industry.name if project.industry else None,
        project.stage.value,
        *(getattr(project, name) for name in STAGE_DATES),
        project.status.value,
        project.status_reason,
        project.status_until,
        str(planned) if planned else None,
        planned.currency.value if planned else None,
        project.responsible or (project.responsible_user.display_name if project.responsible_user else None),
    ]
