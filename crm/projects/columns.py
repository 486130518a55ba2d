"""The columns of the list of projects: which there are, which are shown, and what a file of them holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.web.labels import label, local_name
from models import Project


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column; ``text`` is what a file holds of it, the list's template how it looks."""

    key: str
    label: LazyString
    text: Callable[[Project], object]
    sort: str | None = None
    is_usual: bool = True
    is_numeric: bool = False


def _planned(project: Project) -> str:
    planned = project.planned
    return f"{planned} {planned.currency.value}" if planned else ""


def _responsible(project: Project) -> str:
    return project.responsible_user.display_name if project.responsible_user else project.responsible or ""


COLUMNS = (
    ListColumn("firm", _l("Investor firm"), lambda project: project.firm.name),
    ListColumn("industry", _l("Industry"), lambda project: local_name(project.industry), is_usual=False),
    ListColumn("park", _l("Park"), lambda project: local_name(project.park)),
    ListColumn("stage", _l("Stage"), lambda project: label(project.stage)),
    ListColumn("status", _l("Status"), lambda project: label(project.status), is_usual=False),
    ListColumn("light", _l("Light"), lambda project: label(project.light.colour if project.light else None)),
    ListColumn("planned", _l("Planned investment"), _planned, is_numeric=True),
    ListColumn("jobs", _l("Jobs"), lambda project: project.jobs, is_usual=False, is_numeric=True),
    ListColumn("signed", _l("Signed"), lambda project: project.signed_on, is_usual=False),
    ListColumn("source", _l("Where the lead came from"), lambda project: project.lead_source, is_usual=False),
    ListColumn("responsible", _l("Responsible"), _responsible),
    ListColumn("changed", _l("Last change"), lambda project: project.updated_at.isoformat(), sort="changed"),
)
"""Beside the project itself, which is always shown."""


def chosen_columns() -> list[ListColumn]:
    """Those that the address names, in the order of the table; the usual ones where it names none."""
    asked = {name for each in request.args.getlist("columns") for name in each.split(",")}
    known = [column for column in COLUMNS if column.key in asked]
    return known or [column for column in COLUMNS if column.is_usual]


def head(columns: Sequence[ListColumn]) -> list[str]:
    return [str(_l("Number")), str(_l("Project")), *(str(column.label) for column in columns)]


def row_of(project: Project, columns: Sequence[ListColumn]) -> list[object]:
    return [project.ref, project.name, *(column.text(project) for column in columns)]
