"""Issues in the state that each page asks for, minutes, and approvals done for a firm."""

from __future__ import annotations

from crm.core import storage
from crm.core.database import session
from kernel import clock
from models import (
    Issue,
    IssueDocument,
    IssueStep,
    Minutes,
    MinutesDecision,
    MinutesDocument,
    Procedure,
    ProcedureDocument,
    ProcedureKind,
    User,
)
from models.enums import IssueState, Role
from tests.architecture.permission_records.base import Maker
from tests.factories import next_number
from tests.factories.issues import make_issue
from tests.factories.projects import make_project
from tests.factories.users import make_user
from tests.factories.zone import get_park


def issue(park: str, visitor: User | None) -> int:
    """Raised by the visitor; with a file."""
    made = make_issue(park=park, raised_by=visitor or make_user(role=Role.OFFICER, park=park))
    step = session.query(IssueStep).filter_by(issue_id=made.id).one()
    attachment = storage.attach(b"%PDF-1.7 issue", "issue.pdf", by_id=None)
    session.add(IssueDocument(issue_id=made.id, step=step, attachment=attachment))
    session.commit()
    return made.id


def owned(park: str, visitor: User | None) -> int:
    return make_issue(park=park, owner=visitor or make_user(role=Role.OFFICER, park=park)).id


def given(park: str, visitor: User | None) -> int:
    """Raised by the visitor, and somebody else's to solve."""
    return make_issue(park=park, owner=make_user(role=Role.OFFICER, park=park), raised_by=visitor).id


def answered(park: str, visitor: User | None) -> int:
    """Raised by the visitor, answered by its owner."""
    owner = make_user(role=Role.OFFICER, park=park)
    return _in_state(IssueState.ANSWERED, park, owner, visitor)


def closed(park: str, visitor: User | None) -> int:
    owner = make_user(role=Role.OFFICER, park=park)
    return _in_state(IssueState.CLOSED, park, owner, visitor)


def _in_state(state: IssueState, park: str, owner: User, visitor: User | None) -> int:
    made: Issue = make_issue(
        park=park, owner=owner, raised_by=visitor, state=state, answer="solved", answered_by_id=owner.id
    )
    return made.id


def minutes(park: str, visitor: User | None) -> int:
    """Written by the visitor, with a decision and a file."""
    writer = visitor or make_user(role=Role.OFFICER, park=park)
    row = Minutes(
        ref=f"MM-T-{next_number():06d}",
        title="Weekly meeting",
        park_id=get_park(park).id,
        held_on=clock.today(),
        created_at=clock.now(),
        created_by_id=writer.id,
    )
    session.add(row)
    session.flush()
    _decision(row, park)
    attachment = storage.attach(b"%PDF-1.7 minutes", "minutes.pdf", by_id=None)
    session.add(MinutesDocument(minutes_id=row.id, attachment=attachment))
    session.commit()
    return row.id


def _decision(row: Minutes, park: str) -> MinutesDecision:
    decision = MinutesDecision(
        minutes_id=row.id,
        text="Lay the second cable",
        owner_id=make_user(role=Role.OFFICER, park=park).id,
        due_on=clock.today(),
    )
    session.add(decision)
    session.flush()
    return decision


def decision(park: str, visitor: User | None) -> int:
    written = session.get_one(Minutes, minutes(park, visitor))
    return written.decisions[0].id


def procedure_kind(_park: str, _visitor: User | None) -> int:
    row = ProcedureKind(
        key=f"kind-{next_number()}",
        position=1,
        name_hans="环评",
        name_hant="環評",
        name_en="Environmental approval",
        department="生态环境局",
        working_days=30,
    )
    session.add(row)
    session.commit()
    return row.id


def procedure(park: str, visitor: User | None) -> int:
    """Of a project of the park, with a file."""
    row = Procedure(
        project_id=make_project(park=park).id,
        kind_id=procedure_kind(park, visitor),
        position=1,
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    attachment = storage.attach(b"%PDF-1.7 permit", "permit.pdf", by_id=None)
    session.add(ProcedureDocument(procedure_id=row.id, attachment=attachment))
    session.commit()
    return row.id


RECORDS: dict[str, Maker] = {
    "issue_id": issue,
    "issues.report:issue_id": owned,
    "issues.answer:issue_id": owned,
    "issues.extend:issue_id": given,
    "issues.escalate:issue_id": given,
    "issues.return:issue_id": answered,
    "issues.close:issue_id": answered,
    "issues.reopen:issue_id": closed,
    "minutes_id": minutes,
    "decision_id": decision,
    "procedure_id": procedure,
    "kind_id": procedure_kind,
}
