"""What a database must not hold in production, and what the environment must say there."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from config import ConfigError, read
from crm.core import database, fitness
from crm.core.database import session
from crm.core.fitness import UnfitDatabaseError
from crm.core.transactions import transaction
from models import Counter
from tests.architecture.sources import ROOT
from tests.conftest import SignedInClient
from tests.factories.firms import make_firm
from tests.factories.users import make_user

SAFE = {
    "CRM_ENV": "production",
    "SECRET_KEY": "0123456789abcdef0123456789abcdef",
    "ALLOWED_HOSTS": "crm.example",
    "DATABASE_URL": "sqlite:////nowhere.db",
}


def in_production(app: Flask) -> Flask:
    """The application as it would start on this test's database."""
    session.remove()
    return create_app({**SAFE, "DATABASE_URL": app.config["DATABASE_URL"], "CRM_INSTANCE": app.instance_path})


@pytest.fixture
def instance(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "instance_path", str(tmp_path))


# --- The environment ----------------------------------------------------------------------------------------


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"CRM_CLOCK": "2025-01-10T02:00:00Z"}, "CRM_CLOCK"),
        ({"ALLOWED_HOSTS": " "}, "ALLOWED_HOSTS"),
        ({"CRM_ENV": "prod"}, "CRM_ENV"),
        ({"DATABASE_URL": "mysql://localhost/crm"}, "DATABASE_URL"),
        ({"MAX_UPLOAD_MB": "much"}, "MAX_UPLOAD_MB"),
    ],
)
def test_an_unsafe_setting_is_refused_in_production_and_named(
    tmp_path: Path, change: dict[str, str], named: str
) -> None:
    assert read({**SAFE, "CRM_INSTANCE": str(tmp_path)}).is_production

    with pytest.raises(ConfigError, match=named):
        read({**SAFE, "CRM_INSTANCE": str(tmp_path), **change})


@pytest.mark.no_database
def test_the_key_that_set_up_made_does_not_do_for_production(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("0" * 64, encoding="ascii")

    with pytest.raises(ConfigError, match="SECRET_KEY"):
        read({**SAFE, "CRM_INSTANCE": str(tmp_path), "SECRET_KEY": ""})


@pytest.mark.no_database
def test_without_a_key_one_is_made_at_random_and_kept_for_its_owner(tmp_path: Path) -> None:
    first, other = tmp_path / "first", tmp_path / "other"

    made = read({"CRM_INSTANCE": str(first)}).secret_key

    assert read({"CRM_INSTANCE": str(first)}).secret_key == made
    assert read({"CRM_INSTANCE": str(other)}).secret_key != made
    assert len(made) == 64
    assert (first / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in first.iterdir()] == ["secret_key"]


@pytest.mark.no_database
def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as starting:
        made = list(starting.map(lambda _each: read({"CRM_INSTANCE": str(tmp_path)}).secret_key, range(32)))

    assert len(set(made)) == 1


@pytest.mark.no_database
@pytest.mark.parametrize("content", ["", "short"])
def test_a_key_that_is_none_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret_key").write_text(content, encoding="ascii")

    with pytest.raises(ConfigError, match="secret_key"):
        read({"CRM_INSTANCE": str(tmp_path)})


@pytest.mark.no_database
def test_production_makes_no_key_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="SECRET_KEY"):
        read({**SAFE, "CRM_INSTANCE": str(tmp_path), "SECRET_KEY": ""})

    assert list(tmp_path.iterdir()) == []


@pytest.mark.no_database
def test_a_command_ends_with_the_one_line_that_says_what_is_unsafe(tmp_path: Path) -> None:
    ended = run_command(tmp_path, "users", "list", CRM_ENV="production")

    assert ended.returncode == 1
    assert ended.stderr.startswith("Error: In production SECRET_KEY must be set")
    assert ended.stderr.count("\n") == 1


def run_command(instance: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "CRM_INSTANCE": str(instance), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


# --- The database -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("instance")
def test_a_database_in_order_is_taken(app: Flask) -> None:
    make_user()

    assert in_production(app).test_client().get("/readyz", headers={"Host": "crm.example"}).status_code == 503
    assert session.scalars(select(Counter.name).where(Counter.name == fitness.REPLAYED)).all() == []


@pytest.mark.usefixtures("instance")
def test_a_database_written_under_a_fixed_clock_is_refused_for_good(app: Flask, clock_at: Any) -> None:
    clock_at("2024-03-01T02:00:00Z")
    make_firm()
    clock_at("2024-04-01T02:00:00Z")
    make_firm()

    with pytest.raises(UnfitDatabaseError, match="written under CRM_CLOCK"):
        in_production(app)


@pytest.mark.usefixtures("instance")
def test_what_was_only_read_or_rolled_back_under_a_fixed_clock_leaves_no_mark(
    app: Flask, clock_at: Any, coordinator: SignedInClient
) -> None:
    clock_at("2024-03-01T02:00:00Z")
    assert coordinator.get("/firms").status_code == 200
    with pytest.raises(ZeroDivisionError), transaction():
        session.add(Counter(name="x", value=1 // 0))

    in_production(app)


@pytest.mark.usefixtures("instance")
def test_a_made_up_zone_is_refused(app: Flask) -> None:
    make_user(is_demo=True)

    with pytest.raises(UnfitDatabaseError, match="made-up zone"):
        in_production(app)


@pytest.mark.usefixtures("instance")
def test_a_database_that_becomes_unfit_is_refused_from_its_next_connection_on(app: Flask) -> None:
    client = in_production(app).test_client()
    make_user(is_demo=True)
    session.remove()
    database.get_engine().dispose()

    reply = client.get("/readyz", headers={"Host": "crm.example"})

    assert reply.status_code == 503
    assert reply.get_json()["parts"]["database"] is False


@pytest.mark.no_database
def test_no_zone_is_made_up_in_production(tmp_path: Path) -> None:
    settings = {**SAFE, "DATABASE_URL": f"sqlite:///{tmp_path / 'crm.db'}"}
    assert run_command(tmp_path, "db", "upgrade", **settings).returncode == 0

    ended = run_command(tmp_path, "seed", "demo", **settings)

    assert (ended.returncode, ended.stderr) == (1, "Error: A made-up zone has no place in production.\n")


@pytest.mark.no_database
def test_a_replayed_history_is_refused_by_every_command(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    assert run_command(tmp_path, "db", "upgrade", DATABASE_URL=url).returncode == 0
    replayed = {"DATABASE_URL": url, "CRM_CLOCK": "2024-03-01T10:00"}
    assert run_command(tmp_path, "seed", "reference", **replayed).returncode == 0

    for words in (("users", "list"), ("worker", "--once"), ("db", "upgrade")):
        ended = run_command(tmp_path, *words, **{**SAFE, "DATABASE_URL": url})

        assert ended.returncode == 1, words
        assert ended.stderr == (
            "Error: This database was written under CRM_CLOCK: it is refused in production. "
            "Use another one.\n"
        )
