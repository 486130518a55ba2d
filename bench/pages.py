"""Fetching pages and counting what it takes."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from bench.zone import open_zone
from crm.core.database import get_engine, session
from crm.core.transactions import transaction
from crm.users import sessions, signing
from models import User
from models.enums import Role

WARM_UP = 3


@dataclass(frozen=True, slots=True)
class Page:
    """One page's figures; ``statements`` are those of one fetch."""

    address: str
    status: int
    p50_ms: float
    p95_ms: float
    statements: int
    kilobytes: float

    def as_dict(self) -> dict[str, str | int | float]:
        return asdict(self)


def measure_zone(size: int, repeat: int, only: str) -> list[Page]:
    with tempfile.TemporaryDirectory(prefix="xiangtai-bench-") as folder:
        return measure_pages(open_zone(Path(folder), size), repeat=repeat, only=only)


def measure_pages(app: Flask, *, repeat: int, only: str = "") -> list[Page]:
    client = coordinator_of(app)
    return [measure(app, client, address, repeat) for address in addresses(app) if only in address]


def addresses(app: Flask) -> list[str]:
    """Every page that needs nothing in its address, downloads and the end of the session left out."""
    rules = [
        rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments
    ]
    return sorted({rule.rule for rule in rules if not rule.rule.startswith(("/static", "/sign-"))})


def coordinator_of(app: Flask) -> FlaskClient:
    client = app.test_client()
    with app.app_context():
        query = select(User).where(User.role == Role.COORDINATOR).order_by(User.id).limit(1)
        user = session.scalars(query).one()
        with transaction():
            token = signing.start_session(user, "127.0.0.1")
        session.remove()
    with client.session_transaction() as cookie:
        cookie[sessions.COOKIE_KEY] = token
    return client


def measure(app: Flask, client: FlaskClient, address: str, repeat: int) -> Page:
    for _ in range(WARM_UP):
        reply = client.get(address)
    with app.app_context(), counted_statements(get_engine()) as statements:
        reply = client.get(address)
    milliseconds = []
    for _ in range(repeat):
        begun = time.perf_counter()
        reply = client.get(address)
        milliseconds.append((time.perf_counter() - begun) * 1000)
    milliseconds.sort()
    return Page(
        address=address,
        status=reply.status_code,
        p50_ms=round(statistics.median(milliseconds), 2),
        p95_ms=round(milliseconds[min(len(milliseconds) - 1, int(len(milliseconds) * 0.95))], 2),
        statements=len(statements),
        kilobytes=round(len(reply.data) / 1024, 1),
    )


@contextmanager
def counted_statements(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
