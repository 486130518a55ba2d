"""The same suite on both databases: SQLite by default, PostgreSQL where TEST_DATABASE_URL says so.

Every test gets a fresh copy of a migrated template database: append-only tables can't be emptied.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, event, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from app import create_app
from crm.core import database as core_database
from crm.core import kept, migrating
from crm.core.actors import SYSTEM, set_actor
from crm.web import denials
from kernel import clock
from models import Park, User
from models.enums import Role
from tests.factories.users import make_user, sign_in
from tests.factories.zone import add_parks

SERVER_URL = os.environ.get("TEST_DATABASE_URL", "").replace("postgresql://", "postgresql+psycopg://", 1)
IN_MEMORY = Path("/dev/shm")
"""A file system without a disk: nothing waits there for what is written to be safe."""
PARK_ROLES = (Role.OFFICER, Role.PARK_LEAD)


class SignedInClient(FlaskClient):
    """A browser of one person."""

    user: User

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Nothing of one request is left for the next, though the test's own context lies under both."""
        _forget_request()
        try:
            return super().open(*args, **kwargs)
        finally:
            _forget_request()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for the whole run; each test binds it to a database of its own."""
    folder = tmp_path_factory.mktemp("instance")
    app = create_app(
        {
            "CRM_ENV": "test",
            "CRM_INSTANCE": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'unused.db'}",
            "SECRET_KEY": "for-tests-only-for-tests-only-for-tests-only",
        }
    )
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = SignedInClient
    return app


@pytest.fixture(scope="session")
def template(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated database with the parks, to copy from."""
    name = f"template_{uuid.uuid4().hex[:12]}"
    url = (
        _server_database(name) if SERVER_URL else f"sqlite:///{tmp_path_factory.mktemp('db') / 'template.db'}"
    )
    engine = core_database.connect(url)
    migrating.upgrade()
    with Session(engine) as session, session.begin():
        add_parks(session)
    if not SERVER_URL:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
        _checkpoint(engine)
    engine.dispose()
    yield name if SERVER_URL else str(make_url(url).database)
    if SERVER_URL:
        _server(f'DROP DATABASE IF EXISTS "{name}"')


@pytest.fixture(scope="session")
def memory() -> Iterator[Path]:
    """A folder whose files wait for no disk, where the machine has such a place."""
    with TemporaryDirectory(
        prefix="xiangtai-tests-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None
    ) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def engine(memory: Path) -> Iterator[Engine]:
    """One for the whole run, of a database that each test makes anew: it keeps what it compiled."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    engine = core_database.make_engine(_address(name) if SERVER_URL else f"sqlite:///{memory / name}.db")
    yield engine
    engine.dispose()
    if SERVER_URL:
        _server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(autouse=True)
def database(
    app: Flask, engine: Engine, template: str, memory: Path, request: pytest.FixtureRequest
) -> Iterator[None]:
    """A database of this test's own, an application context, and the machine's own time."""
    if "no_database" in request.keywords:
        yield
        return
    _copy(template, engine)
    core_database.bind(engine)
    kept.forget()
    app.config["STORAGE_PATH"] = str(memory / "files")
    denials.install(app)  # what it noted in this minute is of the test before
    app.config["DATABASE_URL"] = engine.url.render_as_string(hide_password=False)
    set_actor(SYSTEM)
    core_database.is_reading.set(False)
    with app.app_context():
        yield
    core_database.session.remove()
    engine.dispose()
    shutil.rmtree(memory / "files", ignore_errors=True)
    clock.set_fixed(None)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser of nobody."""
    return app.test_client()


@pytest.fixture
def client_for(app: Flask) -> Callable[..., SignedInClient]:
    """``client_for(Role.OFFICER, "YY")``: a browser of a new person of that role and park."""

    def make(role: Role | str, park: str | None = None) -> SignedInClient:
        role = Role(role)
        code = park or ("YY" if role in PARK_ROLES else None)
        client = app.test_client()
        client.user = make_user(role=role, park=code)
        sign_in(client, client.user)
        return client

    return make


@pytest.fixture
def officer(client_for: Callable[..., SignedInClient]) -> SignedInClient:
    return client_for(Role.OFFICER)


@pytest.fixture
def park_lead(client_for: Callable[..., SignedInClient]) -> SignedInClient:
    return client_for(Role.PARK_LEAD)


@pytest.fixture
def coordinator(client_for: Callable[..., SignedInClient]) -> SignedInClient:
    return client_for(Role.COORDINATOR)


@pytest.fixture
def leader(client_for: Callable[..., SignedInClient]) -> SignedInClient:
    return client_for(Role.LEADER)


@pytest.fixture
def adviser(client_for: Callable[..., SignedInClient]) -> SignedInClient:
    return client_for(Role.ADVISER)


@pytest.fixture
def auditor(client_for: Callable[..., SignedInClient]) -> SignedInClient:
    return client_for(Role.AUDITOR)


@pytest.fixture
def system_administrator(client_for: Callable[..., SignedInClient]) -> SignedInClient:
    return client_for(Role.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def security_administrator(client_for: Callable[..., SignedInClient]) -> SignedInClient:
    return client_for(Role.SECURITY_ADMINISTRATOR)


@pytest.fixture
def statements() -> Callable[[], object]:
    """``with statements() as seen:`` collects the SQL statements sent inside."""

    @contextmanager
    def watch() -> Iterator[list[str]]:
        seen: list[str] = []
        # What the test made must be loaded by the request that shows it.
        core_database.session.remove()

        def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
                seen.append(statement)

        engine = core_database.get_engine()
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return watch


@pytest.fixture
def clock_at() -> Callable[[str | datetime], None]:
    """``clock_at("2024-03-01T02:00:00Z")`` holds business time at a moment."""

    def hold(moment: str | datetime) -> None:
        clock.set_fixed(clock.parse_moment(moment) if isinstance(moment, str) else moment)

    return hold


@pytest.fixture
def parks() -> dict[str, Park]:
    """The parks by code."""
    return {park.code: park for park in core_database.session.scalars(select(Park))}


def _forget_request() -> None:
    for name in list(g):
        g.pop(name)
    set_actor(SYSTEM)
    core_database.is_reading.set(False)


def _copy(template: str, engine: Engine) -> None:
    """Put a fresh copy of the template where the engine looks for its database."""
    name = str(engine.url.database)
    if SERVER_URL:
        _server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        _server(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return
    for ending in ("", "-wal", "-shm"):
        Path(name + ending).unlink(missing_ok=True)
    shutil.copy(template, name)


def _server_database(name: str) -> str:
    _server(f'CREATE DATABASE "{name}"')
    return _address(name)


def _address(name: str) -> str:
    return make_url(SERVER_URL).set(database=name).render_as_string(hide_password=False)


def _server(statement: str) -> None:
    with _server_engine().connect() as connection:
        connection.execute(text(statement))


@cache
def _server_engine() -> Engine:
    """One for the whole run: each test makes a database and drops it."""
    return create_engine(SERVER_URL, isolation_level="AUTOCOMMIT")


def _checkpoint(engine: object) -> None:
    """Fold the write-ahead log into the file, so that the file alone is the database."""
    raw = engine.raw_connection()  # type: ignore[attr-defined]
    raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
