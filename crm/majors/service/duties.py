"""What a major project asks of people, as to-dos: reports on the year, problems, steps to its land."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from crm.core.database import session
from crm.majors import rules
from crm.majors.queries import duties as queries
from crm.todos.service import drop_todo, put_todo, settle_todo
from kernel import clock
from models import GreenChannelStep, MajorProblem, MajorProject, MajorYear
from models.enums import Preparation, TodoSource

TITLE_LENGTH = 60
OVER = frozenset({Preparation.DONE, Preparation.DROPPED})


def sync_major(major: MajorProject) -> None:
    """All that hangs on it, as when it is put away or somebody else is responsible."""
    for year in queries.list_years(major):
        sync_year(year)
    for problem in queries.list_problems(major):
        sync_problem(problem)
    sync_steps(major)


def sync_year(year: MajorYear) -> None:
    """A report is due each quarter, shortly before it ends; once it is given, until the next."""
    major, today = year.major, clock.today()
    owner_id = _responsible_id(major)
    begun = clock.business_date(year.created_at)
    due = rules.report_due(year.year, year.progress_on, begun, is_done=year.percent >= rules.WHOLE)
    if owner_id is None or major.is_archived or major.preparation in OVER:
        drop_todo(TodoSource.MAJOR_YEAR, year.id)
    elif due is None or due - rules.REPORT_AHEAD > today:
        settle_todo(TodoSource.MAJOR_YEAR, year.id)
    else:
        title = _l(
            "Report the progress of %(year)s: %(name)s", year=str(year.year), name=rules.name_of(major)
        )
        _put(major, TodoSource.MAJOR_YEAR, year.id, title, owner_id=owner_id, due_on=due)


def sync_problem(problem: MajorProblem) -> None:
    """Of whoever sees to it; once it is an issue, the issue asks for what is to be done."""
    major = problem.major
    owner_id = problem.owner_id or _responsible_id(major)
    if problem.solved_on is not None:
        settle_todo(TodoSource.MAJOR_PROBLEM, problem.id)
    elif problem.issue_id is not None or owner_id is None or major.is_archived:
        drop_todo(TodoSource.MAJOR_PROBLEM, problem.id)
    else:
        first = problem.text.strip().splitlines()[0][:TITLE_LENGTH]
        title = _l("Solve a problem of %(name)s: %(problem)s", name=rules.name_of(major), problem=first)
        _put(major, TodoSource.MAJOR_PROBLEM, problem.id, title, owner_id=owner_id, due_on=problem.due_on)


def sync_steps(major: MajorProject) -> None:
    """Steps with an owner of their own, and the next one, which is whoever's who is responsible."""
    steps = queries.list_steps(major)
    upcoming = rules.next_step(steps)
    for step in steps:
        owner_id = step.owner_id or (_responsible_id(major) if step is upcoming else None)
        if step.done_on is not None:
            settle_todo(TodoSource.GREEN_STEP, step.id)
        elif not step.is_needed or owner_id is None or major.is_archived:
            drop_todo(TodoSource.GREEN_STEP, step.id)
        else:
            title = _step_title(step, major)
            _put(major, TodoSource.GREEN_STEP, step.id, title, owner_id=owner_id, due_on=step.due_on)


def _step_title(step: GreenChannelStep, major: MajorProject) -> LazyString:
    return _l("Green channel, %(step)s: %(name)s", step=step.kind.name_hans, name=rules.name_of(major))


def put_due(today: date) -> int:
    """A to-do for every report that is due, and the right owner for what is open; how many were looked at."""
    number = 0
    for ids in queries.batches_to_report(today):
        for year in queries.get_years(ids):
            sync_year(year)
        number += len(ids)
        session.flush()
    for major in queries.list_with_todos():
        sync_major(major)
        number += 1
    return number


def _put(
    major: MajorProject,
    source: TodoSource,
    source_id: int,
    title: LazyString,
    *,
    owner_id: int,
    due_on: date | None,
) -> None:
    put_todo(
        source,
        source_id,
        title=title,
        owner_id=owner_id,
        due_on=due_on,
        park_id=major.park_id,
        firm_id=major.project.firm_id if major.project else None,
        project_id=major.project_id,
    )


def _responsible_id(major: MajorProject) -> int | None:
    project = major.project
    return (project.responsible_id if project else None) or major.responsible_id
