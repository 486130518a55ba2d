"""The engine and the session of a request, a command or a job.

On SQLite a writer begins with BEGIN IMMEDIATE, so that it waits for its turn at the start
instead of failing in the middle; a read-only request begins plainly and blocks nobody.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sqlalchemy import BindParameter, Engine, create_engine, event, literal
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 30_000
TRUSTED_S = 5.0
"""A connection that rested for longer is asked whether the server still knows it."""
RESTING = "rests_since"

is_reading: ContextVar[bool] = ContextVar("is_reading", default=False)
"""True in a request that changes nothing."""

session: scoped_session[Session] = scoped_session(sessionmaker(expire_on_commit=False))


def connect(url: str) -> Engine:
    """Make the engine and bind the session to it."""
    engine = make_engine(url)
    bind(engine)
    return engine


def bind(engine: Engine) -> None:
    """From here on the session speaks to this database."""
    session.remove()
    session.configure(bind=engine)


def make_engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_size=5, max_overflow=5)
        _ping_rested(engine)
        return engine
    if database := make_url(url).database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def at_most(number: int) -> BindParameter[int]:
    """A LIMIT that stands in the statement itself.

    PostgreSQL keeps a plan for a statement with parameters only where it is as good as one made for their
    values: for a LIMIT that it doesn't know it reckons with a tenth of the table, and plans anew each time.
    """
    return literal(number, literal_execute=True)


def get_engine() -> Engine:
    engine = session.get_bind()
    if not isinstance(engine, Engine):
        raise TypeError("the session is bound to a connection")
    return engine


def is_sqlite() -> bool:
    return session.get_bind().dialect.name == "sqlite"


@contextmanager
def impatient(milliseconds: int) -> Iterator[Session]:
    """A session of its own for what can wait until another time.

    Where SQLite's one writer is busy for longer than ``milliseconds``, it fails with OperationalError.
    """
    with get_engine().connect() as connection:
        raw: Any = connection.connection.driver_connection
        if connection.dialect.name != "sqlite":
            yield Session(connection)
            return
        raw.execute(f"PRAGMA busy_timeout={milliseconds}")
        try:
            yield Session(connection)
        finally:
            raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _ping_rested(engine: Engine) -> None:
    """Ping a connection only after a rest: the pool's own way pings before every request."""

    @event.listens_for(engine, "checkin")
    def note_rest(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info[RESTING] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ping(connection: Any, record: ConnectionPoolEntry, _checkout: Any) -> None:
        since = record.info.get(RESTING)
        if since is None or time.monotonic() - since < TRUSTED_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "cache_size=-65536",
        "mmap_size=268435456",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN" if is_reading.get() else "BEGIN IMMEDIATE")
