"""Projects: listed, read with what their next stage needs, opened, changed, moved."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from crm.api.operations import operation, sent_body, sent_query, written
from crm.api.refusals import refuse_stale
from crm.api.resources.naming import named, park_id_of, park_named, refuse_unknown
from crm.api.shapes import (
    Amount,
    AmountText,
    Answer,
    Arguments,
    Body,
    Day,
    Line,
    ListArguments,
    Many,
    MatterSaid,
    NamedOut,
    One,
    ParkCode,
    ParkOut,
    PersonOut,
    Query,
    RecordId,
    RecordNumber,
    RecordRef,
    Version,
    Words,
    page_answer,
)
from crm.core.permissions import check_own_park
from crm.firms import queries as firms
from crm.pipeline import gates
from crm.pipeline import queries as pipeline
from crm.pipeline import service as moves
from crm.projects import queries, service
from crm.projects.labels import REQUIREMENTS
from crm.projects.queries import ProjectFilters
from crm.projects.rules import next_stage
from crm.projects.service import ProjectFields
from crm.web.paging import Sort, page_of
from kernel.errors import DeniedError
from kernel.money import Currency
from models import Project, User
from models.enums import AgreementKind, Stage, Status

SORTS = {
    "changed": Sort(Project.updated_at, descending=True),
    "name": Sort(Project.name_key),
    "ref": Sort(Project.ref),
}
LAND, JOBS = 1_000_000, 10_000_000


class ProjectsQuery(ListArguments):
    sort: Literal["changed", "-changed", "name", "-name", "ref", "-ref"] = "changed"
    q: Query = ""
    stage: Stage | None = None
    status: Status | None = None
    park: ParkCode | None = None
    industry: RecordNumber | None = None
    responsible: RecordNumber | None = None
    firm: RecordNumber | None = None
    edition: RecordNumber | None = None
    signed_from: Day | None = None
    signed_to: Day | None = None
    archived: bool = False


class ProjectOut(Answer):
    id: int
    ref: str
    name: str
    firm: RecordRef
    park: ParkOut
    industry: NamedOut | None
    stage: Stage
    status: Status
    status_reason: str | None
    status_until: date | None
    lead_on: date | None
    talks_on: date | None
    review_on: date | None
    signed_on: date | None
    registered_on: date | None
    construction_on: date | None
    operating_on: date | None
    planned_amount: AmountText | None
    planned_currency: Currency | None
    responsible: str | None
    responsible_user: PersonOut | None
    is_archived: bool
    lock_version: int
    created_at: datetime
    updated_at: datetime


class NeedOut(Answer):
    key: str
    label: str
    met: bool
    why: str


class GateOut(Answer):
    stage: Stage
    needs: list[NeedOut]


class ProjectDetail(ProjectOut):
    content: str | None
    land_need_mu: int | None
    jobs: int | None
    energy_class: str | None
    carbon_class: str | None
    lead_source: str | None
    has_incentive: bool
    review_passed_on: date | None
    fair_competition_on: date | None
    agreement_kind: AgreementKind | None
    agreement_on: date | None
    signing_event: str | None
    establishment_id: int | None
    construction_start_on: date | None
    land_secured_on: date | None
    production_start_on: date | None
    gate: GateOut | None = Field(description="What the next stage needs; null at the last one.")


class ProjectWritten(Body):
    """What is left out of a change stays; null empties it."""

    industry_id: RecordId | None = None
    responsible: Line | None = None
    responsible_id: RecordId | None = None
    planned_amount: Amount | None = None
    planned_currency: Currency | None = None
    content: Words | None = None
    land_need_mu: Annotated[int | None, Field(ge=0, le=LAND)] = None
    jobs: Annotated[int | None, Field(ge=0, le=JOBS)] = None
    energy_class: Line | None = None
    carbon_class: Line | None = None
    lead_source: Line | None = None
    has_incentive: bool = False
    review_passed_on: Day | None = None
    fair_competition_on: Day | None = None
    agreement_kind: AgreementKind | None = None
    agreement_on: Day | None = None
    signing_event: Line | None = None
    establishment_id: RecordId | None = None
    construction_start_on: Day | None = None
    land_secured_on: Day | None = None
    production_start_on: Day | None = None


class NewProject(ProjectWritten):
    name: Annotated[Line, Field(min_length=1)]
    firm_id: RecordId
    park: ParkCode
    lead_on: Day | None = None
    matter: MatterSaid = None


class ProjectChange(ProjectWritten):
    lock_version: Version
    # Left out, they stay; none of them can be emptied.
    name: Line = Field(default_factory=str, min_length=1)
    firm_id: RecordId = Field(default_factory=int)
    park: ParkCode = Field(default_factory=str)
    matter: MatterSaid = None


class Move(Body):
    to: Stage
    on: Day
    reason: Words = ""
    lock_version: Version


@operation(Many[ProjectOut], query=ProjectsQuery)
def list_projects(user: User) -> Many[ProjectOut]:
    """Projects: park staff see their park's."""
    asked = sent_query(ProjectsQuery)
    filters = ProjectFilters(
        query=asked.q,
        stage=asked.stage,
        status=asked.status,
        park_id=park_id_of(asked.park),
        industry_id=asked.industry,
        responsible_id=asked.responsible,
        firm_id=asked.firm,
        edition_id=asked.edition,
        signed_from=asked.signed_from,
        signed_to=asked.signed_to,
        is_archived=asked.archived,
    )
    query = queries.projects_query(filters, viewer=user)
    page = page_of(query, sorts=SORTS, default="changed", id_column=Project.id)
    return page_answer(page, lambda project: ProjectOut(**_facts(project)))


