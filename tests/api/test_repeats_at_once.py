"""The line broke and the program sends again, while the first request is still on its way."""

from __future__ import annotations

import pytest
from flask import Flask

from crm.core.database import session
from kernel.errors import ConflictError
from models import KeptAnswer, LedgerEntry
from models.enums import Role
from tests.factories.ledger import add_rates
from tests.factories.projects import make_project
from tests.racing import at_once

ROUNDS = 3


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_the_same_at_one_moment_is_done_once(app: Flask, program, round_number: int) -> None:
    add_rates()
    asks = program(Role.OFFICER)
    sent = {
        "project_id": make_project().id,
        "kind": "contracted",
        "amount": "7000000.00",
        "currency": "CNY",
        "effective_on": "2024-05-01",
        "nature": "new",
        "origin": "direct",
    }

    def send() -> None:
        reply = asks.post("/ledger/entries", sent, headers={"Idempotency-Key": "night-1"})
        if reply.status_code == 409:
            raise ConflictError(reply.text)
        assert reply.status_code == 201, reply.text

    endings = at_once(app, send, send, send)

    session.rollback()
    assert set(endings) <= {"ConflictError", "done"}
    assert "done" in endings
    assert session.query(LedgerEntry).count() == session.query(KeptAnswer).count() == 1
