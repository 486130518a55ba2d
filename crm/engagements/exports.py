"""An engagement as a row of a file: the columns that an import takes, and the same values."""

from __future__ import annotations

from crm.core.visibility import may_see_project
from kernel import clock
from models import Engagement, User

HEAD = (
    "ref",
    "kind",
    "happened_at",
    "firm_refs",
    "park",
    "summary",
    "outcome",
    "next_step",
    "next_due_on",
    "next_owner",
    "project_ref",
)


def row_of(engagement: Engagement, viewer: User | None) -> list[object]:
    """The engagement in the order of :data:`HEAD`. People are left out: they are personal data.

    A project that the viewer may not see is left out too.
    """
    project = engagement.project
    return [
        engagement.ref,
        engagement.kind.value,
        clock.format_moment(engagement.happened_at),
        ";".join(firm.ref for firm in engagement.firms),
        engagement.park.code,
        engagement.summary,
        engagement.outcome,
        engagement.next_step,
        engagement.next_due_on,
        engagement.next_owner.name if engagement.next_owner else None,
        project.ref if project and may_see_project(viewer, project) else None,
    ]
