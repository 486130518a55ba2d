"""What a file says of a project's stages: recorded facts once, gates ever after."""

from dataclasses import replace
from datetime import date

import pytest

from crm.core.database import session
from crm.pipeline import service
from crm.pipeline.service import ImportedStages
from crm.projects.service import ProjectFields, fields_of
from kernel.errors import NotAllowedError, RuleError
from models import Project
from models.enums import MoveKind, Role, Stage, Status
from tests.factories.projects import make_industry, make_investor, meet_gate
from tests.factories.users import make_user
from tests.factories.zone import get_park

SIGNED = ImportedStages(
    Stage.SIGNED,
    {Stage.LEAD: date(2023, 1, 5), Stage.TALKS: date(2023, 3, 1), Stage.SIGNED: date(2024, 4, 1)},
)


@pytest.fixture(autouse=True)
def in_january_2025(clock_at) -> None:
    clock_at("2025-01-10T02:00:00Z")


def row(**values: object) -> ProjectFields:
    written = ProjectFields("示例项目", make_investor().id, get_park("YY").id, industry_id=make_industry().id)
    return replace(written, **values)


def take(said: ImportedStages, *, by: object = None, ref: str = "P-1", **values: object) -> Project:
    project = service.import_project(row(**values), said, ref=ref, by=by)
    session.commit()
    return project


def test_an_offices_file_is_taken_as_recorded_facts_with_its_gaps_listed() -> None:
    project = take(SIGNED, by=make_user(role=Role.COORDINATOR))

    assert (project.stage, project.signed_on, project.review_on) == (Stage.SIGNED, date(2024, 4, 1), None)
    assert project.is_imported
    assert project.import_gaps == [
        "responsible",
        "engagement",
        "planned_investment",
        "content",
        "land_need",
        "jobs",
        "energy_class",
        "carbon_class",
        "source",
        "review_passed",
        "formal_agreement",
        "agreement_date",
        "signing_event",
        "agreed_entry",
    ]
    assert [(move.kind, move.happened_on) for move in project.moves] == [
        (MoveKind.IMPORTED, date(2024, 4, 1))
    ]


def test_status_is_a_recorded_fact_too() -> None:
    said = replace(SIGNED, status=Status.TERMINATED, status_reason="选址他处")

    project = take(said)

    assert (project.status, project.status_reason) == (Status.TERMINATED, "选址他处")


def test_a_row_without_stage_or_days_is_a_lead_of_today() -> None:
    project = take(ImportedStages())

    assert (project.stage, project.lead_on, project.import_gaps) == (Stage.LEAD, date(2025, 1, 10), [])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (ImportedStages(Stage.SIGNED, {Stage.LEAD: date(2024, 1, 1)}), "signed_on"),
        (ImportedStages(Stage.TALKS, {Stage.TALKS: date(2025, 1, 11)}), "talks_on"),
        (
            ImportedStages(Stage.TALKS, {Stage.LEAD: date(2024, 2, 1), Stage.TALKS: date(2024, 1, 1)}),
            "talks_on",
        ),
        (ImportedStages(Stage.LEAD, {Stage.TALKS: date(2024, 1, 1)}), "talks_on"),
    ],
)
def test_days_that_cannot_be_are_refused_by_column(said: ImportedStages, field: str) -> None:
    with pytest.raises(RuleError) as refusal:
        take(said)

    assert list(refusal.value.fields) == [field]


def test_a_parks_file_opens_a_lead_and_passes_the_gates() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")

    project = take(ImportedStages(Stage.LEAD, {Stage.LEAD: date(2024, 1, 1)}), by=officer)

    assert (project.stage, project.is_imported) == (Stage.LEAD, False)
    with pytest.raises(RuleError) as refusal:
        take(SIGNED, by=officer, ref="P-2")
    assert list(refusal.value.fields) == ["talks_on"]


def test_a_parks_file_brings_no_project_of_another_park() -> None:
    with pytest.raises(NotAllowedError):
        take(ImportedStages(), by=make_user(role=Role.OFFICER, park="XT"))


def test_a_number_is_taken_once() -> None:
    take(ImportedStages())

    with pytest.raises(RuleError) as refusal:
        take(ImportedStages())

    assert "ref" in refusal.value.fields


def test_the_same_row_again_changes_nothing() -> None:
    project = take(SIGNED)
    moves, versions = len(project.moves), len(project.versions)

    changed = service.apply_imported_stages(project, SIGNED, by=None)
    session.commit()
    session.refresh(project)

    assert not changed
    assert (len(project.moves), len(project.versions)) == (moves, versions)
    assert fields_of(project).name == "示例项目"


def test_a_later_stage_of_an_imported_project_passes_its_gate() -> None:
    project = take(SIGNED)
    further = ImportedStages(Stage.REGISTERED, {**SIGNED.dates, Stage.REGISTERED: date(2024, 6, 1)})

    with pytest.raises(RuleError) as refusal:
        service.apply_imported_stages(project, further, by=None)
    assert list(refusal.value.fields) == ["registered_on"]

    meet_gate(project, Stage.REGISTERED)
    assert service.apply_imported_stages(project, further, by=None)
    assert (project.stage, project.registered_on) == (Stage.REGISTERED, date(2024, 6, 1))


def test_two_stages_further_pass_both_gates_each_on_its_day() -> None:
    project = take(SIGNED)
    meet_gate(project, Stage.REGISTERED)
    meet_gate(project, Stage.CONSTRUCTION)
    further = ImportedStages(None, {Stage.REGISTERED: date(2024, 6, 1), Stage.CONSTRUCTION: date(2024, 8, 1)})

    service.apply_imported_stages(project, further, by=None)
    session.commit()

    assert [(move.kind, move.happened_on) for move in project.moves[1:]] == [
        (MoveKind.FORWARD, date(2024, 6, 1)),
        (MoveKind.FORWARD, date(2024, 8, 1)),
    ]


def test_a_file_does_not_move_a_project_back() -> None:
    project = take(SIGNED)

    with pytest.raises(RuleError) as refusal:
        service.apply_imported_stages(project, ImportedStages(Stage.TALKS), by=None)

    assert "stage" in refusal.value.fields


def test_an_office_file_corrects_days_of_stages_reached_and_a_parks_does_not() -> None:
    project = take(SIGNED)
    corrected = replace(SIGNED, dates={**SIGNED.dates, Stage.SIGNED: date(2024, 4, 9)})

    with pytest.raises(NotAllowedError):
        service.apply_imported_stages(project, corrected, by=make_user(role=Role.PARK_LEAD, park="YY"))
    service.apply_imported_stages(project, corrected, by=make_user(role=Role.COORDINATOR))

    assert project.signed_on == date(2024, 4, 9)


def test_a_file_changes_the_status_by_the_same_rule() -> None:
    project = take(SIGNED)

    with pytest.raises(RuleError):
        service.apply_imported_stages(project, ImportedStages(status=Status.PAUSED), by=None)
    said = ImportedStages(status=Status.PAUSED, status_reason="等待", status_until=date(2025, 5, 1))

    assert service.apply_imported_stages(project, said, by=None)
    assert project.status is Status.PAUSED
