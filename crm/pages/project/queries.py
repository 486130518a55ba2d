"""What the page of one project shows of several features, built for its templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from flask_babel import gettext as _

from crm.core.database import at_most, session
from crm.ledger import queries as ledger
from crm.ledger.lenses.queries import ProjectMoney
from crm.ledger.lenses.rules import Scope
from crm.ledger.queries import EntryFilter
from crm.projects.labels import REQUIREMENTS
from crm.projects.rules import GateFacts, gaps_up_to
from crm.web.labels import label, local_name
from kernel import clock
from models import LedgerEntry, Project, ProjectVersion, StageMove, User
from models.enums import Measure, MoveKind, Stage

ENTRY_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Step:
    """One stage on the path."""

    value: str
    label: str
    on: date | None
    state: str
    note: str | None


def stage_path(project: Project, moves: Sequence[StageMove]) -> list[Step]:
    """The seven stages with their days; what was skipped or imported says so."""
    came_by = {move.to_stage: move.kind for move in reversed(moves) if move.kind is not MoveKind.STATUS}
    return [
        Step(
            value=stage.value,
            label=label(stage),
            on=project.reached_on(stage),
            state=_state(stage, project.stage),
            note=_note(stage, project, came_by.get(stage)),
        )
        for stage in Stage
    ]


def _state(stage: Stage, present: Stage) -> str:
    if stage is present:
        return "current"
    return "done" if stage.order < present.order else "ahead"


def _note(stage: Stage, project: Project, kind: MoveKind | None) -> str | None:
    if stage.order < project.stage.order and project.reached_on(stage) is None:
        return str(_("no day recorded") if project.is_imported else _("skipped"))
    if stage.order <= project.stage.order and kind in (MoveKind.SKIP, MoveKind.BACK, MoveKind.IMPORTED):
        return label(kind)
    return None


@dataclass(frozen=True, slots=True)
class Gap:
    """What a gate lacked when the project was imported, and whether it does still."""

    label: str
    is_filled: bool


def import_gaps(project: Project, facts: GateFacts) -> list[Gap]:
    still = set(gaps_up_to(Stage.OPERATING, facts))
    keys = [key for key in project.import_gaps or [] if key in REQUIREMENTS]
    return [Gap(str(REQUIREMENTS[key]), key not in still) for key in keys]


def verified_money(project: Project) -> ProjectMoney:
    """Verified cents by measure over all parks: the project's own, whatever the plan and the lens."""
    sums = ledger.projects_money([project.id], clock.today(), clock.now(), scope=Scope.ZONE)
    return sums.get(project.id, ProjectMoney())


@dataclass(frozen=True, slots=True)
class ProjectLedger:
    """A project's money, by measure: what is verified, and with what still waits; its newest entries."""

    verified: ProjectMoney
    reported: Mapping[Measure, int]
    entries: Sequence[LedgerEntry]
    has_more: bool


def project_ledger(project: Project, *, viewer: User | None) -> ProjectLedger:
    query = ledger.entries_query(EntryFilter(project_id=project.id), viewer=viewer)
    newest = query.order_by(LedgerEntry.effective_on.desc(), LedgerEntry.id.desc())
    entries = session.scalars(newest.limit(at_most(ENTRY_LIMIT + 1))).unique().all()
    return ProjectLedger(
        verified=verified_money(project),
        reported=ledger.project_sums(project.id),
        entries=entries[:ENTRY_LIMIT],
        has_more=len(entries) > ENTRY_LIMIT,
    )


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one version changed of the one before it."""

    version: ProjectVersion
    differences: list[Difference]


def version_changes(versions: Sequence[ProjectVersion]) -> list[Change]:
    """The recorded versions, newest first, each with what it changed."""
    pairs = pairwise([None, *versions])
    changes = [Change(new, _differences(old, new)) for old, new in pairs if new is not None]
    return changes[::-1]


def _differences(old: ProjectVersion | None, new: ProjectVersion) -> list[Difference]:
    before = _facts(old) if old is not None else {}
    return [
        Difference(name, before.get(name, ""), value)
        for name, value in _facts(new).items()
        if value != before.get(name, "")
    ]


def _facts(version: ProjectVersion) -> dict[str, str]:
    """What a version holds, in words."""
    facts = {
        str(_("Investor firm")): version.firm.name,
        str(_("Park")): local_name(version.park),
        str(_("Stage")): label(version.stage),
        str(_("Status")): label(version.status),
        str(_("Put away")): str(_("Yes")) if version.is_archived else "",
    }
    for stage in Stage:
        day = version.reached_on(stage)
        facts[str(_("Day of: %(stage)s", stage=label(stage)))] = day.isoformat() if day else ""
    return facts
