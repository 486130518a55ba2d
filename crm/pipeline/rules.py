"""How a project may move between stages and states: pure decisions over plain facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.projects.rules import GateFacts, Requirement, missing_for
from models.enums import MoveKind, Stage, Status


class Problem(StrEnum):
    """Why a move is refused."""

    NOT_ACTIVE = "not_active"
    SAME_STAGE = "same_stage"
    NOT_A_LEAD = "not_a_lead"
    NO_REASON = "no_reason"
    FUTURE = "future"
    BEFORE_PREVIOUS = "before_previous"
    GATE = "gate"


DENYING = frozenset({Problem.NOT_A_LEAD, Problem.GATE})
"""Attempts past a right or a gate, which go into the log; the others are slips of the pen."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a project stands; ``dates`` are those of the stages it has reached."""

    stage: Stage
    status: Status
    dates: Mapping[Stage, date]


@dataclass(frozen=True, slots=True)
class WantedMove:
    to: Stage
    on: date
    reason: str = ""
    may_override: bool = False
    """Whether who asks leads a park, or coordinates them."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a wanted move: its kind, and what stands against it."""

    kind: MoveKind
    problems: tuple[Problem, ...]
    missing: tuple[Requirement, ...]

    @property
    def is_allowed(self) -> bool:
        return not self.problems


def kind_of_move(current: Stage, to: Stage) -> MoveKind:
    """Forward is one stage on; further is a skip; else it is back."""
    if to.order == current.order + 1:
        return MoveKind.FORWARD
    return MoveKind.SKIP if to.order > current.order else MoveKind.BACK


def judge_move(position: Position, wanted: WantedMove, facts: GateFacts, *, today: date) -> Verdict:
    """Whether a project may move.

    A skip passes over the stages between; the gate of the stage that it enters holds all the same.
    Going back asks for no gate.
    """
    kind = kind_of_move(position.stage, wanted.to)
    missing = () if kind is MoveKind.BACK else missing_for(wanted.to, facts)
    if wanted.to is position.stage:
        return Verdict(kind, (Problem.SAME_STAGE,), ())
    is_marked = kind is not MoveKind.FORWARD
    against = {
        Problem.NOT_ACTIVE: position.status is not Status.ACTIVE,
        Problem.NOT_A_LEAD: is_marked and not wanted.may_override,
        Problem.NO_REASON: is_marked and not wanted.reason.strip(),
        Problem.FUTURE: wanted.on > today,
        Problem.BEFORE_PREVIOUS: _is_before_previous(position, wanted),
        Problem.GATE: bool(missing),
    }
    return Verdict(kind, tuple(problem for problem, stands in against.items() if stands), missing)


def _is_before_previous(position: Position, wanted: WantedMove) -> bool:
    """The day of a move isn't before that of any earlier stage; a move back is not before that it came to."""
    earlier = [
        day
        for stage, day in position.dates.items()
        if stage.order < wanted.to.order or (stage is wanted.to and wanted.to.order < position.stage.order)
    ]
    return bool(earlier) and wanted.on < max(earlier)


def dates_after(position: Position, wanted: WantedMove) -> dict[Stage, date | None]:
    """The stage dates that a move changes.

    Going back clears those of the later stages (the versions keep them); the stage gone back to
    keeps its own, and gets the day of the move where it had been skipped.
    """
    if wanted.to.order > position.stage.order:
        return {wanted.to: wanted.on}
    changed: dict[Stage, date | None] = {
        stage: None for stage in Stage if stage.order > wanted.to.order and stage in position.dates
    }
    if wanted.to not in position.dates:
        changed[wanted.to] = wanted.on
    return changed


STATUS_CHANGES: Mapping[Status, tuple[Status, ...]] = {
    Status.ACTIVE: (Status.PAUSED, Status.TERMINATED, Status.COMPLETED),
    Status.PAUSED: (Status.ACTIVE, Status.TERMINATED),
    Status.TERMINATED: (Status.ACTIVE,),
    Status.COMPLETED: (Status.ACTIVE,),
}
"""From a status to those that it may become."""


class StatusProblem(StrEnum):
    """Why a change of status is refused."""

    NOT_FROM_HERE = "not_from_here"
    NO_REASON = "no_reason"
    NO_UNTIL = "no_until"
    UNTIL_PAST = "until_past"
    NOT_OPERATING = "not_operating"


@dataclass(frozen=True, slots=True)
class WantedStatus:
    to: Status
    reason: str = ""
    until: date | None = None
    competing_place: str | None = None


def judge_status(
    current: Status, stage: Stage, wanted: WantedStatus, *, today: date
) -> tuple[StatusProblem, ...]:
    """What stands against a change of status: a pause has a reason and an end, an end has a reason."""
    if wanted.to not in STATUS_CHANGES[current]:
        return (StatusProblem.NOT_FROM_HERE,)
    is_pause = wanted.to is Status.PAUSED
    against = {
        StatusProblem.NO_REASON: wanted.to is not Status.COMPLETED and not wanted.reason.strip(),
        StatusProblem.NO_UNTIL: is_pause and wanted.until is None,
        StatusProblem.UNTIL_PAST: is_pause and wanted.until is not None and wanted.until <= today,
        StatusProblem.NOT_OPERATING: wanted.to is Status.COMPLETED and stage is not Stage.OPERATING,
    }
    return tuple(problem for problem, stands in against.items() if stands)


@dataclass(frozen=True, slots=True)
class ReachedStages:
    """How far a file says that a project is, and since when."""

    stage: Stage
    dates: Mapping[Stage, date]


class ImportFault(StrEnum):
    """What is wrong with the stages of a row."""

    BEYOND_STAGE = "beyond_stage"
    NO_DATE = "no_date"
    FUTURE = "future"
    BEFORE_PREVIOUS = "before_previous"


def stage_reached(stage: Stage | None, dates: Mapping[Stage, date]) -> Stage:
    """The stage as written, else the last one with a date, else a lead."""
    if stage is not None:
        return stage
    return max(dates, key=lambda reached: reached.order, default=Stage.LEAD)


def import_faults(reached: ReachedStages, *, today: date) -> dict[Stage, ImportFault]:
    """What is wrong with a first import's stages, by stage.

    A stage between may lack its day, since a later one's proves it; the present one may not.
    """
    faults: dict[Stage, ImportFault] = {}
    latest: date | None = None
    for stage in Stage:
        day = reached.dates.get(stage)
        if day is None:
            if stage is reached.stage and stage is not Stage.LEAD:
                faults[stage] = ImportFault.NO_DATE
            continue
        if stage.order > reached.stage.order:
            faults[stage] = ImportFault.BEYOND_STAGE
        elif day > today:
            faults[stage] = ImportFault.FUTURE
        elif latest is not None and day < latest:
            faults[stage] = ImportFault.BEFORE_PREVIOUS
        latest = day if latest is None else max(latest, day)
    return faults
