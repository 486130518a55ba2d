"""Zones to measure in, made by the product's own commands."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import make_url

ROOT = Path(__file__).resolve().parents[1]
SERVER = "TEST_DATABASE_URL"
"""A PostgreSQL server with a role that may make databases; scripts/with_postgres.sh names one."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A made-up zone of so many firms, and the environment in which the application runs on it."""

    firms: int
    environ: dict[str, str]
    seconds: float
    """How long it took to make."""

    @property
    def url(self) -> str:
        return self.environ["DATABASE_URL"]


@contextmanager
def made_up(folder: Path, firms: int) -> Iterator[Zone]:
    """Two contacts, three engagements, half a project and one ledger entry to a firm."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"bench_{firms}_{os.getpid()}"
    with empty_database(folder, name) as url:
        environ = os.environ | {
            "CRM_ENV": "development",
            "CRM_INSTANCE": str(folder),
            "DATABASE_URL": url,
            "SECRET_KEY": "for-measurements-only-" * 2,
        }
        begun = time.perf_counter()
        flask(environ, "db", "upgrade")
        flask(environ, "seed", "reference")
        counts: list[str | int] = ["--projects", firms // 2, "--engagements", firms * 3, "--entries", firms]
        flask(environ, "seed", "demo", "--firms", firms, *counts)
        seconds = time.perf_counter() - begun
        _settle(url)
        yield Zone(firms, environ, seconds)


def flask(environ: dict[str, str], *command: str | int | Path) -> None:
    words = [sys.executable, "-m", "flask", "--app", "app", *map(str, command)]
    done = subprocess.run(words, check=False, env=environ, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(words[4:])}: {done.stderr[-2000:]}")


@contextmanager
def empty_database(folder: Path, name: str) -> Iterator[str]:
    server = os.environ.get(SERVER)
    if not server:
        yield f"sqlite:///{folder / 'crm.db'}"
        return
    _on_server(server, f'CREATE DATABASE "{name}"')
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _settle(url: str) -> None:
    """What autovacuum does for a zone that has grown over years."""
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        is_sqlite = url.startswith("sqlite")
        connection.exec_driver_sql("ANALYZE" if is_sqlite else "VACUUM ANALYZE")
    engine.dispose()


def _on_server(server: str, statement: str) -> None:
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
