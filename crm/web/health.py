"""Is the process up, and can it work?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from crm.core import jobs, migrating
from crm.core.database import session
from crm.core.fitness import UnfitDatabaseError
from crm.web.guards import anyone
from kernel import clock
from models import Counter

bp = Blueprint("health", __name__)

WORKER_SILENCE = timedelta(minutes=2)


@bp.get("/healthz")
@anyone
def healthz() -> ResponseReturnValue:
    return jsonify({"status": "ok"})


@bp.get("/readyz")
@anyone
def readyz() -> ResponseReturnValue:
    """Each part by itself, so that the one at fault shows."""
    parts = {"database": _database(), "migrations": False, "storage": _storage(), "worker": False}
    if parts["database"]:
        parts["migrations"] = migrating.current_revision() == migrating.head_revision()
        parts["worker"] = parts["migrations"] and _worker()
    ready = all(parts.values())
    return jsonify({"status": "ready" if ready else "not ready", "parts": parts}), 200 if ready else 503


def _database() -> bool:
    try:
        session.execute(select(1))
    except (SQLAlchemyError, UnfitDatabaseError):
        return False
    return True


def _storage() -> bool:
    path = Path(current_app.config["STORAGE_PATH"])
    return path.is_dir()


def _worker() -> bool:
    """The worker writes the second of its last breath into a counter."""
    beat = session.execute(
        select(Counter.value).where(Counter.name == jobs.WORKER_COUNTER)
    ).scalar_one_or_none()
    return beat is not None and clock.real_now().timestamp() - beat < WORKER_SILENCE.total_seconds()
