"""A program of somebody, with a token of theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from crm.core.database import session
from crm.users import signing
from kernel import clock
from models import User
from models.enums import Role
from tests.factories.users import make_user

HOME = {Role.OFFICER: "YY", Role.PARK_LEAD: "YY"}


class Program:
    """Asks in the name of ``user``; addresses are those after ``/api/v1``."""

    def __init__(self, app: Flask, user: User) -> None:
        self.user = user
        self.token = signing.make_access_token(user, name="a program", expires_on=_today())
        session.commit()
        self._client = app.test_client()

    def get(self, path: str, **arguments: Any) -> TestResponse:
        return self.ask("GET", path, query_string=arguments or None)

    def post(self, path: str, body: object = None, **more: Any) -> TestResponse:
        return self.ask("POST", path, json=body, **more)

    def patch(self, path: str, body: object = None) -> TestResponse:
        return self.ask("PATCH", path, json=body)

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        head = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        path = path if path.startswith("/api/") else f"/api/v1{path}"
        return self._client.open(path, method=method, headers=head, **more)


@pytest.fixture
def program(app: Flask) -> Callable[..., Program]:
    """``program(Role.OFFICER, "XT")``: a program of a new person, or of ``user``."""

    def make(role: Role = Role.COORDINATOR, park: str | None = None, *, user: User | None = None) -> Program:
        return Program(app, user or make_user(role=role, park=park or HOME.get(role)))

    return make


def _today() -> date:
    return clock.business_date(clock.real_now())
