"""What a major project asks of people: reports on the year, problems, and steps of the green channel."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.core.database import session
from crm.majors import rules
from crm.majors.service import duties, greens, problems, records, years
from crm.majors.service.greens import StepFields
from crm.majors.service.problems import ProblemFields
from crm.majors.service.years import ProgressFields
from crm.todos.queries import find_of_source
from kernel import clock
from kernel.errors import RuleError
from models import GreenChannelStep, Todo
from models.enums import Role, TodoSource, TodoState
from tests.factories.majors import make_kind, make_major, make_year
from tests.factories.users import make_user

END_OF = {1: date(2024, 3, 31), 2: date(2024, 6, 30), 4: date(2024, 12, 31)}


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("reported_on", "begun_on", "due"),
    [
        (None, date(2023, 11, 1), END_OF[1]),
        (None, date(2024, 5, 9), END_OF[2]),
        (None, date(2025, 2, 1), END_OF[4]),
        (date(2024, 1, 1), date(2023, 11, 1), END_OF[2]),
        (date(2024, 3, 31), date(2023, 11, 1), END_OF[2]),
        (date(2023, 12, 30), date(2023, 11, 1), END_OF[1]),
        (date(2024, 10, 1), date(2023, 11, 1), None),
        (date(2025, 1, 9), date(2023, 11, 1), None),
    ],
)
def test_a_report_is_due_at_the_end_of_each_quarter(
    reported_on: date | None, begun_on: date, due: date | None
) -> None:
    assert rules.report_due(2024, reported_on, begun_on, is_done=False) == due
    assert rules.report_due(2024, reported_on, begun_on, is_done=True) is None


def open_todo(source: TodoSource, record_id: int) -> Todo | None:
    todo = find_of_source(source, record_id)
    return todo if todo is not None and todo.state is TodoState.OPEN else None


def test_the_report_of_the_year_is_asked_for_before_the_quarter_ends_and_again_in_the_next(clock_at) -> None:
    clock_at("2024-03-10T02:00:00Z")
    owner = make_user(role=Role.OFFICER, park="YY")
    major = make_major(responsible_id=owner.id)
    year = make_year(major)
    make_year(make_major())

    duties.put_due(clock.today())
    assert open_todo(TodoSource.MAJOR_YEAR, year.id) is None

    clock_at("2024-03-20T02:00:00Z")
    duties.put_due(clock.today())
    todo = open_todo(TodoSource.MAJOR_YEAR, year.id)
    assert todo is not None
    assert (todo.owner_id, todo.due_on) == (owner.id, END_OF[1])
    assert session.query(Todo).count() == 1

    years.report_progress(year, ProgressFields(clock.today(), 25, "walls stand"), by=None)
    assert open_todo(TodoSource.MAJOR_YEAR, year.id) is None
    clock_at("2024-06-20T02:00:00Z")
    duties.put_due(clock.today())
    todo = open_todo(TodoSource.MAJOR_YEAR, year.id)
    assert todo is not None
    assert todo.due_on == END_OF[2]


def test_a_problem_is_a_todo_until_it_is_solved_or_an_issue(app) -> None:
    owner, today = make_user(role=Role.OFFICER, park="YY"), clock.today()
    major = make_major()
    words = {"raised_on": today, "owner_id": owner.id, "due_on": today + timedelta(days=5)}
    first = problems.add_problem(major, ProblemFields("no power", **words), by=None)
    second = problems.add_problem(major, ProblemFields("no road", **words), by=None)
    todo = open_todo(TodoSource.MAJOR_PROBLEM, first.id)
    assert todo is not None
    assert (todo.owner_id, todo.due_on) == (owner.id, words["due_on"])
    far = make_user(role=Role.OFFICER, park="XT")
    with pytest.raises(RuleError) as refusal:
        problems.add_problem(major, ProblemFields("no water", today, owner_id=far.id), by=None)
    assert set(refusal.value.fields) == {"owner_id"}

    solved = ProblemFields("no power", **words, solved_on=today, solution="a line was laid")
    problems.edit_problem(first, solved, by=None)
    problems.hand_over(second, page=None, by=make_user())

    assert open_todo(TodoSource.MAJOR_PROBLEM, first.id) is None
    assert open_todo(TodoSource.MAJOR_PROBLEM, second.id) is None


def test_the_next_step_is_a_todo_of_who_is_responsible_and_others_of_who_is_named(app) -> None:
    lead, named = make_user(role=Role.PARK_LEAD, park="YY"), make_user(role=Role.OFFICER, park="YY")
    major = make_major(land_mu=80, responsible_id=lead.id)
    for _each in range(3):
        make_kind()
    greens.begin(major, by=None)
    first, second, third = session.query(GreenChannelStep).order_by(GreenChannelStep.position)

    def owners() -> list[int | None]:
        todos = (open_todo(TodoSource.GREEN_STEP, step.id) for step in (first, second, third))
        return [todo.owner_id if todo else None for todo in todos]

    assert owners() == [lead.id, None, None]
    greens.edit_step(third, StepFields(owner_id=named.id, due_on=third.due_on), (), by=None)
    assert owners() == [lead.id, None, named.id]
    greens.edit_step(first, StepFields(done_on=clock.today(), number="7"), (), by=None)
    assert owners() == [None, lead.id, named.id]
    records.archive_major(major, reason="twice", by=None)
    assert owners() == [None, None, None]
    records.restore_major(major, by=None)
    assert owners() == [None, lead.id, named.id]


def test_each_morning_what_is_open_goes_to_who_is_responsible_by_then(app) -> None:
    before, after = make_user(role=Role.OFFICER, park="YY"), make_user(role=Role.OFFICER, park="YY")
    major = make_major(responsible_id=before.id)
    problem = problems.add_problem(major, ProblemFields("no power", clock.today()), by=None)
    major.responsible_id = after.id
    session.commit()

    duties.put_due(clock.today())

    todo = open_todo(TodoSource.MAJOR_PROBLEM, problem.id)
    assert todo is not None
    assert todo.owner_id == after.id
