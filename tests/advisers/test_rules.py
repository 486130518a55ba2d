"""What decides on referrals, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.advisers import rules
from crm.advisers.labels import PUBLIC_WORDS, REASONS, finding_words
from crm.advisers.rules import Appointment, ClaimSeen, Facts, Fault, Rival
from models.enums import (
    CheckResult,
    PublicStage,
    PublicState,
    ReferralCheck,
    ReferralOutcome,
    ReferralState,
    RulingStep,
    Stage,
    Status,
    TermState,
)

pytestmark = pytest.mark.no_database

DAY = date(2024, 6, 10)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
TERM = Appointment(date(2024, 1, 1), date(2024, 12, 31))
P, F, C, U = CheckResult.PASSED, CheckResult.FAILED, CheckResult.CONFLICT, CheckResult.UNKNOWN
K = ReferralCheck


def facts(**values: object) -> Facts:
    own: dict[str, object] = {"received_on": DAY, "firm_known": True, "appointments": [TERM], "proofs": 1}
    return Facts(**(own | values))  # type: ignore[arg-type]


def rival(**values: object) -> Rival:
    own: dict[str, object] = {
        "ref": "YJ-AAAA",
        "adviser": "示例顧問乙",
        "received_on": BEFORE,
        "is_earlier": True,
        "is_recognised": False,
        "is_own": False,
    }
    return Rival(**(own | values))  # type: ignore[arg-type]


def found(check: ReferralCheck, given: Facts) -> tuple[CheckResult, str]:
    finding = next(each for each in rules.examine(given) if each.check is check)
    assert finding_words(finding), "the sentence lacks a word"
    return finding.result, finding.reason


@pytest.mark.parametrize(
    ("check", "given", "expected"),
    [
        (K.FIRM_KNOWN, facts(), (P, "matched")),
        (K.FIRM_KNOWN, facts(firm_known=False), (U, "no_firm")),
        (K.TERM, facts(), (P, "appointed")),
        (K.TERM, facts(appointments=[Appointment(DAY, DAY)]), (P, "appointed")),
        (K.TERM, facts(appointments=[Appointment(AFTER, AFTER)]), (F, "not_appointed")),
        (K.TERM, facts(appointments=[]), (F, "not_appointed")),
        (K.BEFORE_SIGNING, facts(has_project=True, signed_on=AFTER), (P, "before")),
        (K.BEFORE_SIGNING, facts(has_project=True, signed_on=DAY), (F, "after")),
        (K.BEFORE_SIGNING, facts(has_project=True, signed_on=BEFORE), (F, "after")),
        (K.BEFORE_SIGNING, facts(has_project=True, other_signed_on=BEFORE), (P, "not_signed")),
        (K.BEFORE_SIGNING, facts(other_signed_on=BEFORE), (C, "other_signed")),
        (K.BEFORE_SIGNING, facts(other_signed_on=AFTER), (P, "no_project")),
        (K.BEFORE_SIGNING, facts(firm_known=False), (U, "no_firm")),
        (K.RELATED_PARTY, facts(relations=["甲 (owner)"]), (F, "related")),
        (K.RELATED_PARTY, facts(), (P, "unrelated")),
        (K.RELATED_PARTY, facts(firm_known=False), (U, "no_firm")),
        (K.OTHER_REFERRALS, facts(), (P, "alone")),
        (K.OTHER_REFERRALS, facts(rivals=[rival()]), (C, "earlier")),
        (K.OTHER_REFERRALS, facts(rivals=[rival(is_earlier=False, received_on=AFTER)]), (C, "later")),
        (K.OTHER_REFERRALS, facts(rivals=[rival(), rival(is_recognised=True)]), (C, "recognised")),
        (K.OTHER_REFERRALS, facts(rivals=[rival(is_own=True)]), (P, "own_again")),
        (K.OTHER_REFERRALS, facts(rivals=[rival(is_own=True, is_earlier=False)]), (P, "alone")),
        (K.CLAIMS, facts(), (P, "unclaimed")),
        (K.CLAIMS, facts(claims=[ClaimSeen("CL-1", "岳阳", DAY)]), (C, "claimed")),
        (K.CLAIMS, facts(claims=[ClaimSeen("CL-1", "岳阳", AFTER)]), (P, "claimed_later")),
        (K.FIRST_CONTACT, facts(met_on=BEFORE), (C, "met")),
        (K.FIRST_CONTACT, facts(met_on=DAY), (P, "not_met")),
        (K.PROOF, facts(), (P, "handed_in")),
        (K.PROOF, facts(proofs=0), (U, "no_proof")),
    ],
)
def test_each_check_gives_its_result_and_its_reason(
    check: ReferralCheck, given: Facts, expected: tuple[CheckResult, str]
) -> None:
    assert found(check, given) == expected


def test_every_check_is_made_once_and_in_order() -> None:
    assert [each.check for each in rules.examine(facts())] == list(ReferralCheck)
    assert {check for check, _reason in REASONS} == set(ReferralCheck)


@pytest.mark.parametrize(
    ("given", "against"),
    [
        (facts(), []),
        (facts(proofs=0, rivals=[rival()], met_on=BEFORE), []),
        (facts(firm_known=False), [K.FIRM_KNOWN]),
        (facts(relations=["x"], appointments=[]), [K.TERM, K.RELATED_PARTY]),
    ],
)
def test_a_failed_check_forbids_to_recognise_and_never_to_refuse(
    given: Facts, against: list[ReferralCheck]
) -> None:
    findings = rules.examine(given)

    assert [each.check for each in rules.stands_against(ReferralOutcome.RECOGNISED, findings)] == against
    assert rules.stands_against(ReferralOutcome.NOT_RECOGNISED, findings) == []


@pytest.mark.parametrize(
    ("given", "overturns", "waits"),
    [
        (facts(), False, False),
        (facts(), True, True),
        (facts(rivals=[rival()]), False, True),
        (facts(claims=[ClaimSeen("CL-1", "岳阳", DAY)]), False, True),
        (facts(met_on=BEFORE), False, True),
        (facts(relations=["x"]), False, False),
    ],
)
def test_a_second_person_looks_where_something_is_in_conflict(
    given: Facts, overturns: bool, waits: bool
) -> None:
    assert rules.needs_second_look(rules.examine(given), overturns=overturns) is waits


S, R = ReferralState, RulingStep


@pytest.mark.parametrize(
    ("state", "step", "after"),
    [
        (S.RECEIVED, R.DECIDED, S.RECOGNISED),
        (S.EXAMINED, R.PROPOSED, S.SECOND_LOOK),
        (S.SECOND_LOOK, R.CONFIRMED, S.RECOGNISED),
        (S.SECOND_LOOK, R.RETURNED, S.EXAMINED),
        (S.NOT_RECOGNISED, R.PROPOSED, S.NOT_RECOGNISED),
        (S.NOT_RECOGNISED, R.RETURNED, S.NOT_RECOGNISED),
        (S.NOT_RECOGNISED, R.CONFIRMED, S.RECOGNISED),
    ],
)
def test_what_was_ruled_stays_until_another_ruling_is_confirmed(
    state: ReferralState, step: RulingStep, after: ReferralState
) -> None:
    assert rules.state_after(state, step, ReferralOutcome.RECOGNISED) is after


def test_an_adviser_is_told_the_same_while_nothing_is_ruled() -> None:
    told = {rules.public_state(state) for state in rules.OPEN_STATES}

    assert told == {PublicState.RECEIVED}
    assert set(PUBLIC_WORDS) == set(PublicState)


@pytest.mark.parametrize(
    ("stage", "status", "archived", "told"),
    [
        (Stage.LEAD, Status.ACTIVE, False, PublicStage.TALKS),
        (Stage.REVIEW, Status.ACTIVE, False, PublicStage.TALKS),
        (Stage.TALKS, Status.PAUSED, False, PublicStage.TALKS),
        (Stage.SIGNED, Status.PAUSED, False, PublicStage.SIGNED),
        (Stage.REGISTERED, Status.ACTIVE, False, PublicStage.REGISTERED),
        (Stage.CONSTRUCTION, Status.ACTIVE, False, PublicStage.CONSTRUCTION),
        (Stage.OPERATING, Status.COMPLETED, False, PublicStage.OPERATING),
        (Stage.SIGNED, Status.TERMINATED, False, PublicStage.ENDED),
        (Stage.SIGNED, Status.ACTIVE, True, PublicStage.ENDED),
    ],
)
def test_of_a_project_only_what_is_public_is_told(
    stage: Stage, status: Status, archived: bool, told: PublicStage
) -> None:
    assert rules.public_stage(stage, status, is_archived=archived) is told


@pytest.mark.parametrize(
    ("on", "ended_on", "state"),
    [
        (date(2023, 12, 31), None, TermState.AHEAD),
        (date(2024, 1, 1), None, TermState.HELD),
        (date(2024, 12, 31), None, TermState.HELD),
        (date(2025, 1, 1), None, TermState.OVER),
        (date(2024, 6, 30), date(2024, 6, 30), TermState.HELD),
        (date(2024, 7, 1), date(2024, 6, 30), TermState.ENDED),
    ],
)
def test_a_term_holds_from_its_first_day_to_its_last(
    on: date, ended_on: date | None, state: TermState
) -> None:
    assert rules.term_state(date(2024, 1, 1), date(2024, 12, 31), ended_on, on) is state


@pytest.mark.parametrize(
    ("until", "others", "faults"),
    [
        (date(2024, 12, 31), [], []),
        (date(2023, 12, 31), [], [Fault.ENDS_BEFORE]),
        (date(2024, 12, 31), [(date(2023, 1, 1), date(2023, 12, 31))], []),
        (date(2024, 12, 31), [(date(2023, 1, 1), date(2024, 1, 1))], [Fault.OVERLAPS]),
    ],
)
def test_no_day_belongs_to_two_terms(
    until: date, others: list[tuple[date, date]], faults: list[Fault]
) -> None:
    assert rules.term_faults(date(2024, 1, 1), until, others) == faults


def test_words_that_name_others_are_found_and_what_was_typed_is_not() -> None:
    secrets = ["示例顾问乙", "cl-2024-000001", "示例电子"]

    told = rules.betrayed("示例顾问乙先报，见 cl-2024-000001；示例电子", secrets, typed=["示例电子股份"])

    assert told == ["示例顾问乙", "cl-2024-000001"]


def test_a_receipt_number_is_drawn_and_read_out_without_doubt() -> None:
    drawn = iter(range(rules.LENGTH))

    number = rules.receipt_number(lambda letters: letters[next(drawn)])

    assert number == "YJ-2345-6789-ABCD"
    assert not set("01IO") & set(rules.ALPHABET)
