"""Lights against a table of cases written by hand: days are counted from today, negative ones lie behind."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from crm.core.preferences import PREFERENCES
from crm.pipeline.lights.labels import REMEDIES, WHY, WHY_GREEN
from crm.pipeline.lights.rules import DEFAULTS, Facts, Limits, Override, light_of, points_behind, thresholds
from models.enums import Colour, LightReason, Stage, Status

pytestmark = pytest.mark.no_database

TODAY = date(2026, 11, 20)
ME = 7
CASES = list(csv.DictReader((Path(__file__).parent / "lights.csv").open(encoding="utf-8")))


def day(text: str) -> date | None:
    return TODAY + timedelta(days=int(text)) if text else None


def every_day_is_worked(since: date, number: int) -> date:
    """Working days of a world without weekends, so that the table can be written by hand."""
    return since + timedelta(days=number)


def facts_of(case: dict[str, str]) -> Facts:
    weight, due, reached = (int(part) for part in (case["plan"] or "0/0/0").split("/"))
    word = case["override"]
    colour = word.rstrip("0123456789+-")
    return Facts(
        stage=Stage(case["stage"]),
        status=Status(case["status"]),
        paused_until=day(case["paused"]),
        entered_on=day(case["entered"]),
        lead_on=day(case["lead"]),
        answered_on=day(case["answered"]) or day(case["contact"]),
        judged_on=day(case["judged"]),
        fed_back_on=day(case["fed_back"]),
        last_contact_on=day(case["contact"]),
        next_step_on=day(case["next"]),
        responsible=ME,
        plan_weight=weight,
        plan_due=due,
        plan_reached=reached,
        late_since=day(case["late"]),
        override=Override(Colour(colour), TODAY + timedelta(days=int(word[len(colour) :]))) if word else None,
    )


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_light_is_what_the_table_says(case: dict[str, str]) -> None:
    light = light_of(facts_of(case), DEFAULTS, TODAY, every_day_is_worked)

    assert (light.colour.value, light.reason.value) == (case["colour"], case["reason"])
    assert light.until_on == day(case["until"])


def test_the_defaults_of_the_settings_are_the_table() -> None:
    assert thresholds(lambda key: PREFERENCES[key].default) == DEFAULTS


def test_a_threshold_that_is_set_counts() -> None:
    facts = Facts(Stage.TALKS, entered_on=TODAY, last_contact_on=TODAY - timedelta(days=6))
    strict = replace(DEFAULTS, contact={**DEFAULTS.contact, Stage.TALKS: Limits(3, 5)})

    assert light_of(facts, strict, TODAY, every_day_is_worked).colour is Colour.RED


def test_who_owes_it_is_who_can_turn_it() -> None:
    late = Facts(
        Stage.SIGNED,
        entered_on=TODAY,
        last_contact_on=TODAY,
        responsible=ME,
        plan_weight=1,
        plan_due=1,
        late_since=TODAY,
        late_owner=8,
    )
    held = Facts(
        Stage.TALKS,
        entered_on=TODAY - timedelta(days=99),
        next_step_on=TODAY,
        next_step_owner=9,
        responsible=ME,
    )

    assert light_of(late, DEFAULTS, TODAY, every_day_is_worked).owner == 8
    assert light_of(replace(late, late_owner=None), DEFAULTS, TODAY, every_day_is_worked).owner == ME
    assert light_of(held, DEFAULTS, TODAY, every_day_is_worked).owner == 9


def test_a_word_hides_no_count() -> None:
    word = Override(Colour.GREEN, TODAY)
    facts = Facts(Stage.TALKS, entered_on=TODAY - timedelta(days=99), override=word)

    light = light_of(facts, DEFAULTS, TODAY, every_day_is_worked)

    assert (light.colour, light.computed) == (Colour.GREEN, Colour.RED)


def test_a_project_without_a_plan_is_not_behind() -> None:
    assert points_behind(Facts(Stage.SIGNED)) is None


def test_every_reason_says_why_and_what_is_owed() -> None:
    assert set(WHY) == set(LightReason)
    assert {reason for reason in LightReason if reason not in REMEDIES} == {
        LightReason.HELD,
        LightReason.OPERATING,
        LightReason.PAUSED,
        LightReason.TERMINATED,
        LightReason.COMPLETED,
        LightReason.PUT_AWAY,
    }
    assert set(WHY_GREEN) <= set(REMEDIES)
