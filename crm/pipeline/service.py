"""Moves between stages and states, and what a file says of them. Every one leaves a row of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from crm.core import events
from crm.core.database import session
from crm.core.permissions import Permission, check_own_park, is_office, may
from crm.pipeline import queries, rules
from crm.pipeline.labels import (
    IMPORT_FAULTS,
    PROBLEM_FIELDS,
    PROBLEMS,
    STATUS_FIELDS,
    STATUS_PROBLEMS,
)
from crm.projects import service as projects
from crm.projects.labels import REQUIREMENTS
from crm.projects.rules import gaps_up_to
from crm.projects.service import ProjectFields
from kernel import clock
from kernel.errors import DeniedError, NotAllowedError, RuleError
from models import Project, StageMove, User
from models.enums import Matter, MoveKind, Stage, Status


def position_of(project: Project) -> rules.Position:
    """Where the project stands."""
    days = ((stage, project.reached_on(stage)) for stage in Stage)
    return rules.Position(
        project.stage, project.status, {stage: day for stage, day in days if day is not None}
    )


def judge(project: Project, to: Stage, *, on: date, reason: str = "", by: User | None) -> rules.Verdict:
    """What stands against a move, without making it."""
    wanted = rules.WantedMove(to, on, reason, may_override=may_override(by))
    return rules.judge_move(position_of(project), wanted, queries.gate_facts(project), today=clock.today())


def likely_day(project: Project, stage: Stage | None) -> date:
    """The day on which it probably reached a stage: what is recorded of it already, else today."""
    recorded = {
        Stage.SIGNED: project.agreement_on,
        Stage.REGISTERED: project.establishment.registered_on if project.establishment else None,
        Stage.CONSTRUCTION: project.construction_start_on,
        Stage.OPERATING: project.production_start_on,
    }
    return (recorded.get(stage) if stage else None) or clock.today()


def may_override(by: User | None) -> bool:
    return by is None or may(by, Permission.OVERRIDE_GATES)


def move_project(
    project: Project,
    to: Stage,
    *,
    on: date,
    reason: str = "",
    by: User | None,
    lock_version: int | None = None,
) -> StageMove:
    """Move a project to a stage: one forward through its gate, or by a lead's reasoned word further or back.

    Raises:
        NotAllowedError: another park's project.
        ConflictError: somebody changed it since ``lock_version``.
        DeniedError: the gate isn't met, or the move is for who leads.
        RuleError: the move can't be made so; ``fields`` names the inputs at fault.
    """
    _check_open_to(project, by, lock_version)
    verdict = judge(project, to, on=on, reason=reason, by=by)
    if not verdict.is_allowed:
        raise _refusal(verdict)
    position = position_of(project)
    wanted = rules.WantedMove(to, on, reason, may_override=True)
    for stage, day in rules.dates_after(position, wanted).items():
        setattr(project, f"{stage.value}_on", day)
    project.stage = to
    return _record(project, verdict.kind, position, on=on, reason=reason)


def change_status(
    project: Project, wanted: rules.WantedStatus, *, by: User | None, lock_version: int | None = None
) -> StageMove:
    """Pause a project, end it, complete it, or take it up again.

    Raises:
        NotAllowedError: another park's project.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: it was put away, or the change can't be made so.
    """
    _check_open_to(project, by, lock_version)
    problems = rules.judge_status(project.status, project.stage, wanted, today=clock.today())
    if problems:
        words = {STATUS_FIELDS[problem]: str(STATUS_PROBLEMS[problem]) for problem in problems}
        raise RuleError(str(STATUS_PROBLEMS[problems[0]]), fields=words)
    position = position_of(project)
    is_ended = wanted.to is Status.TERMINATED
    project.status = wanted.to
    project.status_reason = wanted.reason.strip() or None
    project.status_until = wanted.until if wanted.to is Status.PAUSED else None
    project.competing_place = ((wanted.competing_place or "").strip() or None) if is_ended else None
    return _record(project, MoveKind.STATUS, position, on=clock.today(), reason=wanted.reason)


def correct_stage_dates(
    project: Project,
    dates: Mapping[Stage, date],
    *,
    reason: str,
    by: User | None,
    lock_version: int | None = None,
) -> StageMove | None:
    """Correct the days of stages already reached, for the provincial office. None where nothing differs.

    Raises:
        NotAllowedError: somebody else than a coordinator.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: it was put away; a stage not reached, days out of order or ahead, or no reason.
    """
    if not is_office(by):
        raise NotAllowedError(_("Only the provincial office corrects the days of stages."))
    _check_open_to(project, by, lock_version)
    position = position_of(project)
    changed = {stage: day for stage, day in dates.items() if position.dates.get(stage) != day}
    if not changed:
        return None
    _check_stages(rules.ReachedStages(project.stage, {**position.dates, **changed}))
    if not reason.strip():
        words = _("Say why the days are corrected.")
        raise RuleError(words, fields={"reason": words})
    for stage, day in changed.items():
        setattr(project, f"{stage.value}_on", day)
    return _record(project, MoveKind.CORRECTED, position, on=clock.today(), reason=reason)


@dataclass(frozen=True, slots=True)
class ImportedStages:
    """What a row of a file says of stage and status; what it leaves blank is None or absent."""

    stage: Stage | None = None
    dates: Mapping[Stage, date] = field(default_factory=dict)
    status: Status | None = None
    status_reason: str | None = None
    status_until: date | None = None


def import_project(written: ProjectFields, said: ImportedStages, *, ref: str, by: User | None) -> Project:
    """Take a project from a file for the first time.

    From a coordinator its stages are recorded facts, and what their gates lack is kept in
    ``import_gaps``. Anybody else opens it as a lead, and every further stage passes its gate.

    Raises:
        NotAllowedError: another park's project.
        RuleError: days out of order or ahead, a gate not met, or something written that can't be.
    """
    check_own_park(written.park_id, by)
    if not is_office(by):
        project = projects.create_project(
            written, by=by, ref=ref, lead_on=said.dates.get(Stage.LEAD), matter=Matter.SAME
        )
        apply_imported_stages(project, said, by=by)
        return project
    stage = rules.stage_reached(said.stage, said.dates)
    dates = dict(said.dates) or {Stage.LEAD: clock.today()}
    _check_stages(rules.ReachedStages(stage, dates))
    status = said.status or Status.ACTIVE
    project = projects.new_project(written, ref=ref, dates=dates, stage=stage, status=status)
    project.status_reason, project.status_until = said.status_reason, said.status_until
    project.is_imported = True
    session.flush()
    project.import_gaps = gaps_up_to(stage, queries.gate_facts(project))
    _add_move(project, MoveKind.IMPORTED, None, on=dates.get(stage, clock.today()), reason=said.status_reason)
    session.flush()
    return project


def apply_imported_stages(project: Project, said: ImportedStages, *, by: User | None) -> bool:
    """Take a later row of a file about a project that is here: whether anything changed.

    Further stages pass their gates one by one, each on its day; days of stages already reached
    are corrected, by a coordinator; going back is done on the project's page.

    Raises:
        NotAllowedError, RuleError: as the single changes do.
    """
    target = rules.stage_reached(said.stage, said.dates) if said.stage or said.dates else project.stage
    if said.stage is not None and said.stage.order < project.stage.order:
        words = _("The project is further already. Moving back is done on its page, with a reason.")
        raise RuleError(words, fields={"stage": words})
    reached = {stage: day for stage, day in said.dates.items() if stage.order <= project.stage.order}
    changed = correct_if_needed(project, reached, by=by)
    for stage in list(Stage)[project.stage.order + 1 : target.order + 1]:
        _advance_by_file(project, stage, said, by=by)
        changed = True
    return _apply_imported_status(project, said, by=by) or changed


def correct_if_needed(project: Project, dates: Mapping[Stage, date], *, by: User | None) -> bool:
    """Correct the days that a file writes differently."""
    if all(project.reached_on(stage) == day for stage, day in dates.items()):
        return False
    return correct_stage_dates(project, dates, reason=_("Corrected by an import."), by=by) is not None


def _advance_by_file(project: Project, stage: Stage, said: ImportedStages, *, by: User | None) -> None:
    day = said.dates.get(stage)
    name = f"{stage.value}_on"
    if day is None:
        raise RuleError(
            _("The further stage needs its day."), fields={name: _("The further stage needs its day.")}
        )
    try:
        move_project(project, stage, on=day, by=by)
    except RuleError as error:
        # A gate that denies it stays a denied attempt.
        kind = DeniedError if isinstance(error, DeniedError) else RuleError
        raise kind(error.message, fields={name: error.message}) from error


def _apply_imported_status(project: Project, said: ImportedStages, *, by: User | None) -> bool:
    if said.status is None or said.status is project.status:
        return False
    wanted = rules.WantedStatus(said.status, said.status_reason or "", said.status_until)
    change_status(project, wanted, by=by)
    return True


def _check_open_to(project: Project, by: User | None, lock_version: int | None) -> None:
    check_own_park(project.park_id, by)
    projects.check_version(project, lock_version)
    if project.is_archived:
        raise RuleError(_("The project was put away. Bring it back first."))


def _check_stages(reached: rules.ReachedStages) -> None:
    faults = rules.import_faults(reached, today=clock.today())
    if faults:
        words = {f"{stage.value}_on": str(IMPORT_FAULTS[fault]) for stage, fault in faults.items()}
        raise RuleError(_("The days of the stages can't be so."), fields=words)


def _refusal(verdict: rules.Verdict) -> RuleError:
    words = [str(PROBLEMS[problem]) for problem in verdict.problems]
    if verdict.missing:
        lacking = _(", ").join(str(REQUIREMENTS[requirement.key]) for requirement in verdict.missing)
        words.append(_("Still missing: %(what)s.", what=lacking))
    fields = {
        PROBLEM_FIELDS[problem]: str(PROBLEMS[problem])
        for problem in verdict.problems
        if problem in PROBLEM_FIELDS
    }
    kind = DeniedError if rules.DENYING.intersection(verdict.problems) else RuleError
    return kind(" ".join(words), fields=fields)


def _record(project: Project, kind: MoveKind, before: rules.Position, *, on: date, reason: str) -> StageMove:
    move = _add_move(project, kind, before, on=on, reason=reason)
    projects.touch(project)
    session.flush()
    events.project_moved.send(project, move=move)
    return move


def _add_move(
    project: Project, kind: MoveKind, before: rules.Position | None, *, on: date, reason: str | None
) -> StageMove:
    move = StageMove(
        project=project,
        kind=kind,
        from_stage=before.stage if before else None,
        to_stage=project.stage,
        from_status=before.status if before else None,
        to_status=project.status,
        happened_on=on,
        reason=(reason or "").strip() or None,
    )
    session.add(move)
    return move
