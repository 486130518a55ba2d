"""Two people at one moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from crm.core.database import session
from crm.ledger import queries, service
from models import LedgerDecision, LedgerEntry, LedgerStanding, User
from models.enums import Decision, EvidenceType, Standing
from tests.factories.ledger import make_entry
from tests.factories.users import make_user
from tests.racing import at_once

ROUNDS = 5


def person(user_id: int) -> User:
    return session.get_one(User, user_id)


def entry_of(entry_id: int) -> LedgerEntry:
    return queries.get_entry(entry_id, viewer=None)


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_of_reversals_at_one_moment_one_is_recorded(app: Flask, round_number: int) -> None:
    original, recorder = make_entry(verified_by=make_user()), make_user()

    def reverse() -> None:
        service.record_reversal(entry_of(original.id), by=person(recorder.id))

    endings = at_once(app, reverse, reverse, reverse)

    number = session.scalar(select(func.count()).where(LedgerEntry.reverses_id == original.id))
    assert (endings, number) == (["RuleError", "RuleError", "done"], 1)


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_contrary_decisions_at_one_moment_don_t_pass_over_one_another(app: Flask, round_number: int) -> None:
    entry = make_entry(evidence=EvidenceType.RECORD)
    deciders = [make_user(), make_user()]

    def decide(at: int, decision: Decision) -> Callable[[], object]:
        return lambda: service.decide_entry(entry_of(entry.id), decision, by=person(deciders[at].id), seen=0)

    endings = at_once(app, decide(0, Decision.VERIFIED), decide(1, Decision.RETURNED))

    words = session.scalars(select(LedgerDecision)).all()
    standing = session.get_one(LedgerStanding, entry.id, populate_existing=True).standing
    assert endings == ["ConflictError", "done"]
    assert [standing] == [Standing(word.decision.value) for word in words]


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_a_reversal_and_the_return_of_what_it_reverses_come_one_after_the_other(
    app: Flask, round_number: int
) -> None:
    original, decider, recorder = make_entry(verified_by=make_user()), make_user(), make_user()

    endings = at_once(
        app,
        lambda: service.record_reversal(entry_of(original.id), by=person(recorder.id)),
        lambda: service.decide_entry(entry_of(original.id), Decision.RETURNED, by=person(decider.id)),
    )

    reversals = session.scalar(select(func.count()).where(LedgerEntry.reverses_id == original.id))
    assert endings in (["DeniedError", "done"], ["done", "done"])
    assert reversals == endings.count("done") - 1


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_a_reversal_chain_is_decided_on_from_both_ends_without_a_deadlock(
    app: Flask, round_number: int
) -> None:
    decider, recorder = make_user(), make_user()
    original = make_entry(verified_by=decider)
    reversal = service.record_reversal(original, by=recorder)
    service.decide_entry(reversal, Decision.VERIFIED, by=decider)
    again = service.record_reversal(reversal, by=recorder)
    session.commit()
    ids = (original.id, reversal.id, again.id)

    def give_back(entry_id: int) -> Callable[[], object]:
        return lambda: service.decide_entry(entry_of(entry_id), Decision.RETURNED, by=person(decider.id))

    assert at_once(app, *(give_back(entry_id) for entry_id in ids)) == ["done"] * 3
