from __future__ import annotations

import hashlib
import secrets

from flask.testing import FlaskClient

from crm.core.database import session
from kernel import clock
from models import SignIn, User
from models.enums import Role
from tests.factories import next_number
from tests.factories.zone import get_park


def make_user(*, role: Role = Role.COORDINATOR, park: str | None = None, **values: object) -> User:
    """A person with an account; the password can't be used (sign in with :func:`sign_in`)."""
    user = new_user(role=role, park=park, **values)
    session.commit()
    return user


def new_user(*, role: Role = Role.COORDINATOR, park: str | None = None, **values: object) -> User:
    """Such a person, to be committed together with others."""
    number = next_number()
    user = User(
        name=f"{role.value}-{number}",
        display_name=f"{role.value} {number}",
        role=role,
        park=get_park(park) if park else None,
        password_hash="-",
        password_changed_at=clock.real_now(),
        created_at=clock.now(),
        locale="en",
    )
    for name, value in values.items():
        setattr(user, name, value)
    session.add(user)
    return user


def sign_in(client: FlaskClient, user: User) -> None:
    """Give the browser a session as a sign-in would."""
    start_session(client, user)
    session.commit()


def start_session(client: FlaskClient, user: User) -> None:
    """Such a session, to be committed together with others."""
    token = secrets.token_urlsafe(32)
    now = clock.real_now()
    session.add(
        SignIn(user=user, token_hash=hashlib.sha256(token.encode()).hexdigest(), started_at=now, seen_at=now)
    )
    with client.session_transaction() as cookie:
        cookie["token"] = token
