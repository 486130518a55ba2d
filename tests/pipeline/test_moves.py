"""Moves in the database: what is changed, what is kept, who may."""

from datetime import date

import pytest
from flask_babel import force_locale

from crm.core.database import session
from crm.core.events import project_moved
from crm.pipeline import queries, service
from crm.pipeline.rules import WantedStatus
from crm.projects.rules import missing_for
from kernel.errors import ConflictError, NotAllowedError, RuleError
from models import Project
from models.enums import EntryKind, EvidenceType, MoveKind, Role, Stage, Standing, Status
from tests.factories.engagements import make_engagement
from tests.factories.projects import add_entry, make_project, make_settled, meet_gate
from tests.factories.users import make_user


@pytest.fixture(autouse=True)
def in_january_2025(clock_at) -> None:
    clock_at("2025-01-10T02:00:00Z")


def gaps(project: Project, stage: Stage) -> list[str]:
    return [requirement.key for requirement in missing_for(stage, queries.gate_facts(project))]


@pytest.mark.parametrize("stage", [each for each in Stage if each is not Stage.LEAD])
def test_a_gate_opens_once_everything_is_recorded(stage: Stage) -> None:
    project = make_project(stage=list(Stage)[stage.order - 1])
    before = gaps(project, stage)

    meet_gate(project, stage)

    assert before
    assert gaps(project, stage) == []


def test_facts_of_other_projects_open_no_gate() -> None:
    mine, other = make_project(stage=Stage.REVIEW), make_project(stage=Stage.REVIEW)
    for stage in Stage:
        if stage is not Stage.LEAD:
            meet_gate(other, stage)

    assert "agreed_entry" in gaps(mine, Stage.SIGNED)
    assert "contracted_capital" in gaps(mine, Stage.REGISTERED)
    assert "engagement" in gaps(mine, Stage.TALKS)


@pytest.mark.parametrize(
    ("standing", "evidence", "is_met"),
    [
        (Standing.VERIFIED, EvidenceType.AGREEMENT, True),
        (Standing.OPEN, EvidenceType.AGREEMENT, False),
        (Standing.RETURNED, EvidenceType.AGREEMENT, False),
        (Standing.WITHDRAWN, EvidenceType.AGREEMENT, False),
        (Standing.VERIFIED, EvidenceType.RECORD, False),
        (Standing.VERIFIED, None, False),
    ],
)
def test_signing_needs_a_verified_agreed_entry_with_the_agreement(standing, evidence, is_met) -> None:
    project = make_project(stage=Stage.REVIEW)
    add_entry(project, EntryKind.AGREED, standing=standing, evidence=evidence)

    assert ("agreed_entry" not in gaps(project, Stage.SIGNED)) is is_met


@pytest.mark.parametrize(
    ("standing", "is_met"),
    [
        (Standing.VERIFIED, True),
        (Standing.OPEN, True),
        (Standing.RETURNED, False),
        (Standing.WITHDRAWN, False),
    ],
)
def test_registration_needs_contracted_capital_that_was_not_turned_down(standing, is_met) -> None:
    project = make_project(stage=Stage.SIGNED)
    add_entry(project, EntryKind.CONTRACTED, standing=standing, evidence=EvidenceType.SUBSCRIPTION)

    assert ("contracted_capital" not in gaps(project, Stage.REGISTERED)) is is_met


def test_money_that_was_reversed_opens_no_gate() -> None:
    project = make_project(stage=Stage.REVIEW)
    entry = add_entry(project, EntryKind.AGREED)
    reversal = add_entry(project, EntryKind.AGREED, usd_cents=-entry.usd_cents, reverses=entry, evidence=None)

    assert "agreed_entry" in gaps(project, Stage.SIGNED)
    add_entry(project, EntryKind.AGREED, usd_cents=entry.usd_cents, reverses=reversal, evidence=None)
    assert "agreed_entry" not in gaps(project, Stage.SIGNED)


def test_a_reversal_not_yet_verified_closes_no_gate() -> None:
    project = make_project(stage=Stage.SIGNED)
    entry = add_entry(project, EntryKind.CONTRACTED)
    add_entry(
        project, EntryKind.CONTRACTED, usd_cents=-entry.usd_cents, reverses=entry, standing=Standing.OPEN
    )

    assert "contracted_capital" not in gaps(project, Stage.REGISTERED)


def test_a_licence_alone_or_a_code_alone_is_not_enough() -> None:
    project = make_project(stage=Stage.SIGNED)
    project.establishment = make_settled(project.firm, with_licence=False)
    session.commit()

    assert gaps(project, Stage.REGISTERED) == ["licence", "contracted_capital"]
    project.establishment.credit_code = None
    session.commit()
    assert gaps(project, Stage.REGISTERED) == ["credit_code", "licence", "contracted_capital"]


def test_an_engagement_that_was_put_away_opens_no_gate(clock_at) -> None:
    from kernel import clock

    project = make_project()
    engagement = make_engagement(project=project)
    assert "engagement" not in gaps(project, Stage.TALKS)

    engagement.archived_at = clock.now()
    session.commit()

    assert "engagement" in gaps(project, Stage.TALKS)


def test_a_move_dates_the_stage_and_leaves_who_when_and_why() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    project = make_project()
    meet_gate(project, Stage.TALKS)
    heard = []
    with project_moved.connected_to(lambda _project, move: heard.append(move)):
        move = service.move_project(project, Stage.TALKS, on=date(2024, 2, 15), by=officer)
    session.commit()

    assert (project.stage, project.talks_on) == (Stage.TALKS, date(2024, 2, 15))
    assert (move.kind, move.from_stage, move.to_stage) == (MoveKind.FORWARD, Stage.LEAD, Stage.TALKS)
    assert move.happened_on == date(2024, 2, 15)
    assert heard == [move]


