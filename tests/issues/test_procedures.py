"""Approvals done for a firm: the checklist, and what is overdue as a to-do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm.core.database import session
from crm.issues.queries.procedures import list_procedures, progress_of
from crm.issues.service.procedures import (
    ProcedureFields,
    add_procedure,
    begin,
    edit_procedure,
    put_overdue,
)
from kernel import clock
from kernel.errors import NotAllowedError, RuleError
from models import Todo
from models.enums import ProcedureState, Role, TodoSource, TodoState
from seed import procedures as usual
from tests.factories.projects import make_project
from tests.factories.users import make_user


def test_the_usual_approvals_are_put_on_a_list_once() -> None:
    number = usual.load()
    session.commit()
    project = make_project(park="YY")
    officer = make_user(role=Role.OFFICER, park="YY")

    assert begin(project, by=officer) == number > 10
    with pytest.raises(RuleError):
        begin(project, by=officer)
    with pytest.raises(NotAllowedError):
        begin(project, by=make_user(role=Role.OFFICER, park="XT"))

    listed = list_procedures(project.id)
    assert [each.position for each in listed] == sorted(each.position for each in listed)
    assert all(each.due_on and each.due_on > clock.today() for each in listed)


def test_what_is_overdue_is_a_to_do_until_it_is_given() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    project = make_project(park="YY")
    today = clock.today()
    late = ProcedureFields(name="Port permit", due_on=today - timedelta(days=1), responsible_id=officer.id)
    procedure = add_procedure(project, ProcedureFields(name="Port permit", due_on=today), (), by=officer)
    assert procedure.state_on(today) is ProcedureState.OPEN
    edit_procedure(procedure, late, (), by=officer)

    todo = session.scalars(select(Todo).where(Todo.source == TodoSource.PROCEDURE)).one()
    assert (todo.owner_id, todo.state) == (officer.id, TodoState.OPEN)
    assert put_overdue() == 1
    assert progress_of(project.id, today).overdue == 1
    given = ProcedureFields(name="Port permit", done_on=today, number="2025-17")
    edit_procedure(procedure, given, (), by=officer)

    assert todo.state is TodoState.DONE
    assert put_overdue() == 0
    assert (progress_of(project.id, today).done, progress_of(project.id, today).needed) == (1, 1)


def test_an_approval_is_not_given_tomorrow() -> None:
    officer = make_user(role=Role.OFFICER, park="YY")
    ahead = ProcedureFields(name="Permit", done_on=clock.today() + timedelta(days=1))

    with pytest.raises(RuleError) as refused:
        add_procedure(make_project(park="YY"), ahead, (), by=officer)

    assert set(refused.value.fields) == {"done_on"}
