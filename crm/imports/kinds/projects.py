"""Projects: at first taken with their stages as recorded facts, later moved through the gates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from crm.core.permissions import is_own_park
from crm.imports.columns import written
from crm.imports.kinds import queries
from crm.imports.kinds.base import Importer, values_of
from crm.imports.kinds.industries import IndustryNames
from crm.imports.kinds.protections import HeldGroups
from crm.imports.rows import Cells, Row
from crm.imports.rules import Kind
from crm.pipeline import rules as pipeline_rules
from crm.pipeline import service as pipeline
from crm.pipeline.labels import IMPORT_FAULTS
from crm.pipeline.service import ImportedStages
from crm.projects import service as projects
from crm.projects.service import ProjectFields
from kernel import clock
from kernel.errors import RuleError
from models import ImportChange, Project
from models.enums import Matter, Role, Stage, Status

DAYS = {stage: f"{stage.value}_on" for stage in Stage}
STAGE_COLUMNS = frozenset({"stage", "status", *DAYS.values()})
WRITTEN = {
    "name": "name",
    "planned_amount": "planned_minor",
    "planned_currency": "planned_currency",
    "responsible": "responsible",
}


class ProjectsImporter(Importer[Project]):
    kind = Kind.PROJECTS
    fields = {
        "firm_id": "firm_ref",
        "park_id": "park",
        "industry_id": "industry",
        "planned_minor": "planned_amount",
        "to": "stage",
        "until": "status_until",
        "reason": "status_reason",
        "establishment_id": "park",
    }

    def prepare(self, rows: Sequence[Row]) -> None:
        self.load_parks()
        self._projects = queries.projects_by_ref(values_of(rows, "ref"))
        self._firms = queries.firms_by_ref(values_of(rows, "firm_ref"))
        self._industries = IndustryNames()
        self._people = queries.users_by_name(values_of(rows, "responsible"))
        self._held = HeldGroups(self._firms)

    def place(self, row: Row) -> None:
        self.place_by_key(row, self._projects)
        if self._is_foreign(row):
            self.refuse_ref(row)
        else:
            row.is_back = row.record is not None and row.record.is_archived

    def _is_foreign(self, row: Row) -> bool:
        return row.record is not None and not is_own_park(self.scene.actor, row.record.park_id)

    def resolve(self, row: Row) -> None:
        words = _("There is no firm “%(ref)s” here.", ref=row.get("firm_ref"))
        firm = self.known(row, "firm_ref", self._firms, words)
        self.refuse_firm_away(row, firm or (row.record.firm if row.record else None))
        self.known_park(row)

    def check(self, row: Row) -> None:
        if self._is_foreign(row):
            return
        self.resolve(row)
        self._check_cleared(row)
        self._check_planned(row)
        if row.is_new:
            self._check_first_stages(row)
        firm, park = row.found.get("firm_ref"), row.found.get("park")
        there: Project | None = row.record
        if firm is not None and (there is None or there.firm_id != firm.id):
            self._held.remark(row, {firm.id}, park.id if park else there.park_id if there else 0)

    def _check_cleared(self, row: Row) -> None:
        for name in STAGE_COLUMNS:
            if row.gives(name) and row.given[name] is None:
                row.refuse(name, _("Stages are not emptied; going back is done on the project's page."))

    def _check_planned(self, row: Row) -> None:
        project: Project | None = row.record
        there = (project.planned_minor, project.planned_currency) if project else (None, None)
        amount = row.given.get("planned_amount", there[0])
        currency = row.given.get("planned_currency", there[1])
        if (amount is None) != (currency is None):
            missing = "planned_amount" if amount is None else "planned_currency"
            if not row.is_refused(missing):
                row.refuse(missing, _("An amount and its currency go together."))
        if amount is not None and amount <= 0:
            row.refuse("planned_amount", _("The planned amount is more than zero."))

    def _check_first_stages(self, row: Row) -> None:
        """A coordinator's first import records stages as facts; their days must be in order all the same."""
        if row.bad or self.scene.actor.role is not Role.COORDINATOR:
            return
        said = _said(row)
        reached = pipeline_rules.ReachedStages(
            pipeline_rules.stage_reached(said.stage, said.dates), said.dates or {Stage.LEAD: clock.today()}
        )
        for stage, fault in pipeline_rules.import_faults(reached, today=clock.today()).items():
            row.refuse(DAYS[stage], str(IMPORT_FAULTS[fault]))

    def cells_of(self, record: Project) -> Cells:
        values: dict[str, Any] = {
            "ref": record.ref,
            "name": record.name,
            "firm_ref": record.firm.ref,
            "park": record.park.code,
            "industry": record.industry.name if record.industry else None,
            "stage": record.stage,
            "status": record.status,
            "status_reason": record.status_reason,
            "status_until": record.status_until,
            "planned_amount": record.planned_minor,
            "planned_currency": record.planned_currency,
            "responsible": record.responsible,
            **{name: record.reached_on(stage) for stage, name in DAYS.items()},
        }
        return {column.name: written(column, values[column.name]) for column in self.columns}

    def compare(self, row: Row) -> None:
        super().compare(row)
        if "industry" in row.after and self._industries.is_same(row.get("industry"), row.record.industry):
            del row.before["industry"], row.after["industry"]

    def create(self, row: Row) -> Project:
        if row.is_back:
            projects.restore_project(row.record, by=self.scene.actor)
            row.after = {name: text for name, text in row.after.items() if name != "ref"}
            return self.change(row)
        fields = self._fields(row, ProjectFields(name="", firm_id=0, park_id=0))
        return pipeline.import_project(fields, _said(row), ref=row.key, by=self.scene.actor)

    def change(self, row: Row) -> Project:
        project: Project = row.record
        if row.after.keys() - STAGE_COLUMNS - {"status_reason", "status_until"}:
            fields = self._fields(row, projects.fields_of(project))
            projects.edit_project(project, fields, by=self.scene.actor, matter=Matter.SAME)
        if row.after.keys() & STAGE_COLUMNS:
            pipeline.apply_imported_stages(project, _said(row), by=self.scene.actor)
        for name in ("status_reason", "status_until"):
            if name in row.after and project.status is not Status.ACTIVE and row.gives(name):
                setattr(project, name, row.given[name])
        return project

    def _fields(self, row: Row, there: ProjectFields) -> ProjectFields:
        values: dict[str, Any] = {
            inner: row.given[name] for name, inner in WRITTEN.items() if row.gives(name)
        }
        if row.gives("firm_ref"):
            values["firm_id"] = row.found["firm_ref"].id
        if row.gives("park"):
            values["park_id"] = row.found["park"].id
        if row.gives("industry"):
            industry = self._industries.named(row.given["industry"])
            values["industry_id"] = industry.id if industry else None
        if row.gives("responsible"):
            person = self._people.get(row.given["responsible"])
            values["responsible_id"] = person.id if person else None
        return replace(there, **values)

    def load(self, ids: Sequence[int]) -> Sequence[Project]:
        return list(queries.find_many(Project, Project.id, ids, options=queries.PROJECT))

    def iterate_ids(self) -> Iterator[int]:
        return queries.visible_project_ids(self.scene.user)

    def current(self, changes: Sequence[ImportChange]) -> dict[int, Project]:
        return {key: project for key, project in super().current(changes).items() if not project.is_archived}

    def undo_new(self, record: Project, change: ImportChange) -> None:
        entries, engagements = queries.count_on_project(record)
        if entries or engagements:
            raise RuleError(
                _(
                    "%(ref)s carries %(entries)s ledger entries and %(engagements)s engagements by now.",
                    ref=record.ref,
                    entries=entries,
                    engagements=engagements,
                )
            )
        projects.archive_project(
            record, reason=_("import %(batch)s undone", batch=change.batch_id), by=self.scene.actor
        )


def _said(row: Row) -> ImportedStages:
    days: dict[Stage, date] = {stage: row.given[name] for stage, name in DAYS.items() if row.get(name)}
    return ImportedStages(
        stage=row.get("stage"),
        dates=days,
        status=row.get("status"),
        status_reason=row.get("status_reason"),
        status_until=row.get("status_until"),
    )
