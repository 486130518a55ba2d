"""What holds a major project up; a problem becomes an issue by the issues' own way in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from crm.core.database import session
from crm.core.permissions import check_own_park
from crm.core.records import hold, refuse_put_away, refuse_stale
from crm.issues.service.raising import Given, IssueFields, raise_issue
from crm.majors.rules import name_of
from crm.majors.service import duties
from crm.majors.service.records import against_owner, touch
from kernel import clock
from kernel.errors import RuleError
from models import Issue, MajorProblem, MajorProject, User
from models.enums import IssueKind

TITLE_LENGTH = 100


@dataclass(frozen=True, slots=True)
class ProblemFields:
    text: str
    raised_on: date
    wanted: str | None = None
    solved_on: date | None = None
    solution: str | None = None
    owner_id: int | None = None
    due_on: date | None = None


def add_problem(major: MajorProject, written: ProblemFields, *, by: User | None) -> MajorProblem:
    """
    Raises:
        NotAllowedError: another park's.
        RuleError: it was put away, or something written can't be.
    """
    check_own_park(major.park_id, by)
    refuse_put_away(major, name_of(major))
    _check(written, major.park_id)
    problem = MajorProblem(major=major, created_at=clock.now(), created_by_id=by.id if by else None)
    _write(problem, written)
    session.add(problem)
    touch(major)
    session.flush()
    duties.sync_problem(problem)
    return problem


def edit_problem(
    problem: MajorProblem, written: ProblemFields, *, by: User | None, lock_version: int | None = None
) -> MajorProblem:
    """Write it anew, or say how it was solved.

    Raises:
        NotAllowedError: another park's.
        ConflictError: somebody changed it since ``lock_version``.
        RuleError: something written can't be.
    """
    _check_open_to(problem, by)
    refuse_stale(problem, lock_version, _("Somebody else changed this problem in the meantime."))
    _check(written, problem.major.park_id, besides=problem.owner_id)
    _write(problem, written)
    touch(problem.major)
    session.flush()
    duties.sync_problem(problem)
    return problem


def hand_over(problem: MajorProblem, *, page: str | None, by: User | None) -> Issue:
    """Raise it as an issue of its pipeline project, or of its park while there is none.

    ``page`` is the address of the record, to which the issue leads back.

    Raises:
        NotAllowedError: another park's.
        RuleError: it is an issue already, or solved.
    """
    hold(problem)
    _check_open_to(problem, by)
    if problem.issue_id is not None:
        raise RuleError(_("It was handed over as an issue already."))
    if problem.solved_on is not None:
        raise RuleError(_("It is solved."))
    major = problem.major
    first = problem.text.strip().splitlines()[0][:TITLE_LENGTH]
    issue = raise_issue(
        IssueFields(
            kind=IssueKind.PROBLEM,
            title=f"{name_of(major)}：{first}",
            text=_whole_text(problem),
            park_id=major.park_id,
            firm_id=major.project.firm_id if major.project else None,
            project_id=major.project_id,
            source_url=page,
        ),
        Given(),
        by=by,
    )
    problem.issue = issue
    touch(major)
    session.flush()
    duties.sync_problem(problem)
    return issue


def _whole_text(problem: MajorProblem) -> str:
    return "\n\n".join(filter(None, (problem.text, problem.wanted)))


def _check_open_to(problem: MajorProblem, by: User | None) -> None:
    check_own_park(problem.major.park_id, by)
    refuse_put_away(problem.major, name_of(problem.major))


def _write(problem: MajorProblem, written: ProblemFields) -> None:
    problem.text, problem.wanted = written.text, written.wanted
    problem.raised_on = written.raised_on
    problem.solved_on, problem.solution = written.solved_on, written.solution
    problem.owner_id, problem.due_on = written.owner_id, written.due_on


def _check(written: ProblemFields, park_id: int, *, besides: int | None = None) -> None:
    faults: dict[str, str] = {}
    if not written.text.strip():
        faults["text"] = _("Say what the problem is.")
    if written.raised_on > clock.today():
        faults["raised_on"] = _("This day lies ahead.")
    if written.solved_on is not None and written.solved_on > clock.today():
        faults["solved_on"] = _("This day lies ahead.")
    elif written.solved_on is not None and written.solved_on < written.raised_on:
        faults["solved_on"] = _("It can't be solved before it was raised.")
    if written.solved_on is not None and not (written.solution or "").strip():
        faults["solution"] = _("Say how it was solved.")
    if against := against_owner(written.owner_id, besides, park_id):
        faults["owner_id"] = against
    if faults:
        raise RuleError(_("Some of what was written can't be."), fields=faults)
