"""A coordinator's session, begun in the database: signing in is not what is measured."""

from __future__ import annotations

import subprocess
import sys

from bench.zone import ROOT, Zone

PROGRAM = """
from sqlalchemy import select
from app import create_app
from crm.core.database import session
from crm.core.transactions import transaction
from crm.users import sessions, signing
from models import User
from models.enums import Role

app = create_app()
client = app.test_client()
with app.app_context():
    user = session.scalars(select(User).where(User.role == Role.COORDINATOR).order_by(User.id).limit(1)).one()
    with transaction():
        token = signing.start_session(user, "127.0.0.1")
with client.session_transaction() as cookie:
    cookie[sessions.COOKIE_KEY] = token
kept = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
print(f"{kept.key}={kept.value}")
"""


def begin_session(zone: Zone) -> str:
    """The cookie's name and value. In a process of its own: an application belongs to one database."""
    words = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(words, env=zone.environ, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip().splitlines()[-1]
