"""Records for the matrix of permissions. Each function makes one in a park and answers its id."""

from __future__ import annotations

from crm.audit.queries import VERIFICATION
from crm.core import auditing, jobs
from crm.core.database import session
from kernel import clock
from models import SignIn, User
from models.enums import Role
from tests.factories import next_number
from tests.factories.ledger import add_rates, make_plan
from tests.factories.users import make_user


def make_zone() -> None:
    """What every page takes for granted: a plan, rates, and a walk along the log that somebody asked for."""
    make_plan(key="2022-2025")
    add_rates()
    jobs.enqueue(VERIFICATION, {})
    session.commit()


def user(park: str, _visitor: User | None) -> int:
    return make_user(role=Role.OFFICER, park=park).id


def sign_in(_park: str, visitor: User | None) -> int:
    """One of the visitor's own."""
    now = clock.real_now()
    owner = visitor or make_user()
    row = SignIn(user_id=owner.id, token_hash=f"hash-{next_number()}", started_at=now, seen_at=now)
    session.add(row)
    session.commit()
    return row.id


def audit_record(_park: str, _visitor: User | None) -> int:
    make_user()
    return auditing.head(session())[0]
