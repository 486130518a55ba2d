"""The figures are those of the command; park staff are answered for their own park."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from models.enums import Role
from tests.architecture.permission_records import make_zone
from tests.factories.ledger import make_entry
from tests.factories.projects import make_project
from tests.factories.users import make_user

ASKED = {"as_of": "2024-12-31", "known_at": "2099-01-10T02:00:00Z", "plan": "2022-2025"}


@pytest.fixture(autouse=True)
def zone() -> None:
    make_zone()
    for park, amount in (("YY", "100.00"), ("XT", "20.00")):
        make_entry(project=make_project(park=park), amount=amount, verified_by=make_user())


def test_they_are_those_of_the_command(app: Flask, program) -> None:
    options = [f"--{name.replace('_', '-')}={value}" for name, value in ASKED.items()]
    told = app.test_cli_runner().invoke(args=["figures", *options, "--json"])

    reply = program(Role.LEADER).get("/figures", **ASKED)

    assert reply.json["data"] == json.loads(told.output)
    assert reply.json["data"]["lenses"]["plan-headline"]["usd"] == "120.00"


def test_a_park_is_answered_for_itself(program) -> None:
    figures = program(Role.OFFICER, "YY").get("/figures", **ASKED).json["data"]

    for lens in figures["lenses"].values():
        assert set(lens["parks"]) == {"YY"}
    assert figures["lenses"]["plan-headline"] == {"usd": "100.00", "entries": 1, "parks": {"YY": "100.00"}}
    assert figures["targets"]["new-investment"]["actual_usd"] == "100.00"


@pytest.mark.parametrize(
    ("argument", "status"),
    [
        ({"known_at": "2025-01-10T02:00:00"}, 422),
        ({"as_of": "0001-01-01"}, 422),
        ({"as_of": "yesterday"}, 422),
        ({"plan": "1949"}, 404),
    ],
)
def test_a_question_that_has_no_answer_is_refused(program, argument: dict[str, str], status: int) -> None:
    assert program().get("/figures", **argument).status_code == status


def test_indicators_stand_with_target_and_what_is_reached(program) -> None:
    reply = program(Role.LEADER).get("/indicators", plan="2022-2025")

    (row,) = reply.json["data"]
    assert (row["number"], row["target"], row["latest"], row["source"]) == (1, "10", None, "reported")