@operation(One[ProjectDetail])
def get_project(user: User, project_id: int) -> One[ProjectDetail]:
    """A project, with what its next stage needs and still lacks."""
    sent_query(Arguments)
    return _answer(project_id, user)


@operation(One[ProjectDetail], body=NewProject, status=201)
def create_project(user: User) -> One[ProjectDetail]:
    """Open a project as a lead."""
    sent = sent_body(NewProject)
    values = _values(sent, user) | {"name": sent.name, "firm_id": sent.firm_id}
    values["park_id"] = park_named(sent.park).id
    named("firm_id", lambda: firms.get_firm(sent.firm_id, viewer=user))
    project = service.create_project(
        ProjectFields(**values), by=user, lead_on=sent.lead_on, matter=sent.matter
    )
    written(project)
    return _answer(project.id, user)


@operation(One[ProjectDetail], body=ProjectChange)
def change_project(user: User, project_id: int) -> One[ProjectDetail]:
    """Change some of a project's facts, as they were read. Stages and states have ways of their own."""
    project = queries.get_project(project_id, viewer=user)
    check_own_park(project.park_id, user)
    sent = sent_body(ProjectChange)
    refuse_stale(project, sent.lock_version)
    fields_now = service.fields_of(project)
    values = {each.name: getattr(fields_now, each.name) for each in fields(ProjectFields)}
    values |= _values(sent, user)
    if "name" in sent.model_fields_set:
        values["name"] = sent.name
    if "firm_id" in sent.model_fields_set:
        named("firm_id", lambda: firms.get_firm(sent.firm_id, viewer=user))
        values["firm_id"] = sent.firm_id
    if "park" in sent.model_fields_set:
        values["park_id"] = park_named(sent.park).id
    service.edit_project(
        project, ProjectFields(**values), by=user, lock_version=sent.lock_version, matter=sent.matter
    )
    written(project)
    return _answer(project_id, user)


@operation(One[ProjectDetail], body=Move)
def move_project(user: User, project_id: int) -> One[ProjectDetail]:
    """Move a project to a stage, through its gate; what the gate lacks is named in the refusal."""
    project = queries.get_project(project_id, viewer=user)
    check_own_park(project.park_id, user)
    sent = sent_body(Move)
    refuse_stale(project, sent.lock_version)
    try:
        moves.move_project(
            project, sent.to, on=sent.on, reason=sent.reason, by=user, lock_version=sent.lock_version
        )
    except DeniedError as error:
        verdict = moves.judge(project, sent.to, on=sent.on, reason=sent.reason, by=user)
        lacking = {f"gate.{each.key}": str(REQUIREMENTS[each.key]) for each in verdict.missing}
        raise DeniedError(error.message, fields={**error.fields, **lacking}) from error
    written(project)
    return _answer(project_id, user)


def _values(sent: ProjectWritten, user: User) -> dict[str, Any]:
    """What was sent, by the names of the record, with what it names looked up."""
    values = {
        name: getattr(sent, name) for name in ProjectWritten.model_fields.keys() & sent.model_fields_set
    }
    if "planned_amount" in values:
        values["planned_minor"] = values.pop("planned_amount")
    if values.get("industry_id") is not None or values.get("responsible_id") is not None:
        offered = queries.list_choices(viewer=user)
        refuse_unknown("industry_id", values.get("industry_id"), {row.id for row in offered.industries})
        refuse_unknown("responsible_id", values.get("responsible_id"), {row.id for row in offered.staff})
    return values


def _answer(project_id: int, user: User) -> One[ProjectDetail]:
    project = queries.get_project(project_id, viewer=user)
    own = ProjectDetail.model_fields.keys() - ProjectOut.model_fields.keys() - {"gate"}
    plain = {name: getattr(project, name) for name in own}
    return One(data=ProjectDetail(**_facts(project), **plain, gate=_gate(project)))


def _gate(project: Project) -> GateOut | None:
    following = next_stage(project.stage)
    if following is None:
        return None
    needs = gates.needs(project, following, pipeline.gate_facts(project), may_fill=False)
    return GateOut(stage=following, needs=[NeedOut.model_validate(need) for need in needs])


def _facts(project: Project) -> dict[str, Any]:
    looked_up = {"firm", "park", "industry", "planned_amount", "responsible_user"}
    responsible = project.responsible_user
    return {
        **{name: getattr(project, name) for name in ProjectOut.model_fields.keys() - looked_up},
        "firm": RecordRef.of(project.firm),
        "park": ParkOut.of(project.park),
        "industry": NamedOut.of(project.industry) if project.industry else None,
        "planned_amount": str(project.planned) if project.planned else None,
        "responsible_user": PersonOut.of(responsible) if responsible else None,
    }
