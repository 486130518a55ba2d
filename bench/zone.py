"""A zone to measure in."""

import os
import time
from pathlib import Path

from flask import Flask
from flask.testing import FlaskCliRunner

from app import create_app


def open_zone(folder: Path, firms: int) -> Flask:
    """The zone that DATABASE_URL names, or else a made-up one of so many firms in ``folder``."""
    environ = {
        "CRM_ENV": "development",
        "CRM_INSTANCE": str(folder),
        "SECRET_KEY": "for-measurements-only-" * 2,
    }
    if url := os.environ.get("DATABASE_URL"):
        return create_app(environ | {"DATABASE_URL": url})
    app = create_app(environ)
    begun = time.perf_counter()
    counts = ["--projects", str(firms // 4), "--engagements", str(firms), "--entries", str(firms // 2)]
    for command in (
        ["db", "upgrade"],
        ["seed", "reference"],
        ["seed", "demo", "--firms", str(firms), *counts],
    ):
        run(app, command)
    print(f"A zone of {firms} firms was made in {time.perf_counter() - begun:.1f} s.", flush=True)
    return app


def run(app: Flask, command: list[str]) -> None:
    with app.app_context():
        result = FlaskCliRunner(app).invoke(args=command)
    if result.exit_code:
        raise SystemExit(f"{' '.join(command)}: {result.output}") from result.exception
