"""Requests for open pages are counted in the database: by all processes together, and exactly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_limiter import Limiter
from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from config import ConfigError, read
from crm.core.database import session
from crm.web import rate_counts
from crm.web.rate_counts import DatabaseStorage
from kernel import clock
from models import RateCount

LIMIT = RateLimitItemPerMinute(5)


def test_processes_count_together_and_none_outruns_another() -> None:
    """Each process has a store of its own; the count is one."""
    stores = [FixedWindowRateLimiter(DatabaseStorage()) for _process in range(4)]

    with ThreadPoolExecutor(4) as pool:
        let_in = [*pool.map(lambda number: stores[number % 4].hit(LIMIT, "203.0.113.7"), range(20))]

    assert sum(let_in) == 5
    assert not stores[0].test(LIMIT, "203.0.113.7")
    assert stores[1].hit(LIMIT, "203.0.113.8")


def test_a_window_ends_and_what_is_over_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter = FixedWindowRateLimiter(DatabaseStorage())
    for _each in range(6):
        limiter.hit(LIMIT, "203.0.113.7")
    stats = limiter.get_window_stats(LIMIT, "203.0.113.7")
    assert stats.remaining == 0
    assert 0 < stats.reset_time - clock.real_now().timestamp() <= 60

    later = clock.real_now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert limiter.hit(LIMIT, "203.0.113.7")

    rate_counts.remove_ended(later)
    assert len(session.scalars(select(RateCount)).all()) == 1
    rate_counts.remove_ended(later + timedelta(seconds=61))
    assert session.scalars(select(RateCount)).all() == []


def test_the_table_holds_no_address() -> None:
    FixedWindowRateLimiter(DatabaseStorage()).hit(LIMIT, "203.0.113.7")

    assert "203.0.113.7" not in session.scalars(select(RateCount.key)).one()


def test_a_store_that_fails_shuts_nobody_out(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process counts by itself meanwhile."""

    def fail(*_arguments: object) -> int:
        raise OperationalError("busy", None, Exception())

    monkeypatch.setattr(DatabaseStorage, "incr", fail)
    page = Flask("page")
    page.config.update(RATELIMIT_STORAGE_URI="database://", RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True)
    limiter = Limiter(key_func=lambda: "one", app=page)
    page.add_url_rule("/", "index", limiter.limit("2 per minute")(lambda: "here"))

    codes = [page.test_client().get("/").status_code for _each in range(3)]

    assert codes == [200, 200, 429]


@pytest.mark.no_database
def test_the_store_is_one_of_two(tmp_path: Path) -> None:
    environ = {"CRM_ENV": "test", "CRM_INSTANCE": str(tmp_path)}
    assert read(environ).rate_limits == "memory"
    assert read({**environ, "RATE_LIMITS": "database"}).rate_limits == "database"
    with pytest.raises(ConfigError, match="RATE_LIMITS"):
        read({**environ, "RATE_LIMITS": "redis://127.0.0.1"})
