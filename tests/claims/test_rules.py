from __future__ import annotations

from datetime import date

import pytest

from crm.claims import rules
from crm.claims.rules import Protection, Step
from crm.core import names
from crm.rulings import rules as ruling_rules
from crm.rulings.rules import Decision
from models.enums import ClaimState, Matter, RequestKind, RulingOutcome

pytestmark = pytest.mark.no_database

FILED = date(2024, 1, 1)
S, R, O = ClaimState, RequestKind, RulingOutcome  # noqa: E741


def protection(subject: str) -> Protection:
    return Protection(1, 2, "Yueyang", "鴻海", subject, names.fold(subject), date(2024, 6, 1))


@pytest.mark.parametrize(
    ("steps", "granted", "until"),
    [
        ([], None, date(2024, 6, 29)),
        ([(date(2024, 3, 1), date(2024, 3, 2))], None, date(2024, 8, 28)),
        ([(date(2024, 3, 1), date(2024, 7, 5))], None, date(2024, 6, 29)),
        ([(date(2023, 12, 1), date(2024, 1, 2))], None, date(2024, 6, 29)),
        ([(date(2024, 6, 1),) * 2, (date(2024, 10, 1),) * 2], None, date(2025, 3, 30)),
        ([], date(2024, 12, 31), date(2024, 12, 31)),
    ],
    ids=[
        "filing",
        "a step",
        "noted too late",
        "before the filing",
        "one to the next",
        "a ruling",
    ],
)
def test_a_protection_lasts_from_the_last_step_that_was_noted_in_time(steps, granted, until) -> None:
    made = [Step(*each) for each in steps]

    assert rules.protected_until(FILED, made, days=180, granted_until=granted) == until


@pytest.mark.parametrize(
    ("held", "answer", "usd", "state"),
    [
        ([], None, 10, S.PROTECTED),
        ([], None, 9, S.BELOW_THRESHOLD),
        (["AI伺服器"], None, 10, S.NEEDS_RULING),
        (["AI伺服器"], Matter.ANOTHER, 10, S.NEEDS_RULING),
        (["液冷"], Matter.SAME, 10, S.NEEDS_RULING),
        (["液冷"], Matter.ANOTHER, 10, S.PROTECTED),
        (["液冷"], Matter.ANOTHER, 9, S.BELOW_THRESHOLD),
    ],
)
def test_what_a_filing_becomes(held, answer, usd, state) -> None:
    found = [protection(each) for each in held]

    became = rules.filed_as(names.fold("AI伺服器"), found, answer, usd_cents=usd, threshold_cents=10)

    assert became is state


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("AI伺服器機櫃", "ＡＩ伺服器机柜", True),
        ("車用電子（二期）", "车用电子 二期", True),
        ("Liquid Cooling", "liquid-cooling", True),
        ("液冷模組", "液冷機櫃", False),
    ],
)
def test_the_same_words_meet_across_scripts(one, other, same) -> None:
    assert bool(rules.same_words(names.fold(one), [protection(other)])) is same


def test_the_same_words_ask_nothing_and_others_do() -> None:
    held = [protection("AI伺服器")]

    assert not rules.needs_answer(names.fold("AI伺服器"), held, None)
    assert rules.needs_answer(names.fold("液冷"), held, None)
    assert rules.needs_answer(None, held, None)
    assert not rules.needs_answer(None, held, Matter.SAME)
    assert not rules.needs_answer(None, [], None)


@pytest.mark.parametrize(
    ("left", "warned", "due"),
    [
        (31, None, None),
        (30, None, 30),
        (12, 30, None),
        (12, None, 30),
        (7, 30, 7),
        (3, None, 7),
        (0, 7, None),
        (-1, 30, None),
    ],
)
def test_the_end_is_told_of_once_at_each_lead_time_however_late_one_looks(left, warned, due) -> None:
    until = date.fromordinal(FILED.toordinal() + left)

    assert rules.warning_due(until, today=FILED, warned=warned) == due


@pytest.mark.parametrize(
    ("kind", "is_holder", "state", "may"),
    [
        (R.RENEWAL, True, S.EXPIRED, True),
        (R.RENEWAL, False, S.PROTECTED, False),
        (R.DISPUTE, True, S.PROTECTED, False),
        (R.DISPUTE, False, S.PROTECTED, True),
        (R.SHARING, False, S.PROTECTED, True),
        (R.SHARING, False, S.RELEASED, False),
        (R.SAME_MATTER, False, S.PROTECTED, False),
    ],
)
def test_who_may_ask_for_what(kind, is_holder, state, may) -> None:
    assert rules.may_ask(kind, is_holder=is_holder, state=state) is may


def decision(outcome: RulingOutcome, **values: object) -> Decision:
    return Decision(outcome=outcome, **{"reasons": "why", **values})


@pytest.mark.parametrize(
    ("kind", "written", "fault"),
    [
        (R.SHARING, decision(O.SHARED, shares=((1, 6000), (2, 4000))), None),
        (R.SHARING, decision(O.SHARED, shares=((1, 6000), (2, 3999))), "shares_sum"),
        (R.SHARING, decision(O.SHARED, shares=((1, 10_000),)), "shares_sum"),
        (R.SHARING, decision(O.SHARED, shares=((1, 11_000), (2, -1000))), "shares_sum"),
        (R.SHARING, decision(O.SHARED, shares=((2, 6000), (3, 4000))), "shares_holder"),
        (R.SHARING, decision(O.REFUSED, shares=((1, 6000), (2, 4000))), "no_shares"),
        (R.SHARING, decision(O.RENEWED, until_on=date(2025, 1, 1)), "outcome"),
        (R.TRANSFER, decision(O.TRANSFERRED), "no_park"),
        (R.TRANSFER, decision(O.TRANSFERRED, to_park_id=1), "no_park"),
        (R.TRANSFER, decision(O.TRANSFERRED, to_park_id=2), None),
        (R.RENEWAL, decision(O.RENEWED), "day_past"),
        (R.RENEWAL, decision(O.RENEWED, until_on=FILED), "day_past"),
        (R.DISPUTE, decision(O.ENDED, reasons=" "), "no_reasons"),
        (R.DISPUTE, decision(O.ENDED, holds_from=date(2024, 1, 2)), "from_ahead"),
    ],
)
def test_what_stands_against_a_ruling(kind, written, fault) -> None:
    found = ruling_rules.faults(written, kind=kind, is_open=True, holder_id=1, today=FILED)

    assert [each.value for each in found] == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("outcome", "state", "after"),
    [
        (O.SAME_MATTER, S.NEEDS_RULING, S.RULED_OUT),
        (O.SHARED, S.NEEDS_RULING, S.RULED_OUT),
        (O.OTHER_MATTER, S.NEEDS_RULING, S.PROTECTED),
        (O.ENDED, S.NEEDS_RULING, S.PROTECTED),
        (O.REFUSED, S.NEEDS_RULING, S.NEEDS_RULING),
        (O.SAME_MATTER, S.RELEASED, S.RELEASED),
    ],
)
def test_what_a_ruling_does_to_the_other_park_s_own_filing(outcome, state, after) -> None:
    assert ruling_rules.other_state_after(outcome, state, usd_cents=10, threshold_cents=10) is after


def test_every_request_can_be_decided() -> None:
    assert set(ruling_rules.OUTCOMES) == set(RequestKind)
