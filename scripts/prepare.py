"""Brings the database up to date: schema, facts, and a made-up zone where there are no users yet.

One process for several commands, because starting the app is most of the time that each takes.
"""

import os
import sys
from pathlib import Path

from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app import create_app
from crm.core.database import session
from models import User


def run(app: Flask, *command: str) -> None:
    """Run one of the app's commands; end with its exit code if it fails."""
    with app.app_context():
        try:
            app.cli.main(args=command, prog_name="flask", obj=ScriptInfo(create_app=lambda: app))
        except SystemExit as ended:
            if ended.code:
                raise


def has_users(app: Flask) -> bool:
    with app.app_context():
        return session.scalars(select(User.id).limit(1)).first() is not None


def main() -> None:
    app = create_app()
    is_production = app.config["CRM_ENV"] == "production"
    run(app, "db", "upgrade")
    run(app, "seed", "reference")
    if is_production:
        return
    if not has_users(app):
        if os.environ.get("DEMO", "1") == "0":
            print("There are no users yet: .venv/bin/flask --app app users create NAME --role coordinator")
            return
        print("The database has no users: making up a zone.", flush=True)
        run(app, "seed", "demo")
    run(app, "demo", "accounts")


if __name__ == "__main__":
    main()