def test_a_closed_gate_refuses_and_names_what_is_missing() -> None:
    project = make_project()

    with force_locale("en"), pytest.raises(RuleError) as refusal:
        service.move_project(project, Stage.TALKS, on=date(2024, 2, 15), by=None)

    assert "At least one engagement" in refusal.value.message
    assert project.stage is Stage.LEAD
    assert project.talks_on is None


def test_another_parks_officer_moves_nothing() -> None:
    stranger = make_user(role=Role.PARK_LEAD, park="XT")
    project = make_project(park="YY")
    meet_gate(project, Stage.TALKS)

    with pytest.raises(NotAllowedError):
        service.move_project(project, Stage.TALKS, on=date(2024, 2, 15), by=stranger)


@pytest.mark.parametrize(
    ("role", "is_allowed"), [(Role.OFFICER, False), (Role.PARK_LEAD, True), (Role.COORDINATOR, True)]
)
def test_going_back_is_a_leads_word(role: Role, is_allowed: bool) -> None:
    user = make_user(role=role, park=None if role is Role.COORDINATOR else "YY")
    project = make_project(stage=Stage.SIGNED)

    if not is_allowed:
        with pytest.raises(RuleError):
            service.move_project(project, Stage.TALKS, on=date(2025, 1, 9), reason="改约", by=user)
        return
    move = service.move_project(project, Stage.TALKS, on=date(2025, 1, 9), reason="改约", by=user)
    session.commit()

    assert move.kind is MoveKind.BACK
    assert (project.talks_on, project.review_on, project.signed_on) == (date(2024, 2, 1), None, None)
    assert [version.signed_on for version in project.versions] == [date(2024, 4, 1), None]


def test_a_stale_page_moves_nothing() -> None:
    project = make_project(stage=Stage.SIGNED)

    with pytest.raises(ConflictError):
        service.move_project(
            project,
            Stage.TALKS,
            on=date(2025, 1, 9),
            reason="x",
            by=None,
            lock_version=project.lock_version - 1,
        )


def test_what_was_put_away_does_not_move() -> None:
    from kernel import clock

    project = make_project(stage=Stage.SIGNED, archived_at=clock.now(), archived_reason="重复")

    for change in (
        lambda: service.move_project(project, Stage.TALKS, on=date(2025, 1, 9), reason="x", by=None),
        lambda: service.change_status(project, WantedStatus(Status.TERMINATED, "x"), by=None),
        lambda: service.correct_stage_dates(project, {Stage.SIGNED: date(2025, 1, 9)}, reason="x", by=None),
    ):
        with pytest.raises(RuleError, match="归档"):
            change()


def test_a_pause_says_until_when_and_ends_when_taken_up_again() -> None:
    project = make_project(stage=Stage.TALKS)

    service.change_status(project, WantedStatus(Status.PAUSED, "等待批文", date(2025, 6, 30)), by=None)
    session.commit()
    paused = (project.status, project.status_reason, project.status_until)
    service.change_status(project, WantedStatus(Status.ACTIVE, "批文已到"), by=None)
    session.commit()

    assert paused == (Status.PAUSED, "等待批文", date(2025, 6, 30))
    assert (project.status, project.status_until) == (Status.ACTIVE, None)
    assert [(move.from_status, move.to_status, move.reason) for move in project.moves] == [
        (Status.ACTIVE, Status.PAUSED, "等待批文"),
        (Status.PAUSED, Status.ACTIVE, "批文已到"),
    ]


def test_an_ended_project_names_the_competing_place() -> None:
    project = make_project(stage=Stage.TALKS)

    service.change_status(
        project, WantedStatus(Status.TERMINATED, "选址他处", competing_place="昆山"), by=None
    )

    assert (project.status, project.competing_place) == (Status.TERMINATED, "昆山")


def test_stage_dates_are_corrected_by_the_office_with_a_reason() -> None:
    office = make_user(role=Role.COORDINATOR)
    project = make_project(stage=Stage.SIGNED)

    move = service.correct_stage_dates(
        project, {Stage.SIGNED: date(2024, 4, 18)}, reason="协议日期有误", by=office
    )
    session.commit()

    assert project.signed_on == date(2024, 4, 18)
    assert move is not None
    assert (move.kind, move.reason) == (MoveKind.CORRECTED, "协议日期有误")
    assert [version.signed_on for version in project.versions] == [date(2024, 4, 1), date(2024, 4, 18)]


@pytest.mark.parametrize(
    ("dates", "reason", "field"),
    [
        ({Stage.SIGNED: date(2024, 2, 1)}, "why", "signed_on"),
        ({Stage.SIGNED: date(2025, 2, 1)}, "why", "signed_on"),
        ({Stage.REGISTERED: date(2024, 6, 1)}, "why", "registered_on"),
        ({Stage.SIGNED: date(2024, 4, 18)}, " ", "reason"),
    ],
)
def test_a_correction_keeps_the_order_of_days(dates, reason, field) -> None:
    project = make_project(stage=Stage.SIGNED)

    with pytest.raises(RuleError) as refusal:
        service.correct_stage_dates(project, dates, reason=reason, by=None)

    assert field in refusal.value.fields


def test_nobody_else_corrects_stage_dates() -> None:
    lead = make_user(role=Role.PARK_LEAD, park="YY")
    project = make_project(stage=Stage.SIGNED)

    with pytest.raises(NotAllowedError):
        service.correct_stage_dates(project, {Stage.SIGNED: date(2024, 4, 18)}, reason="x", by=lead)
