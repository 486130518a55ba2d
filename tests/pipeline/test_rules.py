"""Which moves are allowed, and why not: the whole matrix."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm.pipeline import rules
from crm.pipeline.labels import IMPORT_FAULTS, PROBLEMS, STATUS_FIELDS, STATUS_PROBLEMS
from crm.pipeline.rules import (
    ImportFault,
    Position,
    Problem,
    ReachedStages,
    StatusProblem,
    WantedMove,
    WantedStatus,
)
from crm.projects.rules import GateFacts
from models.enums import MoveKind, Stage, Status
from tests.projects.test_rules import EVERYTHING

pytestmark = pytest.mark.no_database

TODAY = date(2025, 1, 10)
LEAD, TALKS, REVIEW, SIGNED, REGISTERED, CONSTRUCTION, OPERATING = Stage


def standing_at(stage: Stage, status: Status = Status.ACTIVE) -> Position:
    """Every stage up to this one was entered on the first of its month in 2024."""
    return Position(
        stage, status, {each: date(2024, each.order + 1, 1) for each in Stage if each.order <= stage.order}
    )


def problems(
    position: Position,
    to: Stage,
    *,
    on: date = TODAY,
    reason: str = "",
    lead: bool = False,
    facts: GateFacts = EVERYTHING,
) -> set[Problem]:
    wanted = WantedMove(to, on, reason, may_override=lead)
    return set(rules.judge_move(position, wanted, facts, today=TODAY).problems)


@pytest.mark.parametrize("lead", [False, True])
@pytest.mark.parametrize("reason", ["", "按省里要求"])
@pytest.mark.parametrize("to", list(Stage))
@pytest.mark.parametrize("current", list(Stage))
def test_the_matrix_of_moves(current: Stage, to: Stage, reason: str, lead: bool) -> None:
    """One forward is anybody's; a skip or a way back is a lead's, with a reason; staying is no move."""
    found = problems(standing_at(current), to, reason=reason, lead=lead)

    if to is current:
        assert found == {Problem.SAME_STAGE}
    elif to.order == current.order + 1:
        assert found == set()
    else:
        expected = set() if lead else {Problem.NOT_A_LEAD}
        assert found == (expected if reason else expected | {Problem.NO_REASON})


@pytest.mark.parametrize(
    ("current", "to", "kind"),
    [
        (LEAD, TALKS, MoveKind.FORWARD),
        (CONSTRUCTION, OPERATING, MoveKind.FORWARD),
        (LEAD, REVIEW, MoveKind.SKIP),
        (TALKS, OPERATING, MoveKind.SKIP),
        (TALKS, LEAD, MoveKind.BACK),
        (OPERATING, LEAD, MoveKind.BACK),
    ],
)
def test_a_move_is_marked_by_its_kind(current: Stage, to: Stage, kind: MoveKind) -> None:
    assert rules.kind_of_move(current, to) is kind


@pytest.mark.parametrize("status", [Status.PAUSED, Status.TERMINATED, Status.COMPLETED])
@pytest.mark.parametrize("to", [LEAD, REVIEW, OPERATING])
def test_only_an_active_project_moves(status: Status, to: Stage) -> None:
    assert problems(standing_at(TALKS, status), to, reason="why", lead=True) == {Problem.NOT_ACTIVE}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (TODAY, set()),
        (TODAY + timedelta(days=1), {Problem.FUTURE}),
        (date(2024, 4, 1), set()),
        (date(2024, 3, 31), {Problem.BEFORE_PREVIOUS}),
    ],
)
def test_the_day_of_a_stage_lies_between_the_one_before_and_today(on: date, expected: set[Problem]) -> None:
    assert problems(standing_at(SIGNED), REGISTERED, on=on) == expected


def test_a_skipped_stage_does_not_loosen_the_order_of_days() -> None:
    """The stage before may have no day: then the one before that bounds it."""
    position = Position(SIGNED, Status.ACTIVE, {LEAD: date(2024, 6, 1), SIGNED: date(2024, 7, 1)})

    assert problems(position, TALKS, on=date(2024, 5, 1), reason="why", lead=True) == {
        Problem.BEFORE_PREVIOUS
    }


@pytest.mark.parametrize("to", [each for each in Stage if each is not LEAD])
def test_the_gate_of_the_stage_entered_holds_for_a_step_and_for_a_skip(to: Stage) -> None:
    before = list(Stage)[to.order - 1]

    assert Problem.GATE in problems(standing_at(before), to, facts=GateFacts())
    if to.order > 1:
        assert problems(standing_at(LEAD), to, facts=GateFacts(), reason="why", lead=True) == {Problem.GATE}


def test_a_skip_passes_over_the_gates_between() -> None:
    facts = replace(EVERYTHING, has_jobs=False, has_content=False)

    assert problems(standing_at(TALKS), SIGNED, facts=facts, reason="why", lead=True) == set()


def test_going_back_asks_for_no_gate() -> None:
    assert problems(standing_at(SIGNED), TALKS, facts=GateFacts(), reason="why", lead=True) == set()


def test_going_back_clears_the_days_of_later_stages_and_keeps_its_own() -> None:
    wanted = WantedMove(TALKS, TODAY, "why", may_override=True)

    assert rules.dates_after(standing_at(REGISTERED), wanted) == {
        REVIEW: None,
        SIGNED: None,
        REGISTERED: None,
    }


def test_going_back_to_a_skipped_stage_dates_it() -> None:
    position = Position(SIGNED, Status.ACTIVE, {LEAD: date(2024, 1, 1), SIGNED: date(2024, 7, 1)})
    wanted = WantedMove(TALKS, TODAY, "why", may_override=True)

    assert rules.dates_after(position, wanted) == {SIGNED: None, TALKS: TODAY}


def test_a_move_forward_dates_only_the_stage_entered() -> None:
    assert rules.dates_after(standing_at(LEAD), WantedMove(SIGNED, TODAY)) == {SIGNED: TODAY}


LATER = TODAY + timedelta(days=30)
ALLOWED_STATUS = {
    (Status.ACTIVE, Status.PAUSED),
    (Status.ACTIVE, Status.TERMINATED),
    (Status.ACTIVE, Status.COMPLETED),
    (Status.PAUSED, Status.ACTIVE),
    (Status.PAUSED, Status.TERMINATED),
    (Status.TERMINATED, Status.ACTIVE),
    (Status.COMPLETED, Status.ACTIVE),
}


@pytest.mark.parametrize("to", list(Status))
@pytest.mark.parametrize("current", list(Status))
def test_the_matrix_of_states(current: Status, to: Status) -> None:
    wanted = WantedStatus(to, "why", LATER)

    found = rules.judge_status(current, OPERATING, wanted, today=TODAY)

    assert found == (() if (current, to) in ALLOWED_STATUS else (StatusProblem.NOT_FROM_HERE,))


@pytest.mark.parametrize(
    ("wanted", "stage", "expected"),
    [
        (WantedStatus(Status.PAUSED, "", LATER), TALKS, {StatusProblem.NO_REASON}),
        (WantedStatus(Status.PAUSED, "why", None), TALKS, {StatusProblem.NO_UNTIL}),
        (WantedStatus(Status.PAUSED, "why", TODAY), TALKS, {StatusProblem.UNTIL_PAST}),
        (WantedStatus(Status.PAUSED, " ", None), TALKS, {StatusProblem.NO_REASON, StatusProblem.NO_UNTIL}),
        (WantedStatus(Status.TERMINATED, ""), TALKS, {StatusProblem.NO_REASON}),
        (WantedStatus(Status.TERMINATED, "went elsewhere"), TALKS, set()),
        (WantedStatus(Status.COMPLETED), CONSTRUCTION, {StatusProblem.NOT_OPERATING}),
        (WantedStatus(Status.COMPLETED), OPERATING, set()),
    ],
)
def test_what_a_change_of_status_needs(
    wanted: WantedStatus, stage: Stage, expected: set[StatusProblem]
) -> None:
    assert set(rules.judge_status(Status.ACTIVE, stage, wanted, today=TODAY)) == expected


@pytest.mark.parametrize(
    ("stage", "dates", "expected"),
    [
        (SIGNED, {LEAD: date(2023, 1, 1), SIGNED: date(2024, 1, 1)}, {}),
        (SIGNED, {SIGNED: date(2024, 1, 1)}, {}),
        (LEAD, {}, {}),
        (SIGNED, {TALKS: date(2024, 1, 1)}, {SIGNED: ImportFault.NO_DATE}),
        (
            TALKS,
            {TALKS: date(2024, 1, 1), SIGNED: date(2024, 2, 1)},
            {SIGNED: ImportFault.BEYOND_STAGE},
        ),
        (TALKS, {TALKS: TODAY + timedelta(days=1)}, {TALKS: ImportFault.FUTURE}),
        (
            REGISTERED,
            {LEAD: date(2024, 3, 1), SIGNED: date(2024, 2, 1), REGISTERED: date(2024, 4, 1)},
            {SIGNED: ImportFault.BEFORE_PREVIOUS},
        ),
    ],
)
def test_what_can_be_wrong_with_the_stages_of_a_file(
    stage: Stage, dates: dict[Stage, date], expected: dict[Stage, ImportFault]
) -> None:
    assert rules.import_faults(ReachedStages(stage, dates), today=TODAY) == expected


def test_a_file_without_a_stage_is_at_its_last_dated_one() -> None:
    assert rules.stage_reached(None, {SIGNED: TODAY, LEAD: TODAY}) is SIGNED
    assert rules.stage_reached(None, {}) is LEAD
    assert rules.stage_reached(TALKS, {SIGNED: TODAY}) is TALKS


def test_every_problem_has_words() -> None:
    assert set(PROBLEMS) == set(Problem)
    assert set(STATUS_PROBLEMS) == set(STATUS_FIELDS) == set(StatusProblem)
    assert set(IMPORT_FAULTS) == set(ImportFault)
